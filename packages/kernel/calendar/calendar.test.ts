import { describe, expect, it } from 'vitest';
import { createCalendar } from './calendar.ts';
import { beijing, CALENDAR_2026, inBeijing } from './example-2026.ts';
import { parseLimit } from './limit.ts';
import type { CalendarDefinition, Limit, LimitUnit } from './types.ts';

const calendar = createCalendar(CALENDAR_2026);
const limit = (text: string): Limit => {
  const [value, unit] = text.split(' ');
  return { value: Number(value), unit: unit as LimitUnit };
};
const due = (start: string, text: string, cal = calendar): string => inBeijing(cal.due(beijing(start), limit(text)).at);
const withChanges = (changes: Partial<CalendarDefinition>) => createCalendar({ ...CALENDAR_2026, ...changes });

describe('the worked examples of the rule book', () => {
  it.each([
    ['C1 urgent through midnight', '02-13 23:30', '2 urgent_hour', '02-14 01:30'],
    ['C2 across lunch', '03-02 10:15', '4 work_hour', '03-02 16:15'],
    ['C3 across a weekend', '03-06 17:30', '2 work_hour', '03-09 09:30'],
    ['C4 start in the lunch break, ends on a window end', '03-03 12:30', '4 work_hour', '03-03 18:00'],
    ['C5 one working day is eight hours', '03-04 10:00', '1 work_day', '03-05 10:00'],
    ['C6 Spring Festival with a make-up Saturday', '02-12 15:00', '5 work_day', '02-26 15:00'],
    ['C7 National Day, ends on a make-up Saturday', '09-30 16:00', '3 work_day', '10-10 16:00'],
    ['C8 start on a make-up Saturday, Sunday off', '02-28 16:00', '4 work_hour', '03-02 10:00'],
    ['C9 start on Saturday night', '03-07 22:00', '2 work_hour', '03-09 10:00'],
    ['C10 start inside a holiday', '10-03 09:00', '2 work_day', '10-09 18:00'],
    ['C11 make-up Sunday in January', '01-04 17:00', '2 work_hour', '01-05 09:00'],
    ['C12 natural days ignore the holiday', '04-03 17:00', '3 natural_day', '04-06 17:00'],
    ['C13 urgent days', '04-30 09:20', '2 urgent_day', '05-02 09:20'],
    ['C14 May holiday', '04-29 10:00', '2 work_day', '05-06 10:00'],
    ['C15 first extension', '05-06 10:00', '2 work_day', '05-08 10:00'],
    ['C16 second extension over a make-up Saturday', '05-08 10:00', '2 work_day', '05-11 10:00'],
    ['C17 extension of a deadline on the window end', '03-06 18:00', '4 work_hour', '03-09 12:00'],
    ['P7 fifteen urgent minutes run through lunch', '03-02 11:55', '15 urgent_minute', '03-02 12:10'],
    ['P7 as working time it would be a quarter of an hour', '03-02 11:55', '0.25 work_hour', '03-02 14:10'],
  ])('%s', (_name, start, text, expected) => {
    expect(due(start, text)).toBe(expected);
  });

  it('counts the 248 working days of 2026 month by month', () => {
    const months = Array.from({ length: 12 }, (_, month) => {
      const length = new Date(Date.UTC(2026, month + 1, 0)).getUTCDate();
      const days = Array.from({ length }, (_d, i) => `2026-${String(month + 1).padStart(2, '0')}-${String(i + 1).padStart(2, '0')}`);
      return days.filter((day) => calendar.isWorkingDay(day)).length;
    });
    expect(months).toEqual([21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23]);
    expect(calendar.used(beijing('2026-01-01 00:00'), beijing('2027-01-01 00:00'), 'working')).toBe(248 * 8 * 3_600_000);
  });
});

describe('working time', () => {
  it('counts nothing outside the windows and takes the sign of the direction', () => {
    expect(calendar.used(beijing('03-06 18:00'), beijing('03-09 08:00'), 'working')).toBe(0);
    expect(calendar.used(beijing('03-09 09:00'), beijing('03-06 17:00'), 'working')).toBe(-2 * 3_600_000);
    expect(calendar.used(beijing('03-09 09:00'), beijing('03-06 17:00'), 'continuous')).toBe(-64 * 3_600_000);
  });

  it('walks back to the opening side of a gap', () => {
    expect(inBeijing(calendar.add(beijing('03-09 09:00'), -2 * 3_600_000, 'working').at)).toBe('03-06 17:00');
    expect(inBeijing(calendar.add(beijing('03-09 09:00'), -3_600_000, 'working').at)).toBe('03-09 08:00');
  });

  it('moves a start outside the windows to the next opening and leaves one on a window end where it is', () => {
    expect(inBeijing(calendar.add(beijing('03-07 22:00'), 0, 'working').at)).toBe('03-09 08:00');
    expect(inBeijing(calendar.add(beijing('03-06 18:00'), 0, 'working').at)).toBe('03-06 18:00');
    expect(inBeijing(calendar.add(beijing('03-06 12:30'), 0, 'working').at)).toBe('03-06 14:00');
  });

  it('lets a make-up day win over a holiday of the same date', () => {
    expect(withChanges({ makeUpDays: ['2026-05-01'] }).isWorkingDay('2026-05-01')).toBe(true);
  });

  it('marks a deadline that needs a year whose holidays are not loaded', () => {
    expect(calendar.due(beijing('12-31 17:00'), limit('1 work_hour'))).toEqual({ at: beijing('12-31 18:00'), provisional: false });
    expect(calendar.due(beijing('12-31 17:00'), limit('2 work_hour'))).toEqual({ at: beijing('2027-01-01 09:00'), provisional: true });
    expect(calendar.due(beijing('12-31 17:00'), limit('2 natural_day')).provisional).toBe(false);
    expect(calendar.due(beijing('2025-12-31 17:00'), limit('2 work_hour')).provisional).toBe(true);
  });

  it('throws on a day or an instant that is none', () => {
    expect(() => calendar.isWorkingDay('2026-02-29')).toThrow(RangeError);
    expect(() => calendar.add(Number.NaN, 1, 'working')).toThrow(RangeError);
    expect(() => withChanges({ windows: [] })).toThrow(RangeError);
  });

  it('knows the local date of an instant', () => {
    expect(calendar.dayOf(Date.parse('2026-03-02T15:59:59.999Z'))).toBe('2026-03-02');
    expect(calendar.dayOf(Date.parse('2026-03-02T16:00:00Z'))).toBe('2026-03-03');
  });
});

