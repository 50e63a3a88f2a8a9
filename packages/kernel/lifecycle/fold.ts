import type { Instant } from '../calendar/types.ts';
import type { Act } from './act.ts';
import { apply } from './apply.ts';
import type { CaseState } from './case.ts';
import type { Actor } from './roles.ts';
import type { Context } from './turn.ts';

/** One line of a case's append-only history: enough to do the act again. */
export interface HistoryEntry {
  readonly act: Act;
  readonly actor: Actor;
  readonly at: Instant;
}

/** The calendar and settings an entry was judged by; they may change in the life of a case, so an entry names its own. */
export type ContextOf = (entry: HistoryEntry, index: number) => Pick<Context, 'calendar' | 'settings'>;

/** Replays a history into the case it makes; null for an empty one. Throws on an entry that would be refused: that history is not one. */
export function fold(history: readonly HistoryEntry[], contextOf: ContextOf): CaseState | null {
  let state: CaseState | null = null;
  for (const [index, entry] of history.entries()) {
    const decision = apply(state, entry.act, { ...contextOf(entry, index), now: entry.at, actor: entry.actor });
    if (!decision.ok) throw new Error(`history entry ${index + 1} (${entry.act.action}) is refused: ${decision.refusal.code}`);
    state = decision.next;
  }
  return state;
}
