import type { AllowedAction } from '@chengmai/modules/cases/contract.ts';
import { describe, expect, it } from 'vitest';
import type { CaseDetail } from '../api/cases.ts';
import { cleanDraft, firstDraft, missing } from './action-draft.ts';

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

  it('asks for no photograph that the case already has', () => {
    const submit = action({ action: 'submit_handling', fields: [{ name: 'photos', required: true }] });
    expect(missing(submit, {}, detail)).toEqual(['photoIds']);
    expect(missing(submit, {}, { ...detail, photos: [{ stage: 'after' }] } as unknown as CaseDetail)).toEqual([]);
  });

  it('sends only what was given', () => {
    expect(cleanDraft({ reason: '', photoIds: [], granted: false })).toEqual({ granted: false });
  });
});
