import { COUNTS, type CountId, type Counts } from '@chengmai/kernel/evaluation/counts.ts';
import { cyclesIn } from '@chengmai/kernel/evaluation/periods.ts';
import type { Period } from '@chengmai/kernel/evaluation/predicate.ts';
import { rate } from '@chengmai/kernel/evaluation/rates.ts';
import { ok, type Result, refuse } from '@chengmai/kernel/result.ts';
import type { Tx } from '@chengmai/platform/ports/db.ts';
import type { Caller } from '@chengmai/platform/runtime/scope.ts';
import type { MetricQuery, MetricResult, MetricRow } from './contract.ts';
import { type Desk, utcOffsetMinutes } from './desk.ts';
import { figureOf, figureRows } from './figure-rows.ts';
import { countLines, type FigureGroup, type FigureQuery } from './figures-store.ts';
import { CYCLES, isPerson, isTime } from './groupings.ts';
import { countsOf, describeMetric, type MetricInUse, metricInUse } from './metrics-in-use.ts';
import { labelsFor } from './names.ts';
import { settingsInForce } from './settings-store.ts';
import { cubeFor, readStanding } from './standing-store.ts';

const MS_PER_DAY = 86_400_000;
const MS_PER_MINUTE = 60_000;
const LONGEST_DAYS = 3_660;

/** Local days, both inclusive, as `[from, to)`. Refuses `evaluation.period`. */
export function periodOf(from: string, to: string, offsetMinutes: number): Result<Period> {
  const start = Date.parse(`${from}T00:00:00Z`) - offsetMinutes * MS_PER_MINUTE;
  const end = Date.parse(`${to}T00:00:00Z`) - offsetMinutes * MS_PER_MINUTE + MS_PER_DAY;
  if (!(end > start) || end - start > LONGEST_DAYS * MS_PER_DAY) return refuse('evaluation.period', { from, to });
  return ok({ from: start, to: end });
}

/** Everything a figure rests on, worked out once for the figure and for the rows behind it. */
export interface Asked {
  readonly metric: MetricInUse;
  readonly figures: FigureQuery;
  readonly settingVersion: number;
}

export async function askedOf(desk: Desk, tx: Tx, caller: Caller, query: MetricQuery): Promise<Result<Asked>> {
  const { version, settings } = await settingsInForce(tx);
  const metric = metricInUse(query.metric, settings);
  if (!metric.ok) return metric;
  const offset = utcOffsetMinutes(desk);
  const period = periodOf(query.from, query.to, offset);
  if (!period.ok) return period;
  const time = query.by.find(isTime);
  const figures: FigureQuery = {
    counts: countsOf(metric.value),
    by: query.by,
    period: period.value,
    asOf: desk.ctx.clock.now(),
    attribution: settings.attribution,
    cycles: time ? cyclesIn(period.value, CYCLES[time], offset) : [],
    utcOffsetMinutes: offset,
    scope: caller.scope,
    area: query.area,
    unit: query.unit,
    classCode: query.classCode,
  };
  return ok({ metric: metric.value, figures, settingVersion: version });
}

/** A figure by its groupings, with its total, its formula and what is odd about it. */
export async function queryMetric(desk: Desk, caller: Caller, query: MetricQuery): Promise<Result<MetricResult>> {
  return desk.ctx.db.tx(async (tx) => {
    const asked = await askedOf(desk, tx, caller, query);
    if (!asked.ok) return asked;
    const { metric, figures, settingVersion } = asked.value;
    const cube = cubeFor(figures);
    const groups = cube ? await readStanding(tx, figures, cube) : await countLines(tx, figures);
    const rows = await rowsOf(desk, tx, caller, figures, metric, groups);
    const total = await totalOf(tx, figures, groups);
    return ok({
      metric: described(metric, total),
      by: [...query.by],
      rows,
      total: {
        ...figureOf(metric, total),
        key: null,
        name: caller.locale === 'zh' ? '合计' : 'Total',
        keys: [],
        names: [],
        sourceKey: null,
      },
      asOf: new Date(figures.asOf).toISOString(),
      flags: flagsOf(metric, total),
      attribution: figures.attribution,
      settingVersion,
      basis: cube ? 'standing' : 'lines',
    } satisfies MetricResult);
  });
}

/** Figures that stand at the end of a period cannot be added over periods: their total is counted over the whole. */
async function totalOf(tx: Tx, figures: FigureQuery, groups: readonly FigureGroup[]): Promise<Counts> {
  const nothing = Object.fromEntries(figures.counts.map((id) => [id, 0])) as Counts;
  const overPeriods = figures.by.some(isTime) && !figures.counts.every((id) => COUNTS[id].additive);
  if (!overPeriods) {
    const sum: Partial<Record<CountId, number>> = { ...nothing };
    for (const { counts } of groups) for (const id of figures.counts) sum[id] = (sum[id] ?? 0) + (counts[id] ?? 0);
    return sum;
  }
  const [whole] = await countLines(tx, { ...figures, by: ['none'], cycles: [] });
  return whole?.counts ?? nothing;
}

function described(metric: MetricInUse, total: Counts): MetricResult['metric'] {
  const words = describeMetric(metric);
  if (metric.kind === 'count') return words;
  const { formula } = rate(metric.definition, total);
  return { ...words, formulaZh: formula.zh, formulaEn: formula.en };
}

/** Nobody looks earlier cases at the same place up when facts are computed: the figure is missing, not zero. */
const flagsOf = (metric: MetricInUse, total: Counts): string[] => [
  ...(metric.kind === 'rate' ? rate(metric.definition, total).flags : []),
  ...(countsOf(metric).includes('recur_90d') ? ['not_recorded'] : []),
];

async function rowsOf(
  desk: Desk,
  tx: Tx,
  caller: Caller,
  figures: FigureQuery,
  metric: MetricInUse,
  groups: readonly FigureGroup[],
): Promise<MetricRow[]> {
  const labels = await labelsFor(desk, tx, { by: figures.by, cycles: figures.cycles, persons: personsIn(figures, groups) }, caller.locale);
  return figureRows(figures, metric, groups, labels);
}

function personsIn(figures: FigureQuery, groups: readonly FigureGroup[]): string[] {
  const by = figures.by.filter((one) => one !== 'none');
  const found = new Set<string>();
  for (const [i, one] of by.entries()) {
    if (!isPerson(one)) continue;
    for (const { keys } of groups) if (typeof keys[i] === 'string') found.add(keys[i]);
  }
  return [...found];
}
