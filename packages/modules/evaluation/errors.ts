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
};

registerErrors(evaluationErrors);
registerErrors(EVALUATION_REFUSALS);
