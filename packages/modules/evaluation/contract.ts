import type { Result } from '@chengmai/kernel/result.ts';
import { offer } from '@chengmai/platform/runtime/module.ts';
import type { Caller } from '@chengmai/platform/runtime/scope.ts';
import { z } from 'zod';
import { CaseRow } from '../cases/contract.ts';

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
  'shift_leader',
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
    sourceEn: z.string(),
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

const Words = { zh: z.string(), en: z.string() };
const CountSumDto = z.object({ plus: z.array(z.string().max(60)).min(1).max(10), minus: z.array(z.string().max(60)).max(10).optional() });

/** One entry of the metric dictionary, as it is used here. */
export const MetricEntry = z.object({
  id: z.string(),
  kind: z.enum(['count', 'rate']),
  ...Words,
  formulaZh: z.string(),
  formulaEn: z.string(),
  noteZh: z.string().nullable(),
  noteEn: z.string().nullable(),
  sourceZh: z.string(),
  sourceEn: z.string(),
  /** Whether a higher or a lower rate is better; `null` for counts. */
  direction: z.enum(['higher', 'lower']).nullable(),
  unit: z.enum(['count', 'percent', 'times']),
  /** Counts of a rate: those added and, for each part, those taken away. */
  numerator: CountSumDto.nullable(),
  denominator: CountSumDto.nullable(),
  /** Named other definitions; `preset` is the one in force, `null` the dictionary's own, `custom` one of the city's. */
  presets: z.array(z.string()),
  preset: z.string().nullable(),
});
export type MetricEntry = z.infer<typeof MetricEntry>;

export const MetricDictionary = z.object({
  metrics: z.array(MetricEntry),
  groupings: z.array(z.object({ id: z.enum(groupings), ...Words })),
  settingVersion: z.int(),
  attribution: z.enum(attributions),
});

/** Denominators and attribution as the city sets them. `rates`: rate id → name of a preset, or sums of one's own. */
export const EvaluationSettingsDto = z.object({
  attribution: z.enum(attributions),
  rates: z.record(
    z.string().max(60),
    z.union([z.string().max(60), z.object({ numerator: CountSumDto.optional(), denominator: CountSumDto.optional() })]),
  ),
});
export const SettingsView = EvaluationSettingsDto.extend({ version: z.int() });
/** `version` is the one that was read; the change makes the next. */
export const SettingsChange = EvaluationSettingsDto.extend({ version: z.int(), reason: z.string().trim().min(1).max(500) });

