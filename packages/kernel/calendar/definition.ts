import { ok, type Result, refuse } from '../result.ts';
import { parseDay } from './civil.ts';
import { sortWindows } from './schedule.ts';
import type { CalendarDefinition, Day, DayWindow, WindowPeriod } from './types.ts';

const MINUTES_A_DAY = 1_440;
const MAX_OFFSET_MINUTES = 14 * 60;

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
const isMinute = (value: unknown): value is number =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) <= MINUTES_A_DAY;

const clockTime = (minute: number): string => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
const inWords = (window: DayWindow): string => `${clockTime(window.fromMinute)}–${clockTime(window.toMinute)}`;

const invalid = (field: string, value: unknown) => refuse('calendar.field_invalid', { field, value: JSON.stringify(value) ?? '' });

function parseWindows(field: string, value: unknown): Result<readonly DayWindow[]> {
  if (!Array.isArray(value)) return invalid(field, value);
  const windows: DayWindow[] = [];
  for (const entry of value as readonly unknown[]) {
    if (!isFields(entry)) return invalid(field, entry);
    const { fromMinute, toMinute } = entry;
    if (!isMinute(fromMinute) || !isMinute(toMinute) || fromMinute >= toMinute) {
      return refuse('calendar.window_invalid', { field, fromMinute, toMinute });
    }
    windows.push({ fromMinute, toMinute });
  }
  const sorted = sortWindows(windows);
  const overlap = sorted.findIndex((window, i) => i > 0 && window.fromMinute < sorted[i - 1]!.toMinute);
  if (overlap > 0)
    return refuse('calendar.windows_overlap', { field, first: inWords(sorted[overlap - 1]!), second: inWords(sorted[overlap]!) });
  return ok(sorted);
}

function parseDays(field: string, value: unknown): Result<readonly Day[]> {
  if (!Array.isArray(value)) return invalid(field, value);
  const days = new Set<Day>();
  for (const entry of value as readonly unknown[]) {
    if (typeof entry !== 'string' || parseDay(entry) === null) return refuse('calendar.day_invalid', { field, value: entry });
    if (days.has(entry)) return refuse('calendar.day_repeated', { field, value: entry });
    days.add(entry);
  }
  return ok([...days].sort());
}

function parseYears(value: unknown): Result<readonly number[]> {
  if (!Array.isArray(value)) return invalid('years', value);
  const wrong = (value as readonly unknown[]).find((year) => !Number.isInteger(year) || (year as number) < 1900 || (year as number) > 2999);
  if (wrong !== undefined) return invalid('years', wrong);
  return ok([...new Set(value as readonly number[])].sort((a, b) => a - b));
}

function parsePeriod(value: unknown): Result<WindowPeriod> {
  if (!isFields(value)) return invalid('periods', value);
  for (const day of [value.from, value.to]) {
    if (typeof day !== 'string' || parseDay(day) === null) return refuse('calendar.day_invalid', { field: 'periods', value: day });
  }
  const [from, to] = [value.from as Day, value.to as Day];
  if (from > to) return refuse('calendar.period_reversed', { from, to });
  const windows = parseWindows('periods', value.windows);
  return windows.ok ? ok({ from, to, windows: windows.value }) : windows;
}

function parsePeriods(value: unknown): Result<readonly WindowPeriod[]> {
  if (!Array.isArray(value)) return invalid('periods', value);
  const periods: WindowPeriod[] = [];
  for (const entry of value as readonly unknown[]) {
    const period = parsePeriod(entry);
    if (!period.ok) return period;
    periods.push(period.value);
  }
  periods.sort((a, b) => (a.from < b.from ? -1 : 1));
  const overlap = periods.findIndex((period, i) => i > 0 && period.from <= periods[i - 1]!.to);
  if (overlap > 0) {
    return refuse('calendar.periods_overlap', { firstTo: periods[overlap - 1]!.to, secondFrom: periods[overlap]!.from });
  }
  return ok(periods);
}

type Plain = Pick<CalendarDefinition, 'id' | 'version' | 'utcOffsetMinutes' | 'dayRule'>;

function parsePlain({ id, version, utcOffsetMinutes, dayRule }: Fields): Result<Plain> {
  if (typeof id !== 'string' || id.trim() === '') return invalid('id', id);
  if (!Number.isInteger(version) || (version as number) < 1) return invalid('version', version);
  if (!Number.isInteger(utcOffsetMinutes) || Math.abs(utcOffsetMinutes as number) > MAX_OFFSET_MINUTES) {
    return invalid('utcOffsetMinutes', utcOffsetMinutes);
  }
  if (dayRule !== 'hours' && dayRule !== 'endOfDay') return invalid('dayRule', dayRule);
  return ok({ id, version: version as number, utcOffsetMinutes: utcOffsetMinutes as number, dayRule });
}

/**
 * A calendar definition from JSON: every field present and of its type, days that exist and stand once, windows and periods that do
 * not overlap, at least one daily window. A day may be both holiday and make-up day (make-up wins), and a holiday may lie outside
 * `years`: a notice can reach into the neighbouring year. Lists come back sorted.
 * Refuses `calendar.field_invalid`, `window_invalid`, `windows_overlap`, `windows_missing`, `day_invalid`, `day_repeated`,
 * `period_reversed`, `periods_overlap`.
 */
export function parseCalendarDefinition(input: unknown): Result<CalendarDefinition> {
  if (!isFields(input)) return invalid('calendar', input);
  const plain = parsePlain(input);
  if (!plain.ok) return plain;
  const windows = parseWindows('windows', input.windows);
  if (!windows.ok) return windows;
  if (windows.value.length === 0) return refuse('calendar.windows_missing');
  const periods = parsePeriods(input.periods ?? []);
  if (!periods.ok) return periods;
  const years = parseYears(input.years);
  if (!years.ok) return years;
  const holidays = parseDays('holidays', input.holidays);
  if (!holidays.ok) return holidays;
  const makeUpDays = parseDays('makeUpDays', input.makeUpDays);
  if (!makeUpDays.ok) return makeUpDays;
  const lists = { windows: windows.value, years: years.value, holidays: holidays.value, makeUpDays: makeUpDays.value };
  return ok({ ...plain.value, ...lists, ...(periods.value.length > 0 ? { periods: periods.value } : {}) });
}
