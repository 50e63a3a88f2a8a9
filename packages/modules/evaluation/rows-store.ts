import { COUNTS, type CountId, countWhere } from '@chengmai/kernel/evaluation/counts.ts';
import { cycleBounds } from '@chengmai/kernel/evaluation/periods.ts';
import type { Queryable } from '@chengmai/platform/ports/db.ts';
import sql, { empty, join, raw, type Sql } from 'sql-template-tag';
import { type FigureQuery, lineFilter, predicate } from './figures-store.ts';
import { CODE_COLUMNS, isCode, isPerson, isTime, personColumn } from './groupings.ts';

/** A count that is added to a figure or taken from it. */
export interface Signed {
  readonly id: CountId;
  readonly sign: 1 | -1;
}

/** A case with what it adds to a figure. */
export interface RowBehind {
  readonly case_id: string;
  readonly reported_at: number;
  readonly value: number;
}

/** Keys of one group in the order of the groupings; a time key is the number of its cycle, from 1. */
export type GroupKeys = readonly (string | number | null)[];

function keyCondition(query: FigureQuery, id: CountId, keys: GroupKeys): Sql {
  const by = query.by.filter((one) => one !== 'none');
  const parts = by.flatMap((one, i) => {
    if (isTime(one)) return [];
    const column = raw(`f.${isCode(one) ? CODE_COLUMNS[one] : isPerson(one) ? personColumn(one, id) : ''}`);
    const key = keys[i] ?? null;
    return [key === null ? sql`${column} is null` : isPerson(one) ? sql`${column} = ${key}::uuid` : sql`${column} = ${key}`];
  });
  return parts.length === 0 ? sql`true` : join(parts, ' and ');
}

/** The part of the period that a group's cycle covers; all of it without one. */
function boundsOf(query: FigureQuery, keys: GroupKeys): { from: Date; to: Date; asof: Date } {
  const at = query.by.filter((one) => one !== 'none').findIndex(isTime);
  const number = at < 0 ? null : keys[at];
  const cycle = typeof number === 'number' ? query.cycles[number - 1] : undefined;
  const part = cycle ? cycleBounds(cycle, query.utcOffsetMinutes) : query.period;
  return {
    from: new Date(Math.max(part.from, query.period.from)),
    to: new Date(Math.min(part.to, query.period.to)),
    asof: new Date(query.asOf),
  };
}

/** One page of the cases behind a figure, the newest report first; `keys` null: behind the total. Ask for one more than you show. */
export function rowsBehind(
  q: Queryable,
  query: FigureQuery,
  sum: readonly Signed[],
  keys: GroupKeys | null,
  after: { readonly at: number; readonly id: string } | null,
  limit: number,
): Promise<RowBehind[]> {
  const bounds = boundsOf(query, keys ?? []);
  const filter = lineFilter(query);
  const beyond = after ? sql`and (f.reported_at, f.case_id) < (${new Date(after.at)}::timestamptz, ${after.id}::uuid)` : empty;
  const parts = sum.map(({ id, sign }) => {
    const column = raw(COUNTS[id].column);
    const where = predicate(countWhere(id, query.attribution), bounds);
    const group = keys === null ? sql`true` : keyCondition(query, id, keys);
    return sql`select f.case_id, f.reported_at, ${raw(sign < 0 ? '-' : '')}f.${column} as value from evaluation_fact f
      where f.${column} <> 0 and ${where} and ${filter} and ${group} ${beyond}`;
  });
  return q.query<RowBehind>(sql`select case_id, reported_at, sum(value)::int as value from (${join(parts, ' union all ')}) lines
    group by case_id, reported_at having sum(value) <> 0 order by reported_at desc, case_id desc limit ${limit}`);
}
