import { mkdirSync } from 'node:fs';
import { openPglite } from '@chengmai/platform/adapters/db-pglite.ts';
import { openPostgres, type PostgresOptions } from '@chengmai/platform/adapters/db-postgres.ts';
import type { Db } from '@chengmai/platform/ports/db.ts';
import { Refused } from '@chengmai/platform/runtime/refused.ts';
import type { Output } from '../cli/output.ts';
import { embeddedDir, hasEmbedded, type Place, withoutPassword } from './city-config.ts';

/** Opens the database of a place, or throws Refused: `cli.database_unreachable`, `db.directory_in_use`. */
export async function openDatabase(place: Place, out: Output, options: Omit<PostgresOptions, 'url'> = {}): Promise<Db> {
  if (place.database) return connect({ ...options, url: place.database });
  mkdirSync(embeddedDir(place), { recursive: true });
  const words = hasEmbedded(place)
    ? { zh: '打开内嵌数据库', en: 'Opening the embedded database' }
    : { zh: '建立内嵌数据库', en: 'Creating the embedded database' };
  return out.step(words, (tell) => openPglite({ dir: embeddedDir(place), onProgress: tell }));
}

async function connect(options: PostgresOptions): Promise<Db> {
  const db = await openPostgres(options);
  const health = await db.health();
  if (health.ok) return db;
  await db.close();
  throw new Refused('cli.database_unreachable', { url: withoutPassword(options.url), problem: health.detail });
}
