import { EVALUATION_REFUSALS } from '@chengmai/kernel/evaluation/refusals.ts';
import { type ErrorTable, registerErrors } from '@chengmai/platform/runtime/error-codes.ts';

/** Refusals of the evaluation module, beside those of the kernel's judgement. */
export const evaluationErrors: ErrorTable = {
  'evaluation.metric_unknown': {
    status: 422,
    zh: '没有名为 {metric} 的指标或计数',
    en: 'There is no rate or count named {metric}',
    next_zh: '可选：{choices}。',
    next_en: 'Choose one of: {choices}.',
  },
  'evaluation.grouping_unknown': {
    status: 422,
    zh: '不能按 {by} 分组',
    en: 'Figures cannot be grouped by {by}',
    next_zh: '可选（一至三项，以逗号分隔）：{choices}。',
    next_en: 'Choose one to three of: {choices}, separated by commas.',
  },
  'evaluation.date_invalid': {
    status: 422,
    zh: '{option} 的日期 {value} 无效',
    en: '{value} is no date for {option}',
    next_zh: '请写作 2026-03-31。',
    next_en: 'Write it as 2026-03-31.',
  },
  'evaluation.period': {
    status: 422,
    zh: '期间的开始 {from} 晚于结束 {to}，或超过十年',
    en: 'The period from {from} to {to} ends before it begins, or is longer than ten years',
    next_zh: '请调整起止日期。',
    next_en: 'Change its first and last day.',
  },
  'evaluation.key_unknown': {
    status: 422,
    zh: '{key} 不是该分组的编号',
    en: '{key} is no key of this grouping',
    next_zh: '请使用查询结果中的 key。',
    next_en: 'Use a key of the figure’s rows.',
  },
  'evaluation.rate_without_part': {
    status: 422,
    zh: '计数 {metric} 没有分母',
    en: 'The count {metric} has no denominator',
    next_zh: '请改用 part=numerator。',
    next_en: 'Ask for part=numerator.',
  },
  'evaluation.formula_unknown': {
    status: 404,
    zh: '没有名为 {preset} 的评分公式',
    en: 'There is no scoring formula named {preset}',
    next_zh: '可选：{choices}。',
    next_en: 'Choose one of: {choices}.',
  },
  'evaluation.formula_subject': {
    status: 422,
    zh: '公式 {preset} 不能按 {by} 评分',
    en: 'Formula {preset} does not score by {by}',
    next_zh: '可选：{choices}。',
    next_en: 'Choose one of: {choices}.',
  },
  'evaluation.not_published': {
    status: 404,
    zh: '该周期没有发布第 {version} 版结果',
    en: 'Version {version} was not published for this period',
    next_zh: '请选择已发布的版本，或重新计算。',
    next_en: 'Choose a published version, or compute it now.',
  },
  'evaluation.period_running': {
    status: 409,
    zh: '周期 {period} 尚未结束，不能发布',
    en: 'Period {period} has not ended and cannot be published',
    next_zh: '请在周期结束后发布。',
    next_en: 'Publish it when it is over.',
  },
  'evaluation.correction_reason': {
    status: 422,
    zh: '该周期已发布，更正须写明理由',
    en: 'This period is published already; a correction needs its reason',
    next_zh: '请填写更正理由。',
    next_en: 'Write why it is corrected.',
  },
  'evaluation.entry_unknown': {
    status: 422,
    zh: '公式 {preset} 没有可填写的 {name}',
    en: 'Formula {preset} has nothing named {name} to fill in',
    next_zh: '可选：{choices}。',
    next_en: 'Choose one of: {choices}.',
  },
};

registerErrors(evaluationErrors);
registerErrors(EVALUATION_REFUSALS);
