import type { CountSum } from '@chengmai/kernel/evaluation/metrics.ts';
import { ok, type Result, refuse } from '@chengmai/kernel/result.ts';
import { decodeCursor, pageFrom } from '@chengmai/platform/http/keyset.ts';
import type { Caller } from '@chengmai/platform/runtime/scope.ts';
import { z } from 'zod';
import type { RowsPage, RowsQuery } from './contract.ts';
import type { Desk } from './desk.ts';
import type { FigureQuery } from './figures-store.ts';
import { isPerson, isTime } from './groupings.ts';
import { askedOf } from './metric-query.ts';
import type { MetricInUse } from './metrics-in-use.ts';
import { timeKey } from './names.ts';
import { type GroupKeys, rowsBehind, type Signed } from './rows-store.ts';

const Place = z.tuple([z.number(), z.uuid()]);

const signed = ({ plus, minus = [] }: CountSum): Signed[] => [
  ...plus.map((id): Signed => ({ id, sign: 1 })),
  ...minus.map((id): Signed => ({ id, sign: -1 })),
];

function partOf(metric: MetricInUse, part: RowsQuery['part']): Result<Signed[]> {
  if (metric.kind === 'rate') return ok(signed(metric.definition[part]));
  return part === 'numerator' ? ok([{ id: metric.id, sign: 1 }]) : refuse('evaluation.rate_without_part', { metric: metric.id });
}

/** The keys of a group as a row of the figure names it. Refuses `evaluation.key_unknown`. */
export function keysOf(key: string, query: FigureQuery): Result<GroupKeys> {
  const by = query.by.filter((one) => one !== 'none');
  const parts = by.length === 1 ? [key] : key.split('|').map((part) => part.replaceAll('%7C', '|'));
  const unknown = refuse('evaluation.key_unknown', { key });
  if (parts.length !== by.length) return unknown;
  const keys: (string | number | null)[] = [];
  for (const [i, one] of by.entries()) {
    const part = parts[i]!;
    if (isTime(one)) {
      const cycle = query.cycles.findIndex((each) => timeKey(each) === part);
      if (cycle < 0) return unknown;
      keys.push(cycle + 1);
    } else if (part !== '' && isPerson(one) && !z.uuid().safeParse(part).success) return unknown;
    else keys.push(part === '' ? null : part);
  }
  return ok(keys);
}

/** The cases behind a figure or one of its groups, page by page; their values add up to the figure. */
export async function queryRows(desk: Desk, caller: Caller, query: RowsQuery): Promise<Result<RowsPage>> {
  const after = query.cursor === undefined ? null : decodeCursor(query.cursor, Place);
  if (after && !after.ok) return after;
  return desk.ctx.db.tx(async (tx) => {
    const asked = await askedOf(desk, tx, caller, query);
    if (!asked.ok) return asked;
    const { metric, figures } = asked.value;
    const sum = partOf(metric, query.part);
    if (!sum.ok) return sum;
    const keys = query.key === undefined ? ok(null) : keysOf(query.key, figures);
    if (!keys.ok) return keys;
    const place = after ? { at: after.value[0], id: after.value[1] } : null;
    const rows = await rowsBehind(tx, figures, sum.value, keys.value, place, query.limit + 1);
    const page = pageFrom(rows, query.limit, (row) => [row.reported_at, row.case_id]);
    const seen = await desk.cases.rows(
      tx,
      caller,
      page.items.map((row) => row.case_id),
    );
    const byId = new Map(seen.map((row) => [row.id, row]));
    const items = page.items.map((row) => ({
      caseId: row.case_id,
      value: row.value,
      reportedAt: new Date(row.reported_at).toISOString(),
      case: byId.get(row.case_id) ?? null,
    }));
    return ok({ items, next: page.next });
  });
}
