import type { Refusal } from '../result.ts';
import type { ActionRow } from './action-row.ts';
import { ACTION_IDS, type ActionId, actionRow } from './actions.ts';
import type { CaseState } from './case.ts';
import { prejudge } from './judge.ts';
import type { Actor } from './roles.ts';
import type { Context } from './turn.ts';

/** One button: what it is called, what it will ask for, and why it is greyed out where it is. */
export interface AllowedAction {
  readonly action: ActionId;
  readonly zh: string;
  readonly en: string;
  readonly kind: ActionRow['kind'];
  readonly needsReason: boolean;
  readonly input: readonly string[];
  readonly blockedBy?: Refusal;
}

/** What an actor may do with a case now, in the order of the table; what only a missing input could refuse counts as allowed. */
export function allowedActions(state: CaseState | null, actor: Actor, context: Omit<Context, 'actor'>): readonly AllowedAction[] {
  return ACTION_IDS.flatMap((action) => {
    const verdict = prejudge(state, action, { ...context, actor });
    if (verdict === 'hidden') return [];
    const { zh, en, kind, reason, input } = actionRow(action);
    const offer: AllowedAction = { action, zh, en, kind, needsReason: reason === true, input: input ?? [] };
    return [verdict ? { ...offer, blockedBy: verdict } : offer];
  });
}