describe('a calendar whose working days end at the end of the day', () => {
  const endOfDay = withChanges({ dayRule: 'endOfDay' });

  it.each([
    ['the day of the start is not counted', '03-04 10:00', '1 work_day', '03-05 18:00'],
    ['nor is it when work has not begun', '03-04 06:00', '1 work_day', '03-05 18:00'],
    ['a weekend is skipped', '03-06 10:00', '2 work_day', '03-10 18:00'],
    ['a start on a Saturday ends on Monday', '03-07 10:00', '1 work_day', '03-09 18:00'],
    ['holidays are skipped, make-up days count', '02-12 15:00', '3 work_day', '02-24 18:00'],
    ['a part of a day is a day', '03-04 10:00', '0.5 work_day', '03-05 18:00'],
    ['working hours stay hours', '03-04 10:00', '4 work_hour', '03-04 16:00'],
  ])('%s', (_name, start, text, expected) => {
    expect(due(start, text, endOfDay)).toBe(expected);
  });
});

describe('periods with windows of their own', () => {
  const summer = [
    { fromMinute: 8 * 60, toMinute: 12 * 60 },
    { fromMinute: 15 * 60, toMinute: 19 * 60 },
  ];
  const seasonal = withChanges({
    periods: [
      { from: '2026-07-01', to: '2026-08-31', windows: summer },
      { from: '2026-09-24', to: '2026-09-24', windows: [{ fromMinute: 8 * 60, toMinute: 12 * 60 }] },
      { from: '2026-11-11', to: '2026-11-11', windows: [] },
    ],
  });

  it('uses summer hours inside the period and the plain ones outside', () => {
    expect(due('07-01 11:00', '2 work_hour', seasonal)).toBe('07-01 16:00');
    expect(due('06-30 17:00', '6 work_hour', seasonal)).toBe('07-01 16:00');
    expect(due('08-31 18:30', '1 work_hour', seasonal)).toBe('09-01 08:30');
  });

  it('lets a half day run for its half and a day without windows not at all', () => {
    expect(due('09-24 11:00', '2 work_hour', seasonal)).toBe('09-28 09:00');
    expect(due('11-10 17:00', '2 work_hour', seasonal)).toBe('11-12 09:00');
    const endOfDay = createCalendar({ ...seasonal.definition, dayRule: 'endOfDay' });
    expect(due('11-10 17:00', '1 work_day', endOfDay)).toBe('11-12 18:00');
  });
});

describe('segments', () => {
  it('cuts the way to a deadline into running and standing pieces', () => {
    const pieces = calendar.segments(beijing('03-06 17:30'), beijing('03-09 09:30'), 'working');
    expect(pieces.map((piece) => [inBeijing(piece.from), inBeijing(piece.to), piece.running])).toEqual([
      ['03-06 17:30', '03-06 18:00', true],
      ['03-06 18:00', '03-09 08:00', false],
      ['03-09 08:00', '03-09 09:30', true],
    ]);
  });

  it('is one running piece on a continuous clock, none when nothing lies between, and stops at the maximum', () => {
    const [from, to] = [beijing('03-06 17:30'), beijing('03-09 09:30')];
    expect(calendar.segments(from, to, 'continuous')).toEqual([{ from, to, running: true }]);
    expect(calendar.segments(to, from, 'working')).toEqual([]);
    expect(calendar.segments(from, to, 'working', 2)).toHaveLength(2);
  });

  it('joins a shift that runs through midnight', () => {
    const night = withChanges({
      windows: [
        { fromMinute: 0, toMinute: 6 * 60 },
        { fromMinute: 22 * 60, toMinute: 24 * 60 },
      ],
    });
    const pieces = night.segments(beijing('03-02 21:00'), beijing('03-03 07:00'), 'working');
    expect(pieces.filter((piece) => piece.running).map((piece) => [inBeijing(piece.from), inBeijing(piece.to)])).toEqual([
      ['03-02 22:00', '03-03 06:00'],
    ]);
    expect(inBeijing(night.due(beijing('03-02 21:00'), limit('2 work_hour')).at)).toBe('03-03 00:00');
  });
});

it('gives a deadline of a fifteen-day limit in well under ten microseconds', () => {
  const parsed = parseLimit('15工作日');
  if (!parsed.ok) throw new Error('the limit must be readable');
  const start = beijing('01-05 09:00');
  const began = performance.now();
  let sum = 0;
  for (let i = 0; i < 100_000; i += 1) sum += calendar.due(start + i * 60_000, parsed.value).at;
  expect(((performance.now() - began) * 1_000) / 100_000).toBeLessThan(10);
  expect(sum).toBeGreaterThan(0);
});
