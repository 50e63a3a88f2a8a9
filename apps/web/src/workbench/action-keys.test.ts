import { ACTION_IDS } from '@chengmai/kernel/lifecycle/actions.ts';
import type { AllowedAction } from '@chengmai/modules/cases/contract.ts';
import { describe, expect, it } from 'vitest';
import { actionCommands, actionOf, keyOf } from './action-keys.ts';

const may = (action: string, blocked = false): AllowedAction => ({
  action,
  zh: action,
  en: action,
  primary: false,
  needsReason: false,
  fields: [],
  blockedBy: blocked ? { code: 'x', title: 'x' } : null,
});

describe('the keys of lifecycle actions', () => {
  it('takes the first meaning that is allowed now', () => {
    expect(actionOf('dispatch', [may('supervise'), may('assign')])?.action).toBe('assign');
    expect(actionOf('accept', [may('claim'), may('file')])?.action).toBe('file');
    expect(actionOf('merge', [may('file')])).toBeUndefined();
  });

  it('passes over a blocked action', () => {
    expect(actionOf('accept', [may('file', true), may('claim')])?.action).toBe('claim');
    expect(keyOf(may('file', true), [may('file', true), may('claim')])).toBeNull();
  });

  it('prints a key on one button only', () => {
    const actions = [may('file'), may('claim'), may('reject')];
    expect(actions.map((action) => keyOf(action, actions))).toEqual(['A', null, 'R']);
  });

  it('means only actions that the lifecycle has', () => {
    const found = actionCommands.flatMap((command) => ACTION_IDS.filter((id) => actionOf(command, [may(id)])?.action === id));
    expect(found.length).toBeGreaterThan(20);
    for (const command of actionCommands) expect(ACTION_IDS.some((id) => actionOf(command, [may(id)]))).toBe(true);
  });
});
