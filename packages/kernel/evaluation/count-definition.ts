import type { SubjectColumn, TimeColumn, ValueColumn } from './fact-row.ts';
import { all, any, before, notBefore, type Predicate, within } from './predicate.ts';
import type { SourceId } from './sources.ts';
import type { Words } from './words.ts';

/**
 * How counts are attributed to a period; stored with every published result.
 * `event`: each act counts in the period in which it happened (the usual monthly figure).
 * `due`: handling and closing count in the period in which they fell due, carried on until done; numerators are then a part of their
 * denominators, so short periods (day, week) cannot pass 100 %.
 * `reported`: everything about a case counts in the period of its report (a cohort).
 */
export type Attribution = 'event' | 'due' | 'reported';

export interface Where {
  readonly event: Predicate;
  /** Defaults to `event`. */
  readonly due?: Predicate;
  readonly reported: Predicate;
}

export interface CountDefinition extends Words {
  /** The fact column that is summed. */
  readonly column: ValueColumn;
  readonly definition: Words;
  readonly source: SourceId;
  /** `event`: happens at an instant. `period_end`: a standing figure, read at the end of the period. */
  readonly at: 'event' | 'period_end';
  /** Whether figures of neighbouring periods may be added. All counts may be added over areas, units and classes. */
  readonly additive: boolean;
  /** The field by which a person's or unit's figure is attributed. */
  readonly by: SubjectColumn;
  readonly where: Where;
}

export const NEEDED_HANDLE = any(within('handle_due_at', 'to'), all(before('handle_due_at', 'from'), notBefore('round_ended_at', 'from')));
export const NEEDED_CLOSE = any(within('close_due_at', 'to'), all(before('close_due_at', 'from'), notBefore('ended_at', 'from')));
export const OPEN_HANDLE = all(before('round_started_at', 'end'), notBefore('round_ended_at', 'end'));
export const OPEN_CASE = all(before('live_at', 'end'), notBefore('ended_at', 'end'));

const cohort = (column: TimeColumn): Predicate => all(within('reported_at'), before(column, 'asof'));
export const on = (column: TimeColumn): Where => ({ event: within(column), reported: cohort(column) });
export const onDue = (column: TimeColumn, needed: Predicate): Where => ({ ...on(column), due: all(needed, before(column, 'end')) });
export const state = (at: Predicate): Where => ({ event: at, reported: all(within('reported_at'), at) });

type Row = readonly [
  column: ValueColumn,
  zh: string,
  en: string,
  defZh: string,
  defEn: string,
  source: SourceId,
  by: SubjectColumn,
  where: Where,
];

export const event = ([column, zh, en, defZh, defEn, source, by, where]: Row): CountDefinition => ({
  column,
  zh,
  en,
  definition: { zh: defZh, en: defEn },
  source,
  at: 'event',
  additive: true,
  by,
  where,
});
export const standing = (row: Row): CountDefinition => ({ ...event(row), at: 'period_end', additive: false });
