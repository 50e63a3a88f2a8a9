import { COUNT_IDS, COUNTS } from '@chengmai/kernel/evaluation/counts.ts';
import { type CountSum, RATES, type RateDefinition } from '@chengmai/kernel/evaluation/metrics.ts';
import { SOURCES } from '@chengmai/kernel/evaluation/sources.ts';
import type { z } from 'zod';
import { groupings, type MetricDictionary, type MetricEntry } from './contract.ts';
import { GROUPING_WORDS } from './groupings.ts';
import { describeMetric, type EvaluationSettings, type MetricInUse, metricInUse } from './metrics-in-use.ts';
import type { VersionedSettings } from './settings-store.ts';

const sumDto = ({ plus, minus }: CountSum): MetricEntry['numerator'] => ({ plus: [...plus], ...(minus ? { minus: [...minus] } : {}) });

function rateEntry(base: RateDefinition, settings: EvaluationSettings): MetricEntry {
  const used = metricInUse(base.id, settings);
  const metric: MetricInUse = used.ok ? used.value : { kind: 'rate', definition: base };
  const definition = metric.kind === 'rate' ? metric.definition : base;
  const change = settings.rates[base.id];
  const { zh, en, formulaZh, formulaEn } = describeMetric(metric);
  return {
    id: base.id,
    kind: 'rate',
    zh,
    en,
    formulaZh,
    formulaEn,
    noteZh: base.note?.zh ?? null,
    noteEn: base.note?.en ?? null,
    sourceZh: SOURCES[base.source].zh,
    sourceEn: SOURCES[base.source].en,
    direction: base.direction,
    unit: base.unit,
    numerator: sumDto(definition.numerator),
    denominator: sumDto(definition.denominator),
    presets: Object.keys(base.presets ?? {}),
    preset: change === undefined ? null : typeof change === 'string' ? change : 'custom',
  };
}

function countEntry(id: (typeof COUNT_IDS)[number]): MetricEntry {
  const { zh, en, definition, source } = COUNTS[id];
  return {
    id,
    kind: 'count',
    zh,
    en,
    formulaZh: definition.zh,
    formulaEn: definition.en,
    noteZh: null,
    noteEn: null,
    sourceZh: SOURCES[source].zh,
    sourceEn: SOURCES[source].en,
    direction: null,
    unit: 'count',
    numerator: null,
    denominator: null,
    presets: [],
    preset: null,
  };
}

/** Every rate and count with its definition in force, and the groupings that figures take. */
export const dictionary = ({ version, settings }: VersionedSettings): z.infer<typeof MetricDictionary> => ({
  metrics: [...[...RATES.values()].map((base) => rateEntry(base, settings)), ...COUNT_IDS.map(countEntry)],
  groupings: groupings.map((id) => ({ id, ...GROUPING_WORDS[id] })),
  settingVersion: version,
  attribution: settings.attribution,
});
