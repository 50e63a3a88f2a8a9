import type { AllowedAction } from '@chengmai/modules/cases/contract.ts';
import { describe, expect, it } from 'vitest';
import type { CaseDetail } from '../api/cases.ts';
import { cleanDraft, firstDraft, missing, withPhotos } from './action-draft.ts';

const action = (change: Partial<AllowedAction>): AllowedAction => ({
  action: 'dispatch',
  zh: '',
  en: '',
  primary: true,
  needsReason: false,
  fields: [],
  blockedBy: null,
  ...change,
});
const detail = {
  conditionId: 'c1',
  classCode: '06010',
  suggestedUnits: [{ unitId: 'u1' }, { unitId: 'u2' }],
  photos: [],
  history: [],
} as unknown as CaseDetail;

describe('the draft of an action', () => {
  it('starts with the first suggested unit and the condition that applies', () => {
    const fields = [
      { name: 'unitId', required: true },
      { name: 'conditionId', required: true },
    ];
    expect(firstDraft(action({ fields }), detail)).toEqual({ unitId: 'u1', conditionId: 'c1' });
  });

  it('counts the reason among what misses', () => {
    expect(missing(action({ needsReason: true }), {}, detail)).toEqual(['reason']);
    expect(missing(action({ needsReason: true }), { reason: 'x' }, detail)).toEqual([]);
  });

  it('takes "no" for an answer', () => {
    const fields = [{ name: 'passed', required: true }];
    expect(missing(action({ fields }), { passed: false }, detail)).toEqual([]);
    expect(missing(action({ fields }), {}, detail)).toEqual(['passed']);
  });

  const submit = action({ action: 'submit_handling', fields: [{ name: 'photos', required: true }] });
  const photographed = {
    ...detail,
    photos: [{ id: 'p1', stage: 'after', addedAt: '2026-03-02T01:00:00Z' }],
  } as unknown as CaseDetail;

  it('asks for no photograph that already lies ready, and hands it in', () => {
    expect(missing(submit, {}, detail)).toEqual(['photoIds']);
    expect(missing(submit, {}, photographed)).toEqual([]);
    expect(withPhotos(submit, { photoIds: ['p2', 'p1'] }, photographed)).toEqual({ photoIds: ['p1', 'p2'] });
  });

  it('asks for new photographs after a rework, but not after an undo', () => {
    const handedIn = { action: 'submit_handling', at: '2026-03-02T01:05:00Z' };
    const reworked = { ...photographed, history: [handedIn, { action: 'rework', at: '2026-03-02T02:00:00Z' }] } as unknown as CaseDetail;
    expect(missing(submit, {}, reworked)).toEqual(['photoIds']);
    const undone = { ...photographed, history: [handedIn, { action: 'undo', at: '2026-03-02T01:05:05Z' }] } as unknown as CaseDetail;
    expect(missing(submit, {}, undone)).toEqual([]);
  });

  it('sends only what was given', () => {
    expect(cleanDraft({ reason: '', photoIds: [], granted: false })).toEqual({ granted: false });
  });
});
