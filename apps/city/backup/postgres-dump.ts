import { writeFile } from 'node:fs/promises';
import { openPostgres } from '@chengmai/platform/adapters/db-postgres.ts';
import sql from 'sql-template-tag';
import { runProgram } from './run-program.ts';

const install = 'apt-get install postgresql-client-15';

/** The address without its password, which goes by environment: a command line is seen by everybody on the machine. */
function connection(url: string): { args: string[]; env: Record<string, string> } {
  const address = new URL(url);
  const password = decodeURIComponent(address.password);
  address.password = '';
  return { args: ['--dbname', address.toString()], env: password ? { PGPASSWORD: password } : {} };
}

/** One consistent snapshot of the platform's tables in pg_dump's custom format; extensions stay out, they belong to the server. */
export async function dumpPostgres(url: string, file: string): Promise<void> {
  const { args, env } = connection(url);
  await runProgram(
    'pg_dump',
    [...args, '--format=custom', '--schema=public', '--no-owner', '--no-privileges', '--file', file],
    install,
    env,
  );
}

/** Tables of ours in the database; those of extensions are not counted. */
export async function ownTables(url: string): Promise<string[]> {
  const db = await openPostgres({ url, poolSize: 1 });
  try {
    const rows = await db.query<{ name: string }>(sql`
      select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition
        and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
      order by c.relname`);
    return rows.map((row) => row.name);
  } finally {
    await db.close();
  }
}

/** Puts a dump into an empty database, all or nothing. With `replace` the tables that are there go first, in the same way. */
export async function restorePostgres(url: string, file: string, replace: readonly string[]): Promise<void> {
  const { args, env } = connection(url);
  const db = await openPostgres({ url, poolSize: 1 });
  try {
    const names = replace.map((name) => `"${name.replaceAll('"', '""')}"`).join(', ');
    await db.script(`create extension if not exists postgis;${names ? `drop table ${names} cascade;` : ''}`);
  } finally {
    await db.close();
  }
  const list = `${file}.list`;
  const contents = await runProgram('pg_restore', ['--list', file], install);
  // The schema itself is always there; creating it again would stop the restore.
  await writeFile(list, contents.replaceAll(/^.*(SCHEMA - public|COMMENT - SCHEMA public) .*$/gm, ''));
  const how = ['--single-transaction', '--exit-on-error', '--no-owner', '--no-privileges', '--use-list', list];
  await runProgram('pg_restore', [...args, ...how, file], install, env);
}
