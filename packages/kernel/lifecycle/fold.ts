import type { Instant } from '../calendar/types.ts';
import type { Act } from './act.ts';
import { apply } from './apply.ts';
import type { CaseState } from './case.ts';
import type { Actor } from './roles.ts';
import type { Context } from './turn.ts';

/** Taking back the entry before: a slip of the hand, not a step of the lifecycle, so the table does not know it. */
export interface Undo {
  readonly action: 'undo';
  readonly input: Readonly<Record<string, never>>;
}

/** One line of a case's append-only history: enough to do the act again. */
export interface HistoryEntry {
  readonly act: Act | Undo;
  readonly actor: Actor;
  readonly at: Instant;
}

/** The calendar and settings an entry was judged by; they may change in the life of a case, so an entry names its own. */
export type ContextOf = (entry: HistoryEntry, index: number) => Pick<Context, 'calendar' | 'settings'>;

/** The state before, under a new version: an undone act stays in the history, only its effect goes. */
export function undone(state: CaseState, previous: CaseState, at: Instant): CaseState {
  return { ...previous, version: state.version + 1, updatedAt: Math.max(at, state.updatedAt) };
}

/** Replays a history into the case it makes; null for an empty one. Throws on an entry that would be refused: that history is not one. */
export function fold(history: readonly HistoryEntry[], contextOf: ContextOf): CaseState | null {
  let state: CaseState | null = null;
  let previous: CaseState | null = null;
  for (const [index, entry] of history.entries()) {
    const next: CaseState =
      entry.act.action === 'undo' ? takenBack(state, previous, entry.at) : done(state, entry, entry.act, contextOf(entry, index), index);
    previous = entry.act.action === 'undo' ? null : state;
    state = next;
  }
  return state;
}

function takenBack(state: CaseState | null, previous: CaseState | null, at: Instant): CaseState {
  if (!state || !previous) throw new Error('a history cannot undo before it has done something, nor undo an undo');
  return undone(state, previous, at);
}

function done(state: CaseState | null, { actor, at }: HistoryEntry, act: Act, context: ReturnType<ContextOf>, index: number): CaseState {
  const decision = apply(state, act, { ...context, now: at, actor });
  if (!decision.ok) throw new Error(`history entry ${index + 1} (${act.action}) is refused: ${decision.refusal.code}`);
  return decision.next;
}
