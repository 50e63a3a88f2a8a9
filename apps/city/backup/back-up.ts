import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockDirectory } from '@chengmai/platform/adapters/directory-lock.ts';
import { Refused } from '@chengmai/platform/runtime/refused.ts';
import { version } from '../cli/version.ts';
import { blobDir, embeddedDir, hasEmbedded, type Place, withoutPassword } from '../stores/city-config.ts';
import { type Manifest, readArchive, writeArchive } from './archive.ts';
import { dumpPostgres, ownTables, restorePostgres } from './postgres-dump.ts';

/** The demo's own file (its generated password) goes along, so that a restored demo can be signed in to. */
const asideFile = 'demo.json';

function blobsAndAside(place: Place): Record<string, string> {
  const parts: Record<string, string> = {};
  if (existsSync(blobDir(place))) parts.blobs = blobDir(place);
  if (existsSync(join(place.dir, asideFile))) parts[asideFile] = join(place.dir, asideFile);
  return parts;
}

/** Backs up a place into one file. The embedded database must be at rest (its lock is taken); PostgreSQL may be in full use. */
export async function backUp(place: Place, file: string, at: Date): Promise<Manifest> {
  const about = { version, at: at.toISOString() };
  if (place.database) {
    const dir = await mkdtemp(join(tmpdir(), 'chengmai-dump-'));
    try {
      const dump = join(dir, 'database.dump');
      await dumpPostgres(place.database, dump);
      return await writeArchive(file, { 'database.dump': dump, ...blobsAndAside(place) }, { database: 'postgres', ...about });
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  }
  if (!hasEmbedded(place)) throw new Refused('backup.nothing_there', { dir: place.dir });
  const lock = lockDirectory(embeddedDir(place));
  try {
    const parts = { pgdata: join(embeddedDir(place), 'pgdata'), ...blobsAndAside(place) };
    return await writeArchive(file, parts, { database: 'pglite', ...about });
  } finally {
    lock.release();
  }
}

/** Restores a backup. Everything is unpacked and verified beside its place first; a target with data needs `force`. */
export async function restore(place: Place, file: string, force: boolean): Promise<Manifest> {
  const kind = place.database ? 'postgres' : 'pglite';
  await mkdir(place.dir, { recursive: true });
  const unpacked = await mkdtemp(join(place.dir, 'restoring-'));
  try {
    const manifest = await readArchive(file, unpacked);
    if (manifest.database !== kind) throw new Refused('backup.other_kind', { from: manifest.database, to: kind });
    if (place.database) await intoPostgres(place.database, join(unpacked, 'database.dump'), force);
    else await intoEmbedded(place, join(unpacked, 'pgdata'), force);
    for (const name of ['blobs', asideFile]) await putInPlace(join(unpacked, name), join(place.dir, name));
    return manifest;
  } finally {
    await rm(unpacked, { recursive: true, force: true });
  }
}

async function intoPostgres(url: string, dump: string, force: boolean): Promise<void> {
  const tables = await ownTables(url);
  if (tables.length && !force) throw new Refused('backup.not_empty', { target: withoutPassword(url) });
  await restorePostgres(url, dump, tables);
}

async function intoEmbedded(place: Place, pgdata: string, force: boolean): Promise<void> {
  if (hasEmbedded(place) && !force) throw new Refused('backup.not_empty', { target: place.dir });
  const lock = lockDirectory(embeddedDir(place));
  try {
    await putInPlace(pgdata, join(embeddedDir(place), 'pgdata'));
  } finally {
    lock.release();
  }
}

/** Renames, keeping what was there until the new one stands. */
async function putInPlace(from: string, to: string): Promise<void> {
  if (!existsSync(from)) return;
  const old = `${to}.replaced`;
  await rm(old, { recursive: true, force: true });
  if (existsSync(to)) await rename(to, old);
  await rename(from, to);
  await rm(old, { recursive: true, force: true });
}
