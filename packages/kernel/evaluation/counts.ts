import type { Attribution, CountDefinition, Where } from './count-definition.ts';
import { CLOSING_COUNTS } from './counts-closing.ts';
import { ENTRY_COUNTS } from './counts-entry.ts';
import { HANDLING_COUNTS } from './counts-handling.ts';
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
