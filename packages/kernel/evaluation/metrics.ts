import { ok, type Result, refuse } from '../result.ts';
import { COUNTS, type CountId, isCountId } from './counts.ts';
import type { SourceId } from './sources.ts';
import type { Words } from './words.ts';

/** A sum of counts: `plus` minus `minus`. */
export interface CountSum {
  readonly plus: readonly CountId[];
  readonly minus?: readonly CountId[];
}

export interface RatePreset {
  readonly numerator?: CountSum;
  readonly denominator?: CountSum;
  readonly source: SourceId;
}

export interface RateDefinition extends Words {
  readonly id: string;
  readonly numerator: CountSum;
  readonly denominator: CountSum;
  /** Whether a higher or a lower value is better. */
  readonly direction: 'higher' | 'lower';
  /** `percent` rates above 1 are a configuration error; `times` may be any size. */
  readonly unit: 'percent' | 'times';
  readonly source: SourceId;
  readonly note?: Words;
  /** Other definitions in use, by name; the definition above is the default. */
  readonly presets?: Readonly<Record<string, RatePreset>>;
}

const of = (...plus: readonly CountId[]): CountSum => ({ plus });

type Extra = Pick<RateDefinition, 'note' | 'presets'> & Partial<Pick<RateDefinition, 'unit'>>;

const rate = (
  id: string,
  zh: string,
  en: string,
  numerator: CountSum,
  denominator: CountSum,
  direction: RateDefinition['direction'],
  source: SourceId,
  extra: Extra = {},
): RateDefinition => ({ id, zh, en, numerator, denominator, direction, unit: 'percent', source, ...extra });

const ON_SITE: Words = { zh: '分母各地不一，上线时确认', en: 'Denominators differ between cities; confirm on site' };

