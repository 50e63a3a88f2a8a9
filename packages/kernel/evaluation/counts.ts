import type { Attribution, CountDefinition, Where } from './count-definition.ts';
import { CLOSING_COUNTS } from './counts-closing.ts';
import { ENTRY_COUNTS } from './counts-entry.ts';
import { HANDLING_COUNTS } from './counts-handling.ts';
import type { SubjectColumn } from './fact-row.ts';
import type { Predicate } from './predicate.ts';

/** The counts of the metric dictionary, by id. Each is the sum of one fact column over the lines that its predicate takes in. */
export const COUNTS = { ...ENTRY_COUNTS, ...HANDLING_COUNTS, ...CLOSING_COUNTS } as const satisfies Readonly<
  Record<string, CountDefinition>
>;

export type CountId = keyof typeof COUNTS;
export const COUNT_IDS = Object.keys(COUNTS) as readonly CountId[];
export const isCountId = (id: string): id is CountId => Object.hasOwn(COUNTS, id);

/** Counts of one subject and period. A count that is absent is unknown, not zero. */
export type Counts = Readonly<Partial<Record<CountId, number>>>;

/** The predicate of a count under an attribution. */
export function countWhere(id: CountId, attribution: Attribution): Predicate {
  const where: Where = COUNTS[id].where;
  return attribution === 'due' ? (where.due ?? where.event) : where[attribution];
}

export type Post = 'collector' | 'acceptor' | 'shift_leader' | 'dispatcher';

/**
 * Where a post is evaluated by another field than the count's own: an acceptor answers for the tasks sent, the collector for those answered;
 * a numerator and its denominator must be attributed to the same person.
 */
const SUBJECT_BY_POST: Readonly<Record<Post, Readonly<Partial<Record<CountId, SubjectColumn>>>>> = {
  collector: { file: 'duty_collector_id' },
  acceptor: { need_pre_check: 'acceptor_id', need_post_check: 'closer_id' },
  shift_leader: { void: 'filer_id', need_close: 'closer_id' },
  dispatcher: {},
};

/** The fact column by which a count is attributed: to a person of a post, or without one to the count's own field. */
export function subjectColumn(id: CountId, post?: Post): SubjectColumn {
  return (post === undefined ? undefined : SUBJECT_BY_POST[post][id]) ?? COUNTS[id].by;
}
