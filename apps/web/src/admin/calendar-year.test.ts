import { describe, expect, it } from 'vitest';
import { kindOf, minuteOf, minuteText, monthCells, toggleDay } from './calendar-year.ts';

const plain = { holidays: ['2026-10-01'], makeUpDays: ['2026-10-10'] };

describe('the year view of the calendar', () => {
  it('tells working days, weekends, holidays and make-up days apart', () => {
    expect(['2026-09-30', '2026-10-03', '2026-10-01', '2026-10-10'].map((day) => kindOf(plain, day))).toEqual([
      'work',
      'off',
      'holiday',
      'makeup',
    ]);
  });

  it('lays a month out Monday first', () => {
    const october = monthCells(plain, 2026, 9);
    expect(october.lead).toBe(3);
    expect(october.days).toHaveLength(31);
    expect(monthCells(plain, 2028, 1).days).toHaveLength(29);
  });

  it('takes back with a second click what the first one did', () => {
    for (const day of ['2026-11-18', '2026-11-21']) {
      const once = toggleDay(plain, day);
      expect(kindOf(once, day)).not.toBe(kindOf(plain, day));
      expect(toggleDay(once, day)).toEqual(plain);
    }
    expect(kindOf(toggleDay(plain, '2026-10-01'), '2026-10-01')).toBe('work');
  });

  it('writes minutes of the day as a time and reads them back', () => {
    for (const minute of [0, 510, 1_439]) expect(minuteOf(minuteText(minute))).toBe(minute);
  });
});
