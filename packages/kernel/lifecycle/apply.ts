import type { Refusal } from '../result.ts';
import type { Act, AnyInput } from './act.ts';
import type { ActionRow } from './action-row.ts';
import { actionRow } from './actions.ts';
import type { CaseState } from './case.ts';
import { runClocks } from './clock-effects.ts';
import { EFFECTS } from './effects.ts';
import { eventsOf, type LifecycleEvent } from './events.ts';
import { judge } from './judge.ts';
import { openCase } from './open-case.ts';
import type { StateId } from './states.ts';
import type { Context, Turn } from './turn.ts';

/** What comes of an act: the next state with the events that tell of it, or a refusal that says why not. */
export type Decision =
  | { readonly ok: true; readonly next: CaseState; readonly events: readonly LifecycleEvent[] }
  | { readonly ok: false; readonly refusal: Refusal };

/** Applications are about running work; when the work moves on, the question has answered itself. */
const APPLICATION_STATES: ReadonlySet<StateId> = new Set(['pending_assign', 'handling']);

function target(row: ActionRow, state: CaseState, input: AnyInput): StateId {
  switch (row.to) {
    case 'same':
      return state.state;
    case 'back':
      return state.task?.returnTo ?? state.suspension?.returnTo ?? state.mergedInto?.before.state ?? state.state;
    case 'granted': {
      const suspends = state.application?.kind === 'suspension' && state.application.level === 'dispatcher';
      return suspends && input.decision === 'grant' ? 'suspended' : state.state;
    }
    default:
      return row.to;
  }
}

/** A check on the way does not wipe out that the case came back; only a real step does. */
function markOf(row: ActionRow, state: CaseState): StateId | null {
  if (row.kind === 'return') return state.state;
  const stays = row.to === 'same' || row.to === 'back' || row.to === 'granted' || row.to === 'pre_checking' || row.to === 'post_checking';
  return stays ? state.returnedFrom : null;
}

function perform(state: CaseState | null, act: Act, turn: Turn): CaseState {
  const row = actionRow(act.action);
  const before = state ?? openCase(act.action === 'self_handle', turn);
  const clocked = runClocks(before, row.clocks ?? [], turn);
  const moved = {
    ...clocked,
    state: target(row, before, turn.input),
    returnedFrom: state === null ? null : markOf(row, before),
    ...EFFECTS[act.action]?.(clocked, turn, before),
    version: before.version + 1,
    updatedAt: turn.now,
  };
  return APPLICATION_STATES.has(moved.state) ? moved : { ...moved, application: null };
}

/**
 * Applies one act to a case, or opens one when `state` is null. Pure: the same state, act and context give the same decision, so a
 * history of acts is the case. Instants in ms; an act that claims to be earlier than the last one counts as simultaneous with it.
 * Refuses with the codes of refusals.ts. Source: GB/T 30428.8 practice, the table in actions.ts.
 */
export function apply(state: CaseState | null, act: Act, context: Context): Decision {
  const now = Math.max(context.now, state?.updatedAt ?? context.now);
  const input = act.input as AnyInput;
  const turn: Turn = { ...context, now, input };
  const refusal = judge(state, act.action, input, turn);
  if (refusal) return { ok: false, refusal };
  const next = perform(state, act, turn);
  return { ok: true, next, events: eventsOf(state, next, act, turn) };
}
