import type { CalendarDefinition, Day, Instant } from './types.ts';

/** The days from `first` to `last`, both included. */
function days(first: Day, last: Day): Day[] {
  const list: Day[] = [];
  for (let at = Date.parse(first); at <= Date.parse(last); at += 86_400_000) list.push(new Date(at).toISOString().slice(0, 10));
  return list;
}

/** Holidays and make-up days of 2026 by the State Council notice of 4 November 2025, with the usual office hours. For tests. */
export const CALENDAR_2026: CalendarDefinition = {
  id: 'example-2026',
  version: 1,
  utcOffsetMinutes: 480,
  windows: [
    { fromMinute: 8 * 60, toMinute: 12 * 60 },
    { fromMinute: 14 * 60, toMinute: 18 * 60 },
  ],
  years: [2026],
  holidays: [
    ...days('2026-01-01', '2026-01-03'),
    ...days('2026-02-15', '2026-02-23'),
    ...days('2026-04-04', '2026-04-06'),
    ...days('2026-05-01', '2026-05-05'),
    ...days('2026-06-19', '2026-06-21'),
    ...days('2026-09-25', '2026-09-27'),
    ...days('2026-10-01', '2026-10-07'),
  ],
  makeUpDays: ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'],
  dayRule: 'hours',
};

/** `02-13 23:30` of 2026 in China, or with its year `2027-01-04 08:00`. */
export function beijing(text: string): Instant {
  const full = text.length === 11 ? `2026-${text}` : text;
  const at = Date.parse(`${full.replace(' ', 'T')}:00+08:00`);
  if (Number.isNaN(at)) throw new RangeError(`no such time: ${text}`);
  return at;
}

/** The reverse of `beijing`, seconds dropped; easier to read in a failed test than a number. */
export const inBeijing = (at: Instant): string =>
  new Date(at + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ').replace('2026-', '');
