import type { Instant } from '../calendar/types.ts';
import type { Attribution } from './count-definition.ts';
import { COUNT_IDS, COUNTS, type CountId, type Counts, countWhere } from './counts.ts';
import type { FactRow } from './fact-row.ts';
import { formatNumber, formatRate, type Locale } from './format.ts';
import { type CountSum, countWords, type RateDefinition } from './metrics.ts';
import { boundsOf, holds, type Period } from './predicate.ts';
import type { Words } from './words.ts';

/** `no_cases`: denominator 0. `count_missing`: a count is unknown. `over_100_percent`, `negative`: the configuration does not fit the data. */
export type RateFlag = 'no_cases' | 'count_missing' | 'over_100_percent' | 'negative';

export const RATE_FLAG_WORDS: Readonly<Record<RateFlag, Words>> = {
  no_cases: { zh: '分母为 0，无法计算', en: 'No cases in the denominator' },
  count_missing: { zh: '缺少计数，无法计算', en: 'A count is missing' },
  over_100_percent: {
    zh: '超过 100 %：分子分母不是同一批案件，请检查分母或归期口径',
    en: 'Above 100 %: numerator and denominator are not of the same cases; check the denominator or the attribution',
  },
  negative: { zh: '结果为负：请检查分子分母', en: 'Negative: check numerator and denominator' },
};

/** A rate with everything needed to believe it. `value` is a fraction in full precision; null is never 0. */
export interface Explained extends Words {
  readonly id: string;
  readonly value: number | null;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly formula: Words;
  readonly flags: readonly RateFlag[];
  /** Whose lines prove it: give each count to `rowsSql` (or `factLinesOf`) to open the cases. */
  readonly rowsQuery: { readonly numerator: CountSum; readonly denominator: CountSum };
  /** How the counts were attributed to the period; kept with the result, as its formula is. */
  readonly attribution: Attribution;
}

/** Every count of the dictionary for one period, from fact lines. `asOf` cuts a running period. The SQL twin is `countSql`. */
export function periodCounts(
  rows: Iterable<FactRow>,
  period: Period,
  asOf: Instant,
  attribution: Attribution = 'event',
): Record<CountId, number> {
  const predicates = COUNT_IDS.map((id) => ({ id, column: COUNTS[id].column, where: countWhere(id, attribution) }));
  const counts = Object.fromEntries(COUNT_IDS.map((id) => [id, 0])) as Record<CountId, number>;
  const bounds = boundsOf(period, asOf);
  for (const row of rows) {
    for (const { id, column, where } of predicates) {
      if (row[column] !== 0 && holds(where, row, bounds)) counts[id] += row[column];
    }
  }
  return counts;
}

/** The fact lines behind one count: what a click on the figure opens. */
export function factLinesOf(
  id: CountId,
  rows: Iterable<FactRow>,
  period: Period,
  asOf: Instant,
  attribution: Attribution = 'event',
): FactRow[] {
  const where = countWhere(id, attribution);
  const bounds = boundsOf(period, asOf);
  return [...rows].filter((row) => row[COUNTS[id].column] !== 0 && holds(where, row, bounds));
}

/**
 * Adds counts of several subjects (areas, units, classes) of one period, or of several periods of one subject. Standing figures
 * (`additive: false`) cannot be added over periods and are left out there; a count that one part lacks is unknown in the sum.
 */
export function sumCounts(parts: readonly Counts[], over: 'subjects' | 'periods' = 'subjects'): Counts {
  const sum: Partial<Record<CountId, number>> = {};
  for (const id of COUNT_IDS) {
    if (over === 'periods' && !COUNTS[id].additive) continue;
    const values = parts.map((part) => part[id]);
    if (values.length > 0 && values.every((value) => value !== undefined)) sum[id] = values.reduce((a, b) => a + b, 0);
  }
  return sum;
}

/** A rate from counts gathered under `attribution`. Never throws: what is wrong with the figure stands in `flags`. */
export function rate(definition: RateDefinition, counts: Counts, attribution: Attribution = 'event'): Explained {
  const numerator = total(definition.numerator, counts);
  const denominator = total(definition.denominator, counts);
  const value = numerator === null || denominator === null || denominator === 0 ? null : numerator / denominator;
  return {
    id: definition.id,
    zh: definition.zh,
    en: definition.en,
    value,
    numerator,
    denominator,
    formula: { zh: formulaText(definition, counts, value, 'zh'), en: formulaText(definition, counts, value, 'en') },
    flags: flagsOf(definition, numerator, denominator, value),
    rowsQuery: { numerator: definition.numerator, denominator: definition.denominator },
    attribution,
  };
}

const total = (sum: CountSum, counts: Counts): number | null => {
  const plus = addUp(sum.plus, counts);
  const minus = addUp(sum.minus ?? [], counts);
  return plus === null || minus === null ? null : plus - minus;
};

const addUp = (ids: readonly CountId[], counts: Counts): number | null =>
  ids.reduce<number | null>((sum, id) => (sum === null || counts[id] === undefined ? null : sum + counts[id]), 0);

function flagsOf(definition: RateDefinition, numerator: number | null, denominator: number | null, value: number | null): RateFlag[] {
  if (numerator === null || denominator === null) return ['count_missing'];
  if (value === null) return ['no_cases'];
  if (value < 0) return ['negative'];
  return definition.unit === 'percent' && value > 1 ? ['over_100_percent'] : [];
}

function formulaText(definition: RateDefinition, counts: Counts, value: number | null, locale: Locale): string {
  const result = definition.unit === 'percent' ? formatRate(value, 2, locale) : formatNumber(value);
  const parts = [sumText(definition.numerator, counts, locale), sumText(definition.denominator, counts, locale)];
  return `${definition[locale]} = ${parts.join(' ÷ ')} = ${result}`;
}

/** `按期结案数 9071`, or for a sum `（按期结案数 9071 + 超期结案数 924 = 9995）`. The rate editor shows it without numbers. */
function sumText(sum: CountSum, counts: Counts, locale: Locale): string {
  const name = (id: CountId) => `${countWords(id)[locale]} ${counts[id] ?? '–'}`;
  const plus = sum.plus.map(name).join(' + ');
  const text = [plus, ...(sum.minus ?? []).map(name)].join(' − ');
  if (sum.plus.length + (sum.minus?.length ?? 0) === 1) return text;
  const inner = `${text} = ${formatNumber(total(sum, counts))}`;
  return locale === 'zh' ? `（${inner}）` : `(${inner})`;
}
