import { type RefusalWords, unusable } from '../refusal-words.ts';

type Row = readonly [zh: string, en: string, nextZh: string, nextEn: string];

/** Sentences of the next step end with a full stop, as everywhere in the registry. */
const invalid = ([zh, en, nextZh, nextEn]: Row): RefusalWords => unusable(zh, en, `${nextZh}。`, `${nextEn}.`);

/** Every refusal of kernel/evaluation and kernel/fusion. */
export const EVALUATION_REFUSALS = {
  'evaluation.unknown_metric': invalid([
    '没有名为 {metric} 的指标',
    'There is no metric named {metric}',
    '从指标字典中选择一个指标',
    'Choose a metric of the metric dictionary',
  ]),
  'evaluation.unknown_count': invalid([
    '没有名为 {count} 的计数',
    'There is no count named {count}',
    '从指标字典中选择一个计数',
    'Choose a count of the metric dictionary',
  ]),
  'evaluation.unknown_preset': invalid([
    '指标 {metric} 没有口径 {preset}',
    'Metric {metric} has no preset {preset}',
    '选择列出的口径，或自行设定分子分母',
    'Choose a listed preset, or set numerator and denominator',
  ]),
  'evaluation.unknown_input': invalid([
    '评分项 {term} 引用了未声明的输入 {input}',
    'Term {term} uses the undeclared input {input}',
    '在公式中声明该输入，或改用已有输入',
    'Declare the input in the formula, or use one that exists',
  ]),
  'evaluation.empty_sum': invalid([
    '指标 {metric} 的分子或分母为空',
    'Numerator or denominator of {metric} is empty',
    '至少选择一个计数',
    'Choose at least one count',
  ]),
  'evaluation.cycle_key': invalid([
    '{key} 不是有效的周期',
    '{key} is not a cycle',
    '请写作 2026、2026Q3、202611、2026W47 或 20261120',
    'Write 2026, 2026Q3, 202611, 2026W47 or 20261120',
  ]),
  'evaluation.formula_empty': invalid(['公式没有评分项', 'The formula has no terms', '至少添加一个评分项', 'Add at least one term']),
  'evaluation.term_duplicate': invalid([
    '评分项 {term} 出现两次',
    'Term {term} stands twice',
    '改名或删除其中一个',
    'Rename or remove one of them',
  ]),
  'evaluation.term_kind': invalid([
    '评分项 {term} 的类型 {kind} 不存在',
    'Term {term} has the unknown kind {kind}',
    '选择编辑器列出的类型',
    'Choose a kind that the editor lists',
  ]),
  'evaluation.term_field_missing': invalid(['评分项 {term} 缺少 {field}', 'Term {term} lacks {field}', '补全该字段', 'Fill in the field']),
  'evaluation.term_number': invalid([
    '评分项 {term} 的 {field} 不能为 {value}',
    'Field {field} of term {term} cannot be {value}',
    '填写一个非负数；步长、满分基数与次数须大于 0',
    'Enter a number that is not negative; steps, scales and thresholds must be above 0',
  ]),
  'evaluation.term_divisor': invalid([
    '评分项 {term} 没有除数',
    'Term {term} has nothing to divide by',
    '至少选择一个除数输入',
    'Choose at least one input to divide by',
  ]),
  'evaluation.weights_sum': invalid([
    '权重合计 {sum}，应为 {total}',
    'The weights add up to {sum} and must be {total}',
    '调整权重，使合计等于 {total}',
    'Change the weights so that they add up to {total}',
  ]),
  'evaluation.range_reversed': invalid([
    '{term} 的下限 {min} 大于上限 {max}',
    'The lower bound {min} of {term} is above the upper bound {max}',
    '交换上下限',
    'Swap the bounds',
  ]),
  'evaluation.bands_order': invalid([
    '评分项 {term} 的分档没有自上而下排列',
    'The bands of term {term} do not fall from the top down',
    '按界值从大到小排列，界值不重复',
    'Order the bands by falling bound, without repeats',
  ]),
  'evaluation.manual_reason_required': invalid([
    '人工评分项 {term} 没有理由',
    'The manual entry of {term} has no reason',
    '写明加分或扣分的理由',
    'Write why points are given or taken',
  ]),
  'evaluation.manual_out_of_range': invalid([
    '人工评分项 {term} 为 {points}，应在 {min} 与 {max} 之间',
    'The manual entry of {term} is {points} and must lie between {min} and {max}',
    '修改分值',
    'Change the points',
  ]),
  'fusion.settings_invalid': invalid([
    '重复判断设置 {field} 无效',
    'The duplicate setting {field} is not valid',
    '半径不小于 0，时限大于 0，权重不全为 0，阈值在 0 与 1 之间且“相同”不低于“可能”',
    'Radius at least 0, window above 0, weights not all 0, thresholds between 0 and 1 with "same" not below "maybe"',
  ]),
} as const satisfies Readonly<Record<string, RefusalWords>>;
