import type { Band, Formula, Term, TermInput } from './score-formula.ts';
import type { Words } from './words.ts';

const metric = (id: string): TermInput => ({ metric: id });
const linear = (id: string, weight: number, zh: string, en: string, of: TermInput = metric(id)): Term => ({
  kind: 'linear',
  id,
  zh,
  en,
  weight,
  of,
});
const inverse = (id: string, weight: number, zh: string, en: string, of: TermInput = metric(id)): Term => ({
  kind: 'inverse',
  id,
  zh,
  en,
  weight,
  of,
});

/** 受理数分 bands (Unicom). Those of 派遣数分 and of an area's 立案数 are unread; the same are used, as a decision of this project. */
export const VOLUME_BANDS: readonly Band[] = [
  { atLeast: 2001, points: 100 },
  { atLeast: 1201, points: 90 },
  { atLeast: 501, points: 75 },
  { atLeast: 301, points: 60 },
  { atLeast: 101, points: 40 },
  { atLeast: 0, points: 0 },
];

const volume = (id: string, count: string, weight: number, zh: string, en: string): Term => ({
  kind: 'bands',
  id,
  zh,
  en,
  weight,
  of: { count },
  bands: VOLUME_BANDS,
});

const EDITABLE: Words = { zh: '预置公式，可在权重编辑器中修改', en: 'A preset; edit it in the weight editor' };

/** Post evaluation of the four posts (Unicom; said to follow GB/T 30428.4 and CJ/T 292). */
export const POST_PRESETS: readonly Formula[] = [
  {
    id: 'post_collector',
    zh: '监督员评价',
    en: 'Collector',
    subject: 'post',
    source: 'unicom',
    note: {
      zh: '漏报率以 100 − 率 计入，漏报越多得分越低（本项目约定）',
      en: 'The missed rate enters as 100 − rate, so that more misses score lower (decision of this project)',
    },
    terms: [
      linear('valid_report_rate', 40, '有效上报率', 'Valid reports'),
      inverse('missed_rate', 20, '漏报率', 'Missed'),
      linear('intime_pre_check_rate', 20, '按时核实率', 'Pre-checks in time'),
      linear('intime_post_check_rate', 20, '按时核查率', 'Post-checks in time'),
    ],
  },
  {
    id: 'post_acceptor',
    zh: '受理员评价',
    en: 'Acceptor',
    subject: 'post',
    source: 'unicom',
    note: EDITABLE,
    terms: [
      volume('accept_volume', 'accept', 25, '受理数分', 'Points for cases accepted'),
      linear('intime_send_pre_check_rate', 40, '核实按时派发率', 'Pre-checks sent in time'),
      linear('intime_send_post_check_rate', 35, '核查按时派发率', 'Post-checks sent in time'),
    ],
  },
  {
    id: 'post_shift_leader',
    zh: '值班长评价',
    en: 'Shift leader',
    subject: 'post',
    source: 'unicom',
    note: EDITABLE,
    terms: [
      linear('intime_file_rate', 25, '按时立案率', 'Filed in time'),
      linear('accurate_file_rate', 40, '准确立案率', 'Filed accurately'),
      linear('intime_close_rate', 35, '按时结案率', 'Closed in time'),
    ],
  },
  {
    id: 'post_dispatcher',
    zh: '派遣员评价',
    en: 'Dispatcher',
    subject: 'post',
    source: 'unicom',
    note: {
      zh: '派遣数分采用受理数分的分档（本项目约定）',
      en: 'Dispatch volume uses the bands of acceptance volume (decision of this project)',
    },
    terms: [
      volume('dispatch_volume', 'need_dispatch', 20, '派遣数分', 'Points for cases to dispatch'),
      linear('intime_dispatch_rate', 40, '按时派遣率', 'Dispatched in time'),
      linear('accurate_dispatch_rate', 40, '准确派遣率', 'Dispatched accurately'),
    ],
  },
];

