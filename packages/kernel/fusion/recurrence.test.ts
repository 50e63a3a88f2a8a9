import { describe, expect, it } from 'vitest';
import type { LonLat } from '../geo/geometry.ts';
import { type PlacedCase, recurrence } from './recurrence.ts';

const DAY = 86_400_000;
const T0 = Date.parse('2026-11-20T15:05:00+08:00');
const north = (m: number): LonLat => [113.1, 23.02 + m / 111_195.08];
const earlier = (id: string, days: number, change: Partial<PlacedCase> = {}): PlacedCase => ({
  id,
  classCode: '06010',
  at: T0 - days * DAY,
  position: north(10),
  closedAt: T0 - days * DAY + 3_600_000,
  ...change,
});
const subject: PlacedCase = { id: 's', classCode: '06010', at: T0, position: north(0) };

describe('recurrence at a place', () => {
  it('counts the earlier ones of 90 days and numbers this one', () => {
    const list = [earlier('a', 90), earlier('b', 12), earlier('too old', 90.01), earlier('far', 5, { position: north(60) })];
    expect(recurrence(subject, list)).toEqual({ count: 2, nth: 3, ids: ['a', 'b'] });
  });

  it('leaves out itself, other classes, merged ones and those still open at the time', () => {
    const list = [
      { ...subject },
      earlier('other class', 3, { classCode: '06011' }),
      earlier('merged', 3, { mergedInto: 'x' }),
      earlier('open', 3, { closedAt: null }),
      earlier('closed later', 3, { closedAt: T0 + DAY }),
      earlier('later', -1),
      earlier('no place', 3, { position: null }),
    ];
    expect(recurrence(subject, list)).toEqual({ count: 0, nth: 1, ids: [] });
  });

  it('follows its own window and radius', () => {
    const list = [earlier('a', 20, { position: north(90) })];
    expect(recurrence(subject, list, { days: 30, radiusM: 100 })?.count).toBe(1);
    expect(recurrence(subject, list, { days: 10, radiusM: 100 })?.count).toBe(0);
  });

  it('is unknown, not zero, without a place or a class', () => {
    expect(recurrence({ ...subject, position: null }, [])).toBeNull();
    expect(recurrence({ ...subject, classCode: null }, [])).toBeNull();
  });
});
