import { readFile } from 'node:fs/promises';
import { STANDING } from '@chengmai/kernel/lifecycle/example-cases.ts';
import { STATE_IDS, STATES } from '@chengmai/kernel/lifecycle/states.ts';
import type { Db } from '@chengmai/platform/ports/db.ts';
import type { Bench } from '../suite.ts';
import { cityTemplate } from './demo-city.ts';
import { fillFacts } from './large-facts.ts';
import { withPostgres } from './scene.ts';

/** States that a department has, or had. */
const AFTER_DISPATCH: ReadonlySet<string> = new Set([
  'pending_assign',
  'handling',
  'pending_confirm',
  'suspended',
  'pending_review',
  'pending_close',
  'post_checking',
  'closed',
  'force_closed',
]);

/** One real case of the kernel standing in each state: what the rows carry as their lifecycle, so that they are as wide as real ones. */
function templates(): unknown[] {
  return STATE_IDS.map((state) => {
    const { case: played } = STANDING[state]();
    // Nobody's suspension ends by itself while the program is measured.
    const standing = played.suspension ? { ...played, suspension: { ...played.suspension, until: Date.UTC(2099, 0) } } : played;
    const dispatched = AFTER_DISPATCH.has(state);
    return {
      state,
      version: standing.version,
      holder: STATES[state].holder,
      has_unit: dispatched,
      has_handler: dispatched && state !== 'pending_assign',
      lifecycle: standing,
      previous: standing,
    };
  });
}

interface Index {
  readonly name: string;
  readonly definition: string;
}

/** Building an index once is many times faster than growing it row by row. */
async function withoutIndexes(db: Db, table: string, work: () => Promise<void>): Promise<void> {
  const indexes = await db.query<Index>({
    text: `select i.indexname as name, i.indexdef as definition from pg_indexes i
      where i.tablename = $1 and not exists (select 1 from pg_constraint c where c.conname = i.indexname)`,
    values: [table],
  });
  for (const { name } of indexes) await db.script(`drop index "${name}"`);
  await work();
  for (const { definition } of indexes) await db.script(`set local maintenance_work_mem = '512MB'; ${definition}`);
}

async function fill(db: Db, rows: number): Promise<void> {
  const script = await readFile(new URL('./large-city.sql', import.meta.url), 'utf8');
  await db.script(
    `create table bench_template (state text, version int, holder text, has_unit boolean, has_handler boolean, lifecycle jsonb, previous jsonb)`,
  );
  await db.query({
    text: `insert into bench_template select * from json_populate_recordset(null::bench_template, $1::json)`,
    values: [JSON.stringify(templates())],
  });
  await withoutIndexes(db, 'cases_case', () => db.script(script.replaceAll(':rows', String(rows))));
  await db.script('drop table bench_template');
}

/** Name of a database with the demo city and `rows` made-up cases of three years; made when it is not there, and kept with its server. */
export async function largeCity(bench: Bench): Promise<string> {
  const host = await bench.postgres();
  const template = await cityTemplate(host);
  const { rows } = bench.options;
  const name = template.replace('bench_city', `bench_large_${rows}`);
  if (await host.has(name)) return name;
  bench.tell(`making ${rows} cases (takes minutes)`);
  const building = `${name}_building`;
  await host.copy(template, building);
  await withPostgres(host.url(building), async (db) => {
    await fill(db, rows);
    bench.tell('making their evaluation facts');
    await withoutIndexes(db, 'evaluation_fact', () => fillFacts(db));
    await db.query({ text: 'vacuum (analyze)', values: [] });
    await db.query({ text: 'checkpoint', values: [] });
  });
  await host.admin((db) => db.query({ text: `alter database "${building}" rename to "${name}"`, values: [] }));
  return name;
}
