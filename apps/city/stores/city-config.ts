import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Config, readConfig } from '@chengmai/platform/runtime/config.ts';
import { programRoot } from '../cli/version.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** Options of a command line that say where and how; each wins over its environment variable. */
export interface PlaceOptions {
  readonly data?: string | undefined;
  readonly host?: string | undefined;
  readonly port?: string | undefined;
}

/** Where an installation keeps its things: PostgreSQL at `database`, or (`null`) the embedded database in `dir`/db; photos in `dir`/blobs. */
export interface Place {
  readonly dir: string;
  readonly database: string | null;
  readonly nats: string | null;
}

/** The settings with a data directory that is always absolute: `folder` below the program's own .chengmai when nobody says otherwise. */
export function configOf(options: PlaceOptions, env: Env, folder = 'city'): Config {
  const dir = options.data ?? (env.CHENGMAI_DATA || undefined) ?? join(programRoot, '.chengmai', folder);
  return readConfig(env, { dataDir: resolve(dir), host: options.host, port: options.port });
}

export const placeIn = (config: Config): Place => ({ dir: config.dataDir, database: config.databaseUrl, nats: config.natsUrl });
export const placeOf = (options: PlaceOptions, env: Env, folder?: string): Place => placeIn(configOf(options, env, folder));

export const embeddedDir = (place: Place): string => join(place.dir, 'db');
export const blobDir = (place: Place): string => join(place.dir, 'blobs');

/** Is there an embedded database at the place already? */
export const hasEmbedded = (place: Place): boolean => existsSync(join(embeddedDir(place), 'pgdata'));

/** An address without its password, for messages. */
export function withoutPassword(address: string): string {
  const url = URL.parse(address);
  if (!url) return '…';
  if (url.password) url.password = '…';
  return decodeURI(url.toString());
}
