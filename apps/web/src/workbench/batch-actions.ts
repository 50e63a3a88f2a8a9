import { type ActionId, actionRow } from '@chengmai/kernel/lifecycle/actions.ts';
import type { Role } from '@chengmai/kernel/lifecycle/roles.ts';

/** What makes sense for many cases at once: the same decision with the same words. The server still judges each one. */
const batchable: readonly ActionId[] = [
  'claim',
  'dispatch',
  'assign',
  'confirm',
  'forward_close',
  'close',
  'send_pre_check',
  'send_post_check',
  'rework',
  'reject',
  'supervise',
  'reply_supervise',
  'void',
];

/** The batch actions that every one of the states and at least one of the roles allows, in the order above. */
export function batchActions(states: readonly string[], roles: readonly Role[]): readonly ActionId[] {
  return batchable.filter((id) => {
    const row = actionRow(id);
    return row.roles.some((role) => roles.includes(role)) && states.every((state) => (row.from as readonly string[]).includes(state));
  });
}

export const needsReason = (id: ActionId): boolean => actionRow(id).reason === true || id === 'reply_supervise';
