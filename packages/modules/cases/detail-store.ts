import type { Instant } from '@chengmai/kernel/calendar/types.ts';
import type { Queryable } from '@chengmai/platform/ports/db.ts';
import type { Caller } from '@chengmai/platform/runtime/scope.ts';
import sql from 'sql-template-tag';
import type { StoredCase } from './case-row.ts';
import { caseScope } from './queue-store.ts';

export interface LinkedCase {
  readonly id: string;
  readonly number: string;
  readonly class_name: string;
  readonly place: string;
  readonly state: string;
}

export async function linkedCases(q: Queryable, caller: Caller, ids: readonly string[]): Promise<LinkedCase[]> {
  if (ids.length === 0) return [];
  return q.query<LinkedCase>(
    sql`select c.id, c.number, c.class_name, c.place, c.state from cases_case c where c.id = any(${ids}::uuid[]) and ${caseScope(caller)}`,
  );
}

/** How far a place reaches when asking whether a problem came back, metres. */
const SAME_PLACE_M = 30;

/** Which occurrence of this class at this place within 90 days this case is: 1 is the first. */
export async function recurrence90(q: Queryable, row: StoredCase): Promise<number> {
  if (row.lon === null || row.lat === null || row.class_code === '') return 1;
  const [found] = await q.query<{ n: number }>(sql`select count(*)::int as n from cases_case c
    where c.geom is not null and c.class_code = ${row.class_code} and c.id <> ${row.id}::uuid and c.state not in ('rejected', 'voided', 'merged')
      and c.reported_at < ${new Date(row.reported_at)} and c.reported_at >= ${new Date(row.reported_at - 90 * 86_400_000)}
      and st_dwithin(c.geom, st_setsrid(st_makepoint(${row.lon}::float8, ${row.lat}::float8), 4326), ${SAME_PLACE_M / 100_000}::float8)`);
  return (found?.n ?? 0) + 1;
}

export interface UnitFigure {
  readonly unit_id: string;
  readonly open: number;
  readonly handled: number;
  readonly in_time: number;
  readonly here: number;
}

/** Units that the catalogue names or that handled this class in this community lately, with their load and 30-day record. */
export function unitFigures(q: Queryable, row: StoredCase, named: readonly string[], since: Date): Promise<UnitFigure[]> {
  return q.query<UnitFigure>(sql`with here as (
      select c.unit_id, count(*)::int as n from cases_case c
      where c.community_code = ${row.community_code} and c.class_code = ${row.class_code} and c.unit_id is not null
        and c.reported_at >= ${new Date(row.reported_at - 90 * 86_400_000)}
      group by 1 order by 2 desc limit 3),
    candidate as (select unit_id from here union select unnest(${named}::text[]))
    select candidate.unit_id, coalesce(here.n, 0) as here,
      (select count(*)::int from cases_case c where c.open and c.unit_id = candidate.unit_id) as open,
      (select count(*)::int from cases_case c where c.unit_id = candidate.unit_id and c.reported_at >= ${since} and c.handle_in_time is not null) as handled,
      (select count(*)::int from cases_case c where c.unit_id = candidate.unit_id and c.reported_at >= ${since} and c.handle_in_time) as in_time
    from candidate left join here using (unit_id) order by (candidate.unit_id = any(${named}::text[])) desc, here desc, candidate.unit_id limit 4`);
}

export const toldRungs = (q: Queryable, caseId: string): Promise<{ step_key: string; at: Instant; notified: readonly string[] }[]> =>
  q.query(sql`select step_key, at, notified from cases_escalation where case_id = ${caseId}::uuid order by at, step_key`);
