import { describe, expect, it } from 'vitest';
import { ACTION_IDS, type ActionId, actionRow } from './actions.ts';
import type { Decision } from './apply.ts';
import { PREPARED, SETTINGS_FOR, STANDING } from './example-cases.ts';
import { INPUTS, PEOPLE, type Play } from './example-play.ts';
import { HOLDS } from './holders.ts';
import { ROLE_IDS, type Role } from './roles.ts';
import { type FromState, OPEN_STATES, STATE_IDS } from './states.ts';

const FILED: readonly FromState[] = OPEN_STATES.filter((id) => !['reported', 'pre_checking', 'pending_filing'].includes(id));
const FROM_STATES: readonly FromState[] = ['new', ...STATE_IDS];

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(freeze);
  }
  return value;
}

/** A frozen case in that state, ready for the action: a kernel that writes into what it was given throws. */
function stand(from: FromState, action: ActionId): Play {
  const play = STANDING[from]();
  PREPARED[action]?.(play);
  play.settings = { ...play.settings, ...SETTINGS_FOR[action] };
  play.state = freeze(play.state);
  return play;
}

const outcome = (decision: Decision): string => (decision.ok ? 'ok' : decision.refusal.code);

const attempt = (from: FromState, action: ActionId, role: Role, id?: string, input?: object): string => {
  const person = id ? { ...PEOPLE[role], id, unitIds: ['elsewhere'] } : PEOPLE[role];
  return outcome(stand(from, action).tries(action, person, input));
};

/** Where the table lets a role in and the case at hand does not: `role action` → what says so, in which states. */
const GUARDED: Readonly<Record<string, readonly [code: string, ...states: FromState[]]>> = {
  'acceptor claim': ['already_claimed', 'pending_filing', 'pending_close'],
  'acceptor void': ['needs_shift_leader', ...FILED],
  'acceptor merge': ['needs_shift_leader', 'pending_assign', 'handling'],
  // No handler has the case before it is assigned; a handler's application waits for the department, a department's does not.
  'handler apply_extension': ['not_holder', 'pending_assign'],
  'handler apply_suspension': ['not_holder', 'pending_assign'],
  'dispatcher review_application': ['other_review_level', 'handling'],
  'dept_manager review_application': ['other_review_level', 'pending_assign'],
  'system resume': ['suspension_running', 'suspended'],
  'acceptor review_appeal': ['other_review_level', 'closed', 'force_closed'],
  'shift_leader review_appeal': ['other_review_level', 'closed', 'force_closed'],
  'dept_manager reply_supervise': ['not_holder', 'reported', 'pre_checking', 'pending_filing', 'pending_dispatch'],
  'handler reply_supervise': [
    'not_holder',
    'reported',
    'pre_checking',
    'pending_filing',
    'pending_dispatch',
    'pending_assign',
    'suspended',
  ],
};

function expected(from: FromState, action: ActionId, role: Role): string {
  const row = actionRow(action);
  if (!row.from.includes(from)) return 'lifecycle.action_not_allowed';
  if (!row.roles.includes(role)) return 'lifecycle.role_not_allowed';
  const [code, ...states] = GUARDED[`${role} ${action}`] ?? [''];
  return states.includes(from) ? `lifecycle.${code}` : 'ok';
}

describe('every state × action × role', () => {
  it.each(FROM_STATES)('from %s every action is allowed to exactly the roles of the table, and refused with the right code', (from) => {
    const wrong: string[] = [];
    for (const action of ACTION_IDS) {
      for (const role of ROLE_IDS) {
        const got = attempt(from, action, role);
        if (got !== expected(from, action, role)) wrong.push(`${from} ${action} ${role}: ${got}, not ${expected(from, action, role)}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  const bound = FROM_STATES.filter((from) => from !== 'new').flatMap((from) =>
    ACTION_IDS.filter((action) => actionRow(action).from.includes(from) && !actionRow(action).holder).flatMap((action) =>
      actionRow(action).roles.map((role) => ({ from, action, role })),
    ),
  );

  it('refuses a stranger who has the role but does not hold the case', () => {
    const wrong = bound
      .filter(
        ({ from, action, role }) => !HOLDS[role](stand(from, action).case, { ...PEOPLE[role], id: 'stranger', unitIds: ['elsewhere'] }),
      )
      .map(({ from, action, role }) => `${from} ${action} ${role}: ${attempt(from, action, role, 'stranger')}`)
      .filter((line) => !line.endsWith('lifecycle.not_holder'));
    expect(wrong).toEqual([]);
    expect(bound.length).toBeGreaterThan(80);
  });

  const possible = FROM_STATES.flatMap((from) =>
    ACTION_IDS.flatMap((action) =>
      actionRow(action)
        .roles.filter((role) => attempt(from, action, role) === 'ok')
        .map((role) => ({ from, action, role })),
    ),
  );

  it('asks for the reason wherever the table wants one', () => {
    const asked = possible.filter(({ action }) => actionRow(action).reason);
    for (const { from, action, role } of asked) {
      for (const reason of [undefined, '', '   ']) {
        expect(attempt(from, action, role, undefined, { ...INPUTS[action], reason })).toBe('lifecycle.reason_required');
      }
    }
    expect(asked.length).toBeGreaterThan(30);
  });

  it('asks for every required field', () => {
    const asked = possible.flatMap((each) => (actionRow(each.action).input ?? []).map((field) => ({ ...each, field })));
    for (const { from, action, role, field } of asked) {
      const result = attempt(from, action, role, undefined, { ...INPUTS[action], [field]: undefined });
      expect(`${action} ${field} ${result}`).toBe(`${action} ${field} lifecycle.input_missing`);
    }
    expect(asked.length).toBeGreaterThan(100);
  });

  it('reaches every action of the table from every state that the table names', () => {
    const reached = new Set(possible.map(({ from, action }) => `${from} ${action}`));
    const named = ACTION_IDS.flatMap((action) => actionRow(action).from.map((from) => `${from} ${action}`));
    expect(named.filter((pair) => !reached.has(pair))).toEqual([]);
  });

  it('refuses an action it has never heard of', () => {
    expect(attempt('reported', 'toString' as ActionId, 'admin', undefined, {})).toBe('lifecycle.unknown_action');
  });
});
