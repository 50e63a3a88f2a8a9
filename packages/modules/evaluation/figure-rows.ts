import type { Counts } from '@chengmai/kernel/evaluation/counts.ts';
import type { CountSum } from '@chengmai/kernel/evaluation/metrics.ts';
import type { Grouping, MetricRow } from './contract.ts';
import type { FigureGroup, FigureQuery } from './figures-store.ts';
import { isTime } from './groupings.ts';
import type { MetricInUse } from './metrics-in-use.ts';
import { type Labels, timeKey } from './names.ts';

export type Figure = Pick<MetricRow, 'numerator' | 'denominator' | 'rate'>;

/** The figure of one group. There may be a hundred thousand of them: the arithmetic of `rate`, without its explanation. */
export function figureOf(metric: MetricInUse, counts: Counts): Figure {
  if (metric.kind === 'count') return { numerator: counts[metric.id] ?? 0, denominator: null, rate: null };
  const numerator = total(metric.definition.numerator, counts);
  const denominator = total(metric.definition.denominator, counts);
  return { numerator, denominator, rate: denominator === 0 ? null : numerator / denominator };
}

function total({ plus, minus }: CountSum, counts: Counts): number {
  let sum = 0;
  for (const id of plus) sum += counts[id] ?? 0;
  for (const id of minus ?? []) sum -= counts[id] ?? 0;
  return sum;
}

interface Label {
  readonly key: string | null;
  readonly part: string;
  readonly name: string;
  readonly sourceKey: string | null;
  /** The key's place among all keys of its grouping: comparing numbers, not texts, orders a hundred thousand rows. None stands last. */
  rank: number;
}

/** Codes seldom hold the joining sign; where one does it is written as in an address. */
const joinable = (key: string | null): string => (key === null ? '' : key.includes('|') ? key.replaceAll('|', '%7C') : key);

/** The labels of one grouping by raw key, each worked out once. */
function labelsOf(
  by: Grouping,
  raws: Iterable<string | number | null>,
  figures: FigureQuery,
  labels: Labels,
): Map<string | number | null, Label> {
  const known = new Map<string | number | null, Label>();
  for (const raw of raws) {
    if (known.has(raw)) continue;
    const key = typeof raw === 'number' ? timeKey(figures.cycles[raw - 1]!) : raw;
    known.set(raw, { key, part: joinable(key), name: labels.name(by, key), sourceKey: labels.sourceKey(by, key), rank: 0 });
  }
  const ordered = [...known.values()].sort((a, b) => Number(a.key === null) - Number(b.key === null) || (a.key! < b.key! ? -1 : 1));
  for (const [rank, label] of ordered.entries()) label.rank = rank;
  return known;
}

/** Rows of a result, in the order in which people read them. */
export function figureRows(figures: FigureQuery, metric: MetricInUse, groups: readonly FigureGroup[], labels: Labels): MetricRow[] {
  const by = figures.by.filter((one) => one !== 'none');
  if (by.length === 0) {
    return groups.map(({ counts }) => ({
      key: null,
      sourceKey: null,
      name: labels.name('none', null),
      keys: [],
      names: [],
      ...figureOf(metric, counts),
    }));
  }
  const known = by.map((one, i) => labelsOf(one, keysAt(groups, i), figures, labels));
  const time = by.findIndex(isTime);
  const sizes = known.map((labels) => labels.size);
  const rows = groups.map(({ keys, counts }) =>
    sortable(
      keys.map((key, i) => known[i]!.get(key)!),
      figureOf(metric, counts),
      time,
      sizes,
    ),
  );
  return rows.sort(inReadingOrder).map(rowOf);
}

function* keysAt(groups: readonly FigureGroup[], at: number): Generator<string | number | null> {
  for (const { keys } of groups) yield keys[at] ?? null;
}

interface Sortable {
  readonly labels: readonly Label[];
  readonly figure: Figure;
  readonly time: number;
  readonly incomplete: number;
  readonly size: number;
  /** All ranks as one number. */
  readonly place: number;
}

function sortable(labels: readonly Label[], figure: Figure, time: number, sizes: readonly number[]): Sortable {
  let incomplete = 0;
  let place = 0;
  for (let i = 0; i < labels.length; i += 1) {
    place = place * sizes[i]! + labels[i]!.rank;
    if (labels[i]!.key === null) incomplete = 1;
  }
  return { labels, figure, incomplete, place, time: time < 0 ? 0 : labels[time]!.rank, size: figure.denominator ?? figure.numerator };
}

/** Time runs forward; otherwise the largest stand first. What has no code stands last. */
const inReadingOrder = (a: Sortable, b: Sortable): number =>
  a.time - b.time || a.incomplete - b.incomplete || b.size - a.size || a.place - b.place;

function rowOf({ labels, figure: { numerator, denominator, rate } }: Sortable): MetricRow {
  const [one] = labels;
  if (labels.length === 1 && one) {
    return { key: one.key, sourceKey: one.sourceKey, name: one.name, keys: [one.key], names: [one.name], numerator, denominator, rate };
  }
  return {
    key: labels.map(({ part }) => part).join('|'),
    sourceKey: labels.map(({ sourceKey }) => joinable(sourceKey)).join('|'),
    name: labels.map(({ name }) => name).join(' · '),
    keys: labels.map(({ key }) => key),
    names: labels.map(({ name }) => name),
    numerator,
    denominator,
    rate,
  };
}
