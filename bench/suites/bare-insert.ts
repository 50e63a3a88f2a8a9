import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { postgresBin } from '@chengmai/testkit/requirements.ts';
import { scratchDir } from '../city/demo-city.ts';
import { withPostgres } from '../city/scene.ts';
import type { Bench } from '../suite.ts';

const run = promisify(execFile);

/** A table like cases_case with all its indexes, and one real row to insert again and again. */
async function prepare(database: string): Promise<string> {
  return withPostgres(database, async (db) => {
    await db.script(`drop table if exists bench_bare, bench_one;
      create table bench_bare (like cases_case including all);
      create table bench_one as select * from cases_case where open order by reported_at desc limit 1;`);
    const columns = await db.query<{ name: string }>({
      text: `select attname as name from pg_attribute where attrelid = 'cases_case'::regclass and attnum > 0 and not attisdropped
        and attname not in ('id', 'number') order by attnum`,
      values: [],
    });
    const rest = columns.map(({ name }) => name).join(', ');
    return `insert into bench_bare (id, number, ${rest}) select gen_random_uuid(), gen_random_uuid()::text, ${rest} from bench_one;\n`;
  });
}

/** The peer: one durable INSERT of the same row a transaction, into the same indexes, by pgbench. Transactions a second. */
export async function barePeer(bench: Bench, database: string, clients: number): Promise<number> {
  bench.tell('bare INSERTs by pgbench');
  const script = join(scratchDir('pgbench'), 'insert.sql');
  await writeFile(script, await prepare(database));
  const seconds = String(Math.min(bench.options.seconds, 5));
  const args = ['-n', '-M', 'prepared', '-c', String(clients), '-j', '1', '-T', seconds, '-f', script, database];
  const { stdout } = await run(join(postgresBin()!, 'pgbench'), args, { maxBuffer: 1 << 24 });
  await withPostgres(database, (db) => db.script('drop table bench_bare, bench_one'));
  return Number(/tps = ([\d.]+)/.exec(stdout)?.[1] ?? Number.NaN);
}
