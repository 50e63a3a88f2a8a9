import { describe, expect, it } from 'vitest';
import { lackOf, reachableStep, readTrackingCode } from './draft-rules.ts';
import { emptyDraft } from './public-api.ts';
import { addressOfStep, readPlace } from './public-place.ts';

const draft = { ...emptyDraft, description: 'full bin', place: 'Main Road' };

describe('the steps of a report', () => {
  it('say what they lack until it is there', () => {
    expect(lackOf(0, { ...draft, description: ' ab ' })).toBe('what.short');
    expect(lackOf(0, draft)).toBeNull();
    expect(lackOf(1, { ...draft, place: '' })).toBe('where.short');
    expect(lackOf(2, { ...draft, phone: '138-abc' })).toBe('phone.letters');
    expect(lackOf(2, { ...draft, phone: '+86 (757) 1234-5678' })).toBeNull();
    expect(lackOf(2, draft)).toBeNull();
  });

  it('cannot be entered past an empty one', () => {
    expect(reachableStep(2, emptyDraft)).toBe(0);
    expect(reachableStep(2, { ...draft, place: '' })).toBe(1);
    expect(reachableStep(2, draft)).toBe(2);
  });

  it('stand in the address, so that Back goes one step back', () => {
    for (const step of [0, 1, 2, 'done'] as const) {
      const { pathname, hash } = new URL(addressOfStep(step), 'http://city');
      expect(readPlace({ pathname, hash })).toEqual({ page: 'report', code: '', step });
    }
    expect(readPlace({ pathname: '/s/follow/AB%', hash: '' })).toEqual({ page: 'follow', code: 'AB%', step: 0 });
  });
});

it('takes a tracking code however it was typed, and no other length', () => {
  expect(readTrackingCode(' abcd-2345 wxyz')).toBe('ABCD2345WXYZ');
  expect(readTrackingCode('ABCD2345WXY')).toBeNull();
  expect(readTrackingCode('ABCD2345WXYZ9')).toBeNull();
  expect(readTrackingCode('')).toBeNull();
});
