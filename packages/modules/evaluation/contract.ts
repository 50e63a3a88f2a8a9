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

export const MetricQuery = z.object({
  metric: z.string().max(60),
  by: z.preprocess((v) => (typeof v === 'string' ? v.split(',') : v), z.array(z.enum(groupings)).min(1).max(3)),
  from: z.iso.date(),
  to: z.iso.date(),
  area: z.string().max(20).optional(),
  unit: z.string().max(64).optional(),
  classCode: z.string().max(64).optional(),
});
export type MetricQuery = z.infer<typeof MetricQuery>;

/** One row of a result: a count has no denominator; a rate with denominator 0 is `null`, never 0 %. */
export const MetricRow = z.object({
  key: z.string().nullable(),
  name: z.string(),
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
  rows: z.array(MetricRow),
  total: MetricRow,
  asOf: z.string(),
  flags: z.array(z.string()),
});
export type MetricResult = z.infer<typeof MetricResult>;

export interface Evaluation {
  metric(caller: Caller, query: MetricQuery): Promise<MetricResult>;
}
export const evaluation = offer<Evaluation>('evaluation');