/** Departments: three published ways of scoring a unit. */
export const DEPARTMENT_PRESETS: readonly Formula[] = [
  {
    id: 'unit_egova',
    zh: '专业部门综合评价（60/30/10）',
    en: 'Unit composite (60/30/10)',
    subject: 'department',
    source: 'egova',
    rates: { rework_rate: 'egova' },
    terms: [
      linear('intime_handle_rate', 60, '按期处置率', 'Handled in time'),
      linear('close_rate', 30, '结案率', 'Closing rate'),
      inverse('rework_rate', 10, '返工率', 'Rework'),
    ],
  },
  {
    id: 'unit_jinniu',
    zh: '数字城管部门评价（金牛）',
    en: 'Digital city management (Jinniu)',
    subject: 'department',
    source: 'jinniu',
    rates: { rework_rate: 'jinniu' },
    terms: [
      linear('handle_rate', 30, '处置率', 'Handling rate'),
      linear('intime_handle_rate', 20, '按期处置率', 'Handled in time'),
      inverse('rework_rate', 20, '返工率', 'Rework'),
      inverse('overtime_to_handle_rate', 20, '超期待处置率', 'Overdue and open'),
      inverse('postpone_rate', 10, '延期率', 'Postponed'),
    ],
  },
  {
    id: 'system_yuncheng',
    zh: '系统评分（运城）',
    en: 'System score (Yuncheng)',
    subject: 'department',
    source: 'yuncheng',
    note: {
      zh: '（按期结案率 × 100 + 超期结案率 × 40）× 80 % + （1 − 延期率）× 10 + （1 − 返工率）× 10 ± 加减分',
      en: '(in time × 100 + late × 40) × 80 % + (1 − postponed) × 10 + (1 − rework) × 10 ± bonus',
    },
    terms: [
      { ...linear('intime_close_rate', 80, '按期结案率', 'Closed in time'), sharesOf: 'closing' },
      { ...linear('overtime_close_rate', 32, '超期结案率', 'Closed late'), sharesOf: 'closing' },
      inverse('postpone_rate', 10, '延期率', 'Postponed'),
      inverse('rework_rate', 10, '返工率', 'Rework'),
      { kind: 'manual', id: 'bonus', zh: '加减分', en: 'Bonus or deduction', min: -10, max: 10 },
    ],
  },
];

const SYSTEM: Words = { zh: '系统评分', en: 'System score' };
const from = (id: string, weight: number, { zh, en }: Words): Term => linear(id, weight, zh, en, { input: id });

/** Yuncheng's trades build on its system score. */
export const TRADE_PRESETS: readonly Formula[] = [
  {
    id: 'trade_enforcement',
    zh: '执法行业评分（运城）',
    en: 'Enforcement (Yuncheng)',
    subject: 'department',
    trade: 'enforcement',
    source: 'yuncheng',
    inputs: { system: SYSTEM, team: { zh: '大队评分', en: 'Team score' }, street: { zh: '街道评分', en: 'Street score' } },
    terms: [
      from('system', 50, SYSTEM),
      from('team', 20, { zh: '大队评分', en: 'Team score' }),
      from('street', 30, { zh: '街道评分', en: 'Street score' }),
    ],
  },
  {
    id: 'trade_sanitation',
    zh: '环卫行业评分（运城）',
    en: 'Sanitation (Yuncheng)',
    subject: 'department',
    trade: 'sanitation',
    source: 'yuncheng',
    inputs: { system: SYSTEM, litter: { zh: '单体垃圾数', en: 'Single pieces of litter' }, centre: { zh: '中心评分', en: 'Centre score' } },
    terms: [
      from('system', 30, SYSTEM),
      {
        kind: 'capped_deduction',
        id: 'litter',
        zh: '单体垃圾',
        en: 'Single pieces of litter',
        weight: 30,
        full: 100,
        cap: 100,
        per: 0.01,
        of: { input: 'litter' },
      },
      from('centre', 40, { zh: '中心评分', en: 'Centre score' }),
    ],
  },
  {
    id: 'trade_greening',
    zh: '绿化行业评分（运城）',
    en: 'Greening (Yuncheng)',
    subject: 'department',
    trade: 'greening',
    source: 'yuncheng',
    note: { zh: '来源只写 70 / 30，30 的归属为本项目理解', en: 'The source says 70 / 30 only; what the 30 is, is our reading' },
    inputs: { system: SYSTEM, centre: { zh: '中心评分', en: 'Centre score' } },
    terms: [from('system', 70, SYSTEM), from('centre', 30, { zh: '中心评分', en: 'Centre score' })],
  },
];

/** Areas. The named weights of the source sum to 60 %; the missing 40 % stand on 按期结案率 (decision of this project). */
export const AREA_PRESETS: readonly Formula[] = [
  {
    id: 'area',
    zh: '区域评价',
    en: 'Area',
    subject: 'area',
    source: 'ours',
    note: {
      zh: '来源写明的权重合计 60 %，其余 40 % 由本项目放在按期结案率；立案数按受理数分档计分',
      en: 'The weights found add up to 60 %; the other 40 % stand on closing in time by our decision; filed cases score by the volume bands',
    },
    terms: [
      linear('public_report_rate', 10, '监督举报率', 'Public report share'),
      volume('file_volume', 'file', 20, '立案数', 'Cases filed'),
      linear('close_rate', 30, '结案率', 'Closing rate'),
      linear('intime_close_rate', 40, '按期结案率', 'Closed in time'),
    ],
  },
];
