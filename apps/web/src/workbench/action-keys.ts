import type { AllowedAction } from '@chengmai/modules/cases/contract.ts';
import type { Command } from '../app/keymap.ts';

type ActionCommand = Extract<Command, 'dispatch' | 'accept' | 'reject' | 'merge' | 'escalate'>;

/** Which lifecycle action a key means: the first of its list that the caller may take now. */
const meanings: Readonly<Record<ActionCommand, readonly string[]>> = {
  dispatch: ['dispatch', 'assign'],
  accept: [
    'file',
    'accept',
    'answer_pre_check',
    'submit_handling',
    'confirm',
    'forward_close',
    'answer_post_check',
    'review_application',
    'review_appeal',
    'close',
    'claim',
  ],
  reject: ['reject', 'return_to_acceptor', 'return_to_dispatcher', 'return_to_department', 'redo', 'rework', 'reject_close'],
  merge: ['merge'],
  escalate: ['supervise', 'reply_supervise'],
};

export const actionCommands = Object.keys(meanings) as readonly ActionCommand[];

const keyCaps: Readonly<Record<ActionCommand, string>> = { dispatch: 'D', accept: 'A', reject: 'R', merge: 'M', escalate: 'E' };

export function actionOf(command: ActionCommand, actions: readonly AllowedAction[]): AllowedAction | undefined {
  for (const name of meanings[command]) {
    const found = actions.find((each) => each.action === name && each.blockedBy === null);
    if (found) return found;
  }
  return undefined;
}

/** The key cap to print on an action's button; nothing when another action has the key now. */
export function keyOf(action: AllowedAction, actions: readonly AllowedAction[]): string | null {
  const command = actionCommands.find((each) => actionOf(each, actions)?.action === action.action);
  return command ? keyCaps[command] : null;
}
