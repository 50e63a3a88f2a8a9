import type { Db } from '@chengmai/platform/ports/db.ts';
import { platformSource, readMigrations } from '@chengmai/platform/runtime/migrate.ts';
import { inOrder } from '@chengmai/platform/runtime/module-order.ts';
import sql from 'sql-template-tag';
import { modules } from '../modules.ts';

/** How many migrations the database has, and which of this version it lacks. Changes nothing. */
export async function migrationStatus(db: Db): Promise<{ applied: number; pending: string[] }> {
  const [register] = await db.query<{ there: boolean }>(sql`select to_regclass('platform_migration') is not null as there`);
  const rows = register?.there ? await db.query<{ module: string; file: string }>(sql`select module, file from platform_migration`) : [];
  const applied = new Set(rows.map((row) => `${row.module}/${row.file}`));
  const all = await readMigrations([platformSource, ...inOrder(modules)]);
  return { applied: applied.size, pending: all.map((m) => `${m.module}/${m.file}`).filter((name) => !applied.has(name)) };
}