const DEFINITIONS = [
  rate('handle_rate', '处置率', 'Handling rate', of('handle'), of('need_handle'), 'higher', 'standard'),
  rate('intime_handle_rate', '按期处置率', 'Handled in time', of('intime_handle'), of('need_handle'), 'higher', 'standard'),
  rate('close_rate', '结案率', 'Closing rate', of('close'), of('need_close'), 'higher', 'standard'),
  rate('intime_close_rate', '按期结案率', 'Closed in time', of('intime_close'), of('need_close'), 'higher', 'standard'),
  rate('overtime_close_rate', '超期结案率', 'Closed late', of('overtime_close'), of('need_close'), 'lower', 'standard'),
  rate(
    'on_time_close_rate',
    '结案按期率',
    'On-time share of closed cases',
    of('intime_close'),
    of('intime_close', 'overtime_close'),
    'higher',
    'ours',
    {
      note: {
        zh: '已结且结论明确的案件中按期的比例；既无按期也无超期标志的案件不进入分子分母。用于只带标志的导入数据',
        en: 'Share in time among closed cases with a known verdict; a case with neither flag is in neither part. For imported sources that carry flags only',
      },
    },
  ),
  rate('not_closed_rate', '未结案率', 'Not closed', of('to_close'), of('report'), 'lower', 'standard'),
  rate('intime_file_rate', '按时立案率', 'Filed in time', of('intime_file'), of('file'), 'higher', 'standard'),
  rate('accurate_file_rate', '准确立案率', 'Filed accurately', of('accurate_file'), of('file'), 'higher', 'standard', {
    presets: { unicom: { numerator: { plus: ['file'], minus: ['void'] }, source: 'unicom' } },
  }),
  rate('intime_accept_rate', '按期受理率', 'Accepted in time', of('intime_accept'), of('accept'), 'higher', 'standard'),
  rate('intime_dispatch_rate', '按期派遣率', 'Dispatched in time', of('intime_dispatch'), of('need_dispatch'), 'higher', 'standard'),
  rate(
    'accurate_dispatch_rate',
    '准确派遣率',
    'Dispatched accurately',
    of('accurate_dispatch'),
    of('need_dispatch'),
    'higher',
    'standard',
    {
      presets: { unicom: { denominator: of('intime_dispatch'), source: 'unicom' } },
      note: {
        zh: 'unicom 口径以按时派遣数为分母，可能超过 100 %',
        en: 'The unicom preset divides by those dispatched in time and can pass 100 %',
      },
    },
  ),
  rate('valid_report_rate', '有效上报率', 'Valid reports', of('valid_report'), of('report'), 'higher', 'standard'),
  rate('intime_pre_check_rate', '按期核实率', 'Pre-checks in time', of('intime_pre_check'), of('need_pre_check'), 'higher', 'standard'),
  rate('intime_post_check_rate', '按期核查率', 'Post-checks in time', of('intime_post_check'), of('need_post_check'), 'higher', 'standard'),
  rate(
    'intime_send_pre_check_rate',
    '核实按时派发率',
    'Pre-checks sent in time',
    of('intime_send_pre_check'),
    of('need_pre_check'),
    'higher',
    'unicom',
  ),
  rate(
    'intime_send_post_check_rate',
    '核查按时派发率',
    'Post-checks sent in time',
    of('intime_send_post_check'),
    of('need_post_check'),
    'higher',
    'unicom',
  ),
  rate('missed_rate', '漏报率', 'Missed', of('missed'), of('file'), 'lower', 'standard'),
  rate('rework_rate', '返工率', 'Rework', of('rework'), of('through_handle'), 'lower', 'egova', {
    note: ON_SITE,
    presets: { egova: { source: 'egova' }, jinniu: { denominator: of('need_close'), source: 'jinniu' } },
  }),
  rate('postpone_rate', '延期率', 'Postponed', of('postpone'), of('need_handle'), 'lower', 'jinniu', { note: ON_SITE }),
  rate('overtime_to_handle_rate', '超期待处置率', 'Overdue and open', of('overtime_to_handle'), of('need_handle'), 'lower', 'jinniu'),
  rate('file_rate', '立案率', 'Filing rate', of('file'), of('report'), 'higher', 'ours', { note: ON_SITE }),
  rate('accept_rate', '受理率', 'Acceptance rate', of('accept'), of('report'), 'higher', 'ours', { note: ON_SITE }),
  rate('post_check_rate', '核查率', 'Check rate', of('post_check'), of('close'), 'higher', 'ours', { note: ON_SITE }),
  rate(
    'satisfaction_rate',
    '满意率',
    'Satisfaction',
    of('very_satisfied', 'satisfied'),
    of('very_satisfied', 'satisfied', 'dissatisfied'),
    'higher',
    'ours',
    {
      note: ON_SITE,
      presets: { visited: { denominator: of('visit'), source: 'ours' } },
    },
  ),
  rate('public_report_rate', '监督举报率', 'Public report share', of('report_public'), of('report'), 'higher', 'ours'),
  rate('reopen_rate', '30 日重办率', 'Reopened within 30 days', of('reopen_30d'), of('close'), 'lower', 'ours'),
  rate('recurrence_rate', '90 日复发率', 'Recurred within 90 days', of('recur_90d'), of('report'), 'lower', 'ours'),
  rate('overtime_times', '超时倍数', 'Time used ÷ allowed', of('used_minutes'), of('allowance_minutes'), 'lower', 'egova', {
    unit: 'times',
  }),
] as const;

/** The rates of the metric dictionary, by id. */
export const RATES: ReadonlyMap<string, RateDefinition> = new Map(DEFINITIONS.map((definition) => [definition.id, definition]));

export const countWords = (id: CountId): Words => ({ zh: COUNTS[id].zh, en: COUNTS[id].en });

/** A change to a rate: a named preset, or numerator and denominator of one's own. */
export type RateChange = string | { readonly numerator?: CountSum; readonly denominator?: CountSum };

/** The definition of a rate, changed where asked. Refuses `evaluation.unknown_metric`, `evaluation.unknown_preset`, `evaluation.unknown_count`. */
export function rateDefinition(id: string, change?: RateChange): Result<RateDefinition> {
  const base = RATES.get(id);
  if (!base) return refuse('evaluation.unknown_metric', { metric: id });
  if (change === undefined) return ok(base);
  const changed = typeof change === 'string' ? base.presets?.[change] : change;
  if (!changed) return refuse('evaluation.unknown_preset', { metric: id, preset: change });
  const numerator = changed.numerator ?? base.numerator;
  const denominator = changed.denominator ?? base.denominator;
  const used = [numerator, denominator].flatMap((sum) => [...sum.plus, ...(sum.minus ?? [])]);
  const unknown = used.find((count) => !isCountId(count));
  if (unknown !== undefined) return refuse('evaluation.unknown_count', { metric: id, count: unknown });
  if (numerator.plus.length === 0 || denominator.plus.length === 0) return refuse('evaluation.empty_sum', { metric: id });
  return ok({ ...base, numerator, denominator });
}
