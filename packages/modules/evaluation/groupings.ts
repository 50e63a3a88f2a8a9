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
