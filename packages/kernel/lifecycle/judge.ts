import type { Refusal } from '../result.ts';
import type { AnyInput } from './act.ts';
import type { ActionRow } from './action-row.ts';
import { ACTIONS, type ActionId, actionRow } from './actions.ts';
import type { CaseState } from './case.ts';
import { GUARDS } from './guards.ts';
import { HOLDS } from './holders.ts';
import { openCase } from './open-case.ts';
import type { Actor } from './roles.ts';
import type { Context, Turn } from './turn.ts';

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  (typeof value === 'string' && value.trim() === '') ||
  (Array.isArray(value) && value.length === 0);

export const isAction = (id: string): id is ActionId => Object.hasOwn(ACTIONS, id);

function standing(state: CaseState | null, action: ActionId, row: ActionRow, actor: Actor): Refusal | null {
  const from = state?.state ?? 'new';
  if (!row.from.includes(from)) return { code: 'lifecycle.action_not_allowed', params: { action, state: from } };
  const roles = row.roles.filter((role) => actor.roles.includes(role));
  if (roles.length === 0) return { code: 'lifecycle.role_not_allowed', params: { action, roles: row.roles } };
  const holds = state === null || row.holder === 'anyone' || roles.some((role) => HOLDS[role](state, actor));
  return holds ? null : { code: 'lifecycle.not_holder', params: { action, roles } };
}

function completeness(row: ActionRow, input: AnyInput): Refusal | null {
  const given: Readonly<Record<string, unknown>> = input;
  if (row.reason && isEmpty(given.reason)) return { code: 'lifecycle.reason_required' };
  const field = row.input?.find((name) => isEmpty(given[name]));
  return field === undefined ? null : { code: 'lifecycle.input_missing', params: { field } };
}

function guarding(state: CaseState | null, row: ActionRow, turn: Turn, withInput: boolean): Refusal | null {
  const subject = state ?? openCase(false, turn);
  for (const name of row.guards ?? []) {
    const guard = GUARDS[name];
    const refusal = guard.judgesInput && !withInput ? null : guard.check(subject, turn);
    if (refusal) return refusal;
  }
  return null;
}

/** Why an act is refused, or null. In this order: state, role, holder, reason, input, guards of the table row from left to right. */
export function judge(state: CaseState | null, action: string, input: AnyInput, context: Context): Refusal | null {
  if (!isAction(action)) return { code: 'lifecycle.unknown_action', params: { action } };
  const row = actionRow(action);
  return standing(state, action, row, context.actor) ?? completeness(row, input) ?? guarding(state, row, { ...context, input }, true);
}

/** The same before there is an input: `hidden` when the actor has no business with the action here, else what blocks it, or null. */
export function prejudge(state: CaseState | null, action: ActionId, context: Context): Refusal | null | 'hidden' {
  const row = actionRow(action);
  if (standing(state, action, row, context.actor)) return 'hidden';
  return guarding(state, row, { ...context, input: {} }, false);
}
