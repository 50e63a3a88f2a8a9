import { COUNTS, type Counts } from '@chengmai/kernel/evaluation/counts.ts';
import { cyclesIn } from '@chengmai/kernel/evaluation/periods.ts';
import type { Period } from '@chengmai/kernel/evaluation/predicate.ts';
import { rate, sumCounts } from '@chengmai/kernel/evaluation/rates.ts';
import { ok, type Result, refuse } from '@chengmai/kernel/result.ts';
import type { Tx } from '@chengmai/platform/ports/db.ts';
import type { Caller } from '@chengmai/platform/runtime/scope.ts';
import type { Grouping, MetricQuery, MetricResult, MetricRow } from './contract.ts';
import { type Desk, utcOffsetMinutes } from './desk.ts';
import { countLines, type FigureGroup, type FigureQuery } from './figures-store.ts';
import { CYCLES, isTime } from './groupings.ts';
import { countsOf, describeMetric, type MetricInUse, metricInUse } from './metrics-in-use.ts';
import { labelsFor, timeKey } from './names.ts';
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
  if (!overPeriods) return groups.length === 0 ? nothing : sumCounts(groups.map((group) => group.counts));
  const [whole] = await countLines(tx, { ...figures, by: ['none'], cycles: [] });
  return whole?.counts ?? nothing;
}

type Figure = Pick<MetricRow, 'numerator' | 'denominator' | 'rate'>;

function figureOf(metric: MetricInUse, counts: Counts): Figure {
  if (metric.kind === 'count') return { numerator: counts[metric.id] ?? 0, denominator: null, rate: null };
  const { numerator, denominator, value } = rate(metric.definition, counts);
  return { numerator: numerator ?? 0, denominator, rate: value };
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
  const by = figures.by.filter((one) => one !== 'none');
  const keyed = groups.map(({ keys, counts }) => ({
    keys: keys.map((key) => (typeof key === 'number' ? timeKey(figures.cycles[key - 1]!) : key)),
    counts,
  }));
  const labels = await labelsFor(
    desk,
    tx,
    by,
    keyed.map(({ keys }) => keys),
    figures.cycles,
    caller.locale,
  );
  const rows = keyed.map(({ keys, counts }) => {
    const names = by.length === 0 ? [labels.name('none', null)] : by.map((one, i) => labels.name(one, keys[i] ?? null));
    const sourceKey = joinedKey(by.map((one, i) => labels.sourceKey(one, keys[i] ?? null)));
    return { key: joinedKey(keys), sourceKey, name: names.join(' · '), keys, names, ...figureOf(metric, counts) };
  });
  return rows.sort(orderOf(by));
}

/** Codes seldom hold the joining sign; where one does it is written as in an address. */
export const joinedKey = (keys: readonly (string | null)[]): string | null =>
  keys.length === 1 ? keys[0]! : keys.map((key) => (key ?? '').replaceAll('|', '%7C')).join('|');

/** Time runs forward; otherwise the largest stand first. What has no code stands last. */
function orderOf(by: readonly Grouping[]): (a: MetricRow, b: MetricRow) => number {
  const time = by.findIndex(isTime);
  const size = (row: MetricRow): number => row.denominator ?? row.numerator;
  const byKey = (a: MetricRow, b: MetricRow): number => ((a.key ?? '') < (b.key ?? '') ? -1 : 1);
  const missing = (row: MetricRow): number => Number(row.keys.includes(null));
  return (a, b) => {
    if (time >= 0 && a.keys[time] !== b.keys[time]) return (a.keys[time] ?? '') < (b.keys[time] ?? '') ? -1 : 1;
    return missing(a) - missing(b) || size(b) - size(a) || byKey(a, b);
  };
}
