import { COUNTS, type CountId, subjectColumn } from '@chengmai/kernel/evaluation/counts.ts';
import type { SubjectColumn } from '@chengmai/kernel/evaluation/fact-row.ts';
import type { CycleKind } from '@chengmai/kernel/evaluation/periods.ts';
import type { Grouping } from './contract.ts';

/** Groupings by a code that stands on the line. */
export const CODE_COLUMNS = {
  district: 'district_code',
  street: 'street_code',
  community: 'community_code',
  department: 'unit_id',
  class: 'class_code',
  major: 'major_code',
  source: 'source',
} as const satisfies Partial<Record<Grouping, string>>;
export type CodeGrouping = keyof typeof CODE_COLUMNS;

export const CYCLES = { month: 'month', day: 'day' } as const satisfies Partial<Record<Grouping, CycleKind>>;
export type TimeGrouping = keyof typeof CYCLES;

/** Groupings by a person: the column depends on the count, this one is for counts that no person of the post answers for. */
const PERSON_COLUMNS = {
  collector: ['reporter_id', 'duty_collector_id', 'pre_checker_id', 'post_checker_id'],
  acceptor: ['acceptor_id', 'closer_id', 'filer_id'],
  shift_leader: ['filer_id', 'closer_id'],
  dispatcher: ['dispatcher_id'],
  handler: ['handler_id'],
} as const satisfies Partial<Record<Grouping, readonly SubjectColumn[]>>;
export type PersonGrouping = keyof typeof PERSON_COLUMNS;

export const isCode = (by: Grouping): by is CodeGrouping => Object.hasOwn(CODE_COLUMNS, by);
export const isTime = (by: Grouping): by is TimeGrouping => Object.hasOwn(CYCLES, by);
export const isPerson = (by: Grouping): by is PersonGrouping => Object.hasOwn(PERSON_COLUMNS, by);

/** Whom a count is put down to: the field its definition names, where that is one of the post's own. */
export function personColumn(by: PersonGrouping, id: CountId): SubjectColumn {
  const columns: readonly SubjectColumn[] = PERSON_COLUMNS[by];
  const named = by === 'handler' ? COUNTS[id].by : subjectColumn(id, by);
  return columns.includes(named) ? named : columns[0]!;
}

export const GROUPING_WORDS: Readonly<Record<Grouping, { readonly zh: string; readonly en: string }>> = {
  district: { zh: '区县', en: 'District' },
  street: { zh: '街道', en: 'Street' },
  community: { zh: '社区', en: 'Community' },
  department: { zh: '部门', en: 'Department' },
  class: { zh: '小类', en: 'Class' },
  major: { zh: '大类', en: 'Major class' },
  source: { zh: '来源', en: 'Source' },
  month: { zh: '月', en: 'Month' },
  day: { zh: '日', en: 'Day' },
  collector: { zh: '监督员', en: 'Collector' },
  acceptor: { zh: '受理员', en: 'Acceptor' },
  shift_leader: { zh: '值班长', en: 'Shift leader' },
  dispatcher: { zh: '派遣员', en: 'Dispatcher' },
  handler: { zh: '处置人员', en: 'Handler' },
  none: { zh: '合计', en: 'Total' },
};
