import type { Result } from '@chengmai/kernel/result.ts';
import { offer } from '@chengmai/platform/runtime/module.ts';
import type { Caller } from '@chengmai/platform/runtime/scope.ts';
import { z } from 'zod';

export const groupings = [
  'district',
  'street',
  'community',
  'department',
  'class',
  'major',
  'source',
  'month',
  'day',
  'collector',
  'acceptor',
  'dispatcher',
  'handler',
  'none',
] as const;
export type Grouping = (typeof groupings)[number];

export const attributions = ['event', 'due', 'reported'] as const;

export const MetricQuery = z.object({
  /** A rate or a count of the dictionary. */
  metric: z.string().max(60),
  by: z.preprocess((v) => (typeof v === 'string' ? v.split(',') : v), z.array(z.enum(groupings)).min(1).max(3)),
  from: z.iso.date(),
  to: z.iso.date(),
  area: z.string().max(20).optional(),
  unit: z.string().max(64).optional(),
  classCode: z.string().max(64).optional(),
});
export type MetricQuery = z.infer<typeof MetricQuery>;

/**
 * One row of a result: a count has no denominator; a rate with denominator 0 is `null`, never 0 %. With several groupings `key` joins
 * `keys` by `|`, an empty part standing for none; `null` only with one grouping.
 */
export const MetricRow = z.object({
  key: z.string().nullable(),
  name: z.string(),
  keys: z.array(z.string().nullable()),
  names: z.array(z.string()),
  /** `key` as the system writes it from which an import brought it; the key itself for the city's own codes. */
  sourceKey: z.string().nullable(),
  numerator: z.number(),
  denominator: z.number().nullable(),
  rate: z.number().nullable(),
});
export type MetricRow = z.infer<typeof MetricRow>;

export const MetricResult = z.object({
  metric: z.object({
    id: z.string(),
    zh: z.string(),
    en: z.string(),
    kind: z.enum(['count', 'rate', 'score']),
    formulaZh: z.string(),
    formulaEn: z.string(),
    source: z.string(),
  }),
  by: z.array(z.enum(groupings)),
  rows: z.array(MetricRow),
  total: MetricRow,
  asOf: z.string(),
  flags: z.array(z.string()),
  /** How acts fall into periods, and the version of the settings that says so; both belong to the figure. */
  attribution: z.enum(attributions),
  settingVersion: z.int(),
  /** Read from the kept sums, or counted from the fact lines: the same figures. */
  basis: z.enum(['standing', 'lines']),
});
export type MetricResult = z.infer<typeof MetricResult>;

export interface Evaluation {
  /** A figure by one to three groupings, over the local days `from` to `to` inclusive. Refuses `evaluation.unknown_metric`, `evaluation.period`. */
  metric(caller: Caller, query: MetricQuery): Promise<Result<MetricResult>>;
  /** Computes every fact and standing figure again from the cases. Returns how many cases there were. */
  rebuild(): Promise<number>;
}
export const evaluation = offer<Evaluation>('evaluation');
