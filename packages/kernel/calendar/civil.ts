import type { Day } from './types.ts';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

const DAY_PATTERN = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Day number (1970-01-01 is 0) of 1 January of a proleptic Gregorian year. */
export function firstDayOfYear(year: number): number {
  const past = year - 1;
  return 365 * past + Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400) - 719_162;
}

/** The year in which a day number lies. */
export function yearOfDay(dayNumber: number): number {
  let year = 1970 + Math.floor(dayNumber / 365.2425);
  while (firstDayOfYear(year) > dayNumber) year -= 1;
  while (firstDayOfYear(year + 1) <= dayNumber) year += 1;
  return year;
}

/** Day number of a `YYYY-MM-DD`, or null when no such day exists (2026-02-29, 2026-13-01, 26-1-1). */
export function parseDay(day: string): number | null {
  const match = DAY_PATTERN.exec(day);
  if (!match) return null;
  const dayNumber = Date.parse(`${day}T00:00:00Z`) / DAY_MS;
  return Number.isNaN(dayNumber) || formatDay(dayNumber) !== day ? null : dayNumber;
}

/** `YYYY-MM-DD` of a day number. */
export function formatDay(dayNumber: number): Day {
  return new Date(dayNumber * DAY_MS).toISOString().slice(0, 10);
}

/** Saturday or Sunday; 1970-01-01 was a Thursday. */
export function isWeekend(dayNumber: number): boolean {
  const weekday = (((dayNumber + 4) % 7) + 7) % 7;
  return weekday === 0 || weekday === 6;
}
