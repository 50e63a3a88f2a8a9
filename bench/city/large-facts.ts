import { COUNTS } from '@chengmai/kernel/evaluation/counts.ts';
import { CUBES, KEPT_COUNTS } from '@chengmai/modules/evaluation/standing-cubes.ts';
import type { Db } from '@chengmai/platform/ports/db.ts';

/** What nearly every filed case counts for. */
const OF_FILED = [
  'valid_report',
  'accept',
  'intime_accept',
  'file',
  'intime_file',
  'accurate_file',
  'need_dispatch',
  'dispatch',
  'intime_dispatch',
  'accurate_dispatch',
  'need_handle',
  'through_handle',
];

/** One line of facts a case, in step with the rows of cases_case: who closed in time here is the same there. */
const FACTS = `insert into evaluation_fact (case_id, line, version, reported_at, closed_at, street_code, class_code, unit_id, community_code, district_code,
    source, major_code, report, need_close, close, intime_close, overtime_close, handle, intime_handle, overtime_handle, ${OF_FILED.join(', ')},
    live_at, ended_at, close_due_at, round_started_at, handled_at, round_ended_at, handle_due_at, filed_at, accepted_at, dispatch_started_at, through_handle_at)
  select id, 0, version, reported_at, closed_at, street_code, class_code, unit_id, community_code, district_code, source, left(class_code, 2), 1, filed,
    closed, nullif(closed * in_time, 0), nullif(closed * (1 - in_time), 0), closed, nullif(closed * in_time, 0), nullif(closed * (1 - in_time), 0), ${OF_FILED.map(() => 'filed').join(', ')},
    reported_at, closed_at, reported_at + interval '24 hours', reported_at + interval '30 minutes', handled_at, handled_at, reported_at + interval '24 hours',
    reported_at + interval '10 minutes', reported_at + interval '10 minutes', reported_at + interval '10 minutes', handled_at
  from (select c.*, nullif((unit_id is not null)::int, 0)::smallint as filed, (case when state = 'closed' then 1 end)::smallint as closed,
      (case when handle_in_time then 1 else 0 end)::smallint as in_time from cases_case c) c
  order by reported_at`;

/** The kept sums of one cube from the lines, by the module's own tables of what is kept. */
function standing(cube: keyof typeof CUBES): string {
  const { codes, by } = CUBES[cube];
  const [code1, code2] = codes.map((column) => `coalesce(f.${column}, '')`);
  const day = `(v.at at time zone 'Asia/Shanghai')::date`;
  const values = KEPT_COUNTS.map(({ id, at }) => `('${id}', f.${at}, f.${COUNTS[id].column})`);
  const sums = KEPT_COUNTS.map(({ id }) => `sum(v.value) filter (where v.count = '${id}')`);
  return `insert into evaluation_standing (cube, day, code1, code2, ${KEPT_COUNTS.map(({ id }) => `"${id}"`).join(', ')})
    select '${cube}', ${by === 'day' ? day : `date_trunc('month', ${day})::date`}, ${code1}, ${code2 ?? `''`}, ${sums.join(', ')}
    from evaluation_fact f cross join lateral (values ${values.join(', ')}) as v (count, at, value)
    where v.value <> 0 and v.at is not null group by 2, 3, 4`;
}

/** Facts and kept sums of all cases, set-based: what the event handlers would have written one by one. */
export async function fillFacts(db: Db): Promise<void> {
  await db.script(FACTS);
  for (const cube of Object.keys(CUBES) as (keyof typeof CUBES)[]) await db.script(`set local work_mem = '512MB'; ${standing(cube)}`);
}
