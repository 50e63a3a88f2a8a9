import { mkdirSync } from 'node:fs';
import { openPglite } from '@chengmai/platform/adapters/db-pglite.ts';
import { openPostgres } from '@chengmai/platform/adapters/db-postgres.ts';
import type { Db } from '@chengmai/platform/ports/db.ts';
import { Refused } from '@chengmai/platform/runtime/refused.ts';
import type { Logger } from 'pino';
import type { Output } from '../cli/output.ts';
import { embeddedDir, hasEmbedded, type Place, withoutPassword } from './city-config.ts';

/** Opens the database of a place, or throws Refused: `cli.database_unreachable`, `db.directory_in_use`, `cli.not_writable`. */
export async function openDatabase(place: Place, out: Output, log?: Logger): Promise<Db> {
  if (place.database) return connect(place.database, log);
  mkdirSync(embeddedDir(place), { recursive: true });
  const words = hasEmbedded(place)
    ? { zh: '打开内嵌数据库', en: 'Opening the embedded database' }
    : { zh: '建立内嵌数据库', en: 'Creating the embedded database' };
  return out.step(words, (tell) => openPglite({ dir: embeddedDir(place), onProgress: tell }));
}

async function connect(url: string, log: Logger | undefined): Promise<Db> {
  const db = await openPostgres({ url, ...(log ? { log } : {}) });
  const health = await db.health();
  if (health.ok) return db;
  await db.close();
  throw new Refused('cli.database_unreachable', { url: withoutPassword(url), problem: health.detail });
}
