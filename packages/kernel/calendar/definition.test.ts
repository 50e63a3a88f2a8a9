import { describe, expect, it } from 'vitest';
import { parseCalendarDefinition } from './definition.ts';
import { CALENDAR_2026 } from './example-2026.ts';

const withChanges = (changes: Readonly<Record<string, unknown>>) => parseCalendarDefinition({ ...CALENDAR_2026, ...changes });
const period = (from: string, to: string) => ({ from, to, windows: [{ fromMinute: 480, toMinute: 720 }] });

describe('a calendar definition', () => {
  it('comes back as it was, through JSON and all', () => {
    const parsed = parseCalendarDefinition(JSON.parse(JSON.stringify(CALENDAR_2026)));
    expect(parsed).toEqual({ ok: true, value: { ...CALENDAR_2026, makeUpDays: [...CALENDAR_2026.makeUpDays].sort() } });
  });

  it('comes back sorted, and a day may be both holiday and make-up day', () => {
    const parsed = withChanges({
      windows: [...CALENDAR_2026.windows].reverse(),
      holidays: ['2026-10-01', '2026-01-01'],
      makeUpDays: ['2026-01-01'],
      years: [2027, 2026],
    });
    expect(parsed).toMatchObject({
      ok: true,
      value: { windows: CALENDAR_2026.windows, holidays: ['2026-01-01', '2026-10-01'], years: [2026, 2027] },
    });
  });

  it.each([
    [
      'two windows that overlap',
      {
        windows: [
          { fromMinute: 480, toMinute: 720 },
          { fromMinute: 719, toMinute: 800 },
        ],
      },
      'windows_overlap',
    ],
    ['a window that ends before it begins', { windows: [{ fromMinute: 720, toMinute: 480 }] }, 'window_invalid'],
    ['a window beyond midnight', { windows: [{ fromMinute: 1320, toMinute: 1500 }] }, 'window_invalid'],
    ['a window of parts of minutes', { windows: [{ fromMinute: 480.5, toMinute: 720 }] }, 'window_invalid'],
    ['no window at all', { windows: [] }, 'windows_missing'],
    ['a day that does not exist', { holidays: ['2026-02-29'] }, 'day_invalid'],
    ['a day written otherwise', { makeUpDays: ['2026/10/01'] }, 'day_invalid'],
    ['a day that stands twice', { holidays: ['2026-10-01', '2026-10-01'] }, 'day_repeated'],
    ['a period that ends before it begins', { periods: [period('2026-09-01', '2026-08-01')] }, 'period_reversed'],
    ['periods that overlap', { periods: [period('2026-06-01', '2026-08-01'), period('2026-08-01', '2026-09-01')] }, 'periods_overlap'],
    ['a period with a wrong day', { periods: [period('2026-06-31', '2026-08-01')] }, 'day_invalid'],
    ['a year of two digits', { years: [26] }, 'field_invalid'],
    ['an unknown day rule', { dayRule: 'days' }, 'field_invalid'],
    ['an offset of a whole day', { utcOffsetMinutes: 1440 }, 'field_invalid'],
    ['a version that is no number', { version: '1' }, 'field_invalid'],
    ['an empty id', { id: ' ' }, 'field_invalid'],
    ['windows that are no list', { windows: {} }, 'field_invalid'],
    ['a window that is no object', { windows: [null] }, 'field_invalid'],
  ])('is refused with %s', (_name, changes, code) => {
    expect(withChanges(changes)).toMatchObject({ ok: false, refusal: { code: `calendar.${code}` } });
  });

  it('is refused when it is no object', () => {
    for (const input of [null, 1, 'x', []]) expect(parseCalendarDefinition(input).ok).toBe(false);
  });
});
