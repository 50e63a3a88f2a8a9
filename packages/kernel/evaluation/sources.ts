import type { Words } from './words.ts';

/** Where a definition comes from. `ours` marks a decision of this project where the public sources leave room: every such rule is configuration. */
export const SOURCES = {
  standard: {
    zh: '数字化城市管理行业标准通行口径（GB/T 30428.4、CJ/T 292 系列，原文未逐条核对）',
    en: 'Common usage of the trade standards (GB/T 30428.4, CJ/T 292 family; texts not checked clause by clause)',
  },
  egova: { zh: 'eGOVA 公开指标说明', en: 'eGOVA, public metric reference' },
  unicom: { zh: '联通岗位评价公开实现', en: 'Unicom post evaluation, public implementation' },
  jinniu: { zh: '成都市金牛区公开评分规则', en: 'Chengdu Jinniu district, public scoring rules' },
  yuncheng: { zh: '运城市城管公开报表口径', en: 'Yuncheng city, public report definitions' },
  ours: { zh: '本项目约定，可配置', en: 'Decision of this project, configurable' },
} as const satisfies Readonly<Record<string, Words>>;
export type SourceId = keyof typeof SOURCES;
