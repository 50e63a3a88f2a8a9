import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The folder with PostgreSQL's own programs: the newest under /usr/lib/postgresql, or CHENGMAI_PG_BIN. */
export function postgresBin(): string | null {
  const own = process.env.CHENGMAI_PG_BIN;
  if (own) return own;
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : [];
  const found = versions.find((version) => hasPostgis(version) && existsSync(join(root, version, 'bin/initdb')));
  return found ? join(root, found, 'bin') : null;
}

const hasPostgis = (version: string): boolean => existsSync(`/usr/share/postgresql/${version}/extension/postgis.control`);

/** A program on PATH or in the places that servers are installed to. */
export function findProgram(name: string): string | null {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin', '/sbin'];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path)) ?? null;
}

/** `null` when the server is there, otherwise the command that brings it. */
export const missing = {
  postgres: (): string | null => (postgresBin() ? null : 'apt-get install postgresql-15 postgresql-15-postgis-3'),
  nats: (): string | null => (findProgram('nats-server') ? null : 'apt-get install nats-server'),
} as const;

export type Server = keyof typeof missing;
