import type { Attribution } from '@chengmai/kernel/evaluation/count-definition.ts';
import { COUNT_IDS, COUNTS, type CountId, isCountId } from '@chengmai/kernel/evaluation/counts.ts';
import type { Locale } from '@chengmai/kernel/evaluation/format.ts';
import {
  type CountSum,
  countWords,
  RATES,
  type RateChange,
  type RateDefinition,
  rateDefinition,
} from '@chengmai/kernel/evaluation/metrics.ts';
import { SOURCES } from '@chengmai/kernel/evaluation/sources.ts';
import { ok, type Result, refuse } from '@chengmai/kernel/result.ts';
import type { MetricResult } from './contract.ts';

/** What a city has decided about its figures. */
export interface EvaluationSettings {
  readonly attribution: Attribution;
  /** Changed denominators: a named preset of the rate, or counts of one's own. */
  readonly rates: Readonly<Record<string, RateChange>>;
}

export const DEFAULT_SETTINGS: EvaluationSettings = { attribution: 'event', rates: {} };

/** A metric as it is used here: a rate with its denominators in force, or one count. */
export type MetricInUse = { readonly kind: 'rate'; readonly definition: RateDefinition } | { readonly kind: 'count'; readonly id: CountId };

export const metricIds = (): string[] => [...RATES.keys(), ...COUNT_IDS];

/** A rate or a count by its id. Refuses `evaluation.metric_unknown` with every id there is. */
export function metricInUse(id: string, settings: EvaluationSettings): Result<MetricInUse> {
  if (isCountId(id)) return ok({ kind: 'count', id });
  if (!RATES.has(id)) return refuse('evaluation.metric_unknown', { metric: id, choices: metricIds().join(', ') });
  const definition = rateDefinition(id, settings.rates[id]);
  return definition.ok ? ok({ kind: 'rate', definition: definition.value }) : definition;
}

const idsOf = (sum: CountSum): readonly CountId[] => [...sum.plus, ...(sum.minus ?? [])];

export const countsOf = (metric: MetricInUse): readonly CountId[] =>
  metric.kind === 'count' ? [metric.id] : [...new Set([...idsOf(metric.definition.numerator), ...idsOf(metric.definition.denominator)])];

function sumText(sum: CountSum, locale: Locale): string {
  const text = [sum.plus.map((id) => countWords(id)[locale]).join(' + '), ...(sum.minus ?? []).map((id) => countWords(id)[locale])].join(
    ' − ',
  );
  return idsOf(sum).length === 1 ? text : `(${text})`;
}

/** How a metric is described beside its figures, without numbers. */
export function describeMetric(metric: MetricInUse): MetricResult['metric'] {
  if (metric.kind === 'count') {
    const count = COUNTS[metric.id];
    const source = SOURCES[count.source];
    return {
      id: metric.id,
      zh: count.zh,
      en: count.en,
      kind: 'count',
      formulaZh: count.definition.zh,
      formulaEn: count.definition.en,
      source: source.zh,
      sourceEn: source.en,
    };
  }
  const { definition } = metric;
  const text = (locale: Locale) =>
    `${definition[locale]} = ${sumText(definition.numerator, locale)} ÷ ${sumText(definition.denominator, locale)}`;
  return {
    id: definition.id,
    zh: definition.zh,
    en: definition.en,
    kind: 'rate',
    formulaZh: text('zh'),
    formulaEn: text('en'),
    source: SOURCES[definition.source].zh,
    sourceEn: SOURCES[definition.source].en,
  };
}