/** The cases behind a figure: `key` as in the row (left out: the whole total; empty: the group without a code). */
export const RowsQuery = MetricQuery.extend({
  key: z.string().max(300).optional(),
  part: z.enum(['numerator', 'denominator']).default('numerator'),
  cursor: z.string().max(400).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type RowsQuery = z.infer<typeof RowsQuery>;

/** `value` is what the case adds to the figure; the values of all pages add up to it. `case` is `null` when it is no longer in the caller's scope. */
export const RowsPage = z.object({
  items: z.array(z.object({ caseId: z.uuid(), value: z.number(), reportedAt: z.string(), case: CaseRow.nullable() })),
  next: z.string().nullable(),
});
export type RowsPage = z.infer<typeof RowsPage>;

const CycleKey = z.string().regex(/^\d{4}(Q[1-4]|W\d{2}|\d{2}|\d{4})?$/);
const Text = z.object(Words);

/** A rate with its numbers, as a term of a score explains itself. */
export const ExplainedRate = z.object({
  id: z.string(),
  ...Words,
  value: z.number().nullable(),
  numerator: z.number().nullable(),
  denominator: z.number().nullable(),
  formula: Text,
  flags: z.array(z.string()),
});
export const ExplainedTermDto = z.object({
  id: z.string(),
  ...Words,
  kind: z.string(),
  raw: z.number().nullable(),
  weight: z.number().nullable(),
  points: z.number().nullable(),
  formula: Text,
  flags: z.array(z.string()),
  inputs: z.array(
    z.object({
      ...Words,
      value: z.number().nullable(),
      rate: ExplainedRate.optional(),
      eventIds: z.array(z.string()).optional(),
      reasons: z.array(z.string()).optional(),
    }),
  ),
});

/** A scored subject: its score opens into terms, those into rates, those into counts. */
export const ScoreRow = z.object({
  key: z.string(),
  name: z.string(),
  /** In full precision; `null` when something it needs is unknown. Round for the eye only. */
  value: z.number().nullable(),
  grade: z.enum(['A', 'B', 'C', 'D', 'E']).nullable(),
  /** 1, 2, 2, 4; `null` without a value. */
  rank: z.int().nullable(),
  flags: z.array(z.string()),
  formula: Text,
  terms: z.array(ExplainedTermDto),
});
export type ScoreRow = z.infer<typeof ScoreRow>;

/** `preset`: id of a formula. `by`: what is scored; the formula's own subject when left out. `period`: `2026`, `2026Q3`, `202611`, `2026W47`, `20261120`. */
export const ScoreQuery = z.object({
  preset: z.string().max(60),
  by: z.enum(groupings).optional(),
  period: CycleKey,
  /** A published version; the newest published one when left out, computed now where nothing is published. `0`: computed now in any case. */
  version: z.coerce.number().int().min(0).optional(),
});
export type ScoreQuery = z.infer<typeof ScoreQuery>;

export const ScoreResult = z.object({
  formula: z.object({
    id: z.string(),
    ...Words,
    version: z.int(),
    subject: z.string(),
    source: z.string(),
    noteZh: z.string().nullable(),
    noteEn: z.string().nullable(),
  }),
  period: z.object({ key: z.string(), ...Words, from: z.string(), to: z.string() }),
  by: z.enum(groupings),
  rows: z.array(ScoreRow),
  /** Cases of nobody: counted nowhere above. */
  asOf: z.string(),
  attribution: z.enum(attributions),
  settingVersion: z.int(),
  /** `null`: computed now. A published result never changes; a correction is its next version. */
  published: z.object({ version: z.int(), at: z.string(), byName: z.string(), reason: z.string().nullable() }).nullable(),
  versions: z.int(),
});
export type ScoreResult = z.infer<typeof ScoreResult>;

export const Publish = z.object({
  preset: z.string().max(60),
  by: z.enum(groupings).optional(),
  period: CycleKey,
  /** Required from the second version on: why the published figures are corrected. */
  reason: z.string().trim().max(500).optional(),
});

/** Points given or taken by hand (`points`), or an input that no case holds (`input`), with its reason. Never changed, only followed by another. */
export const ScoreEntry = z.object({
  preset: z.string().max(60),
  period: CycleKey,
  subject: z.string().min(1).max(64),
  name: z.string().min(1).max(60),
  kind: z.enum(['points', 'input']),
  value: z.number().min(-1_000_000).max(1_000_000),
  reason: z.string().trim().min(1).max(500),
});

/** A scoring formula of the kernel, as the weight editor writes it; its terms are judged by `validateFormula`. */
export const FormulaDto = z.looseObject({
  id: z.string().regex(/^[a-z][a-z0-9_]{1,40}$/),
  zh: z.string().trim().min(1).max(60),
  en: z.string().trim().min(1).max(120),
  subject: z.enum(['post', 'department', 'area', 'company', 'collector']),
  source: z.string().max(20),
  terms: z.array(z.looseObject({ kind: z.string(), id: z.string().max(60), ...Words })).max(40),
});
export const FormulaView = z.object({
  formula: FormulaDto,
  version: z.int(),
  validFrom: z.string().nullable(),
  preset: z.boolean(),
  by: z.array(z.enum(groupings)),
});
/** `version` is the one that was read (0: a preset); the change counts from the cycle `validFrom` on, published results stay. */
export const FormulaChange = z.object({ formula: FormulaDto, version: z.int(), validFrom: CycleKey });

export interface Evaluation {
  /** A figure by one to three groupings, over the local days `from` to `to` inclusive. Refuses `evaluation.unknown_metric`, `evaluation.period`. */
  metric(caller: Caller, query: MetricQuery): Promise<Result<MetricResult>>;
  /** Computes every fact and standing figure again from the cases. Returns how many cases there were. */
  rebuild(): Promise<number>;
}
export const evaluation = offer<Evaluation>('evaluation');
