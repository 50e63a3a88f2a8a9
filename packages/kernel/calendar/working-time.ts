import { DAY_MS, firstDayOfYear, isWeekend, MINUTE_MS, parseDay, yearOfDay } from './civil.ts';
import type { CalendarDefinition, DayWindow } from './types.ts';

/** The windows of one kind of day, in ms after local midnight, ascending. */
interface Schedule {
  readonly opens: readonly number[];
  readonly closes: readonly number[];
  readonly totalMs: number;
}

/** One year: for each day its schedule, and the working time before it. */
interface YearTable {
  readonly year: number;
  readonly firstDay: number;
  readonly length: number;
  readonly schedules: readonly Schedule[];
  readonly beforeMs: Float64Array;
  readonly totalMs: number;
}

/** A point on the axis of working time: `workedMs` after the start of `table`'s year. */
interface Position {
  readonly table: YearTable;
  readonly workedMs: number;
}

/** A point on the local time axis, and the years of the way there. */
export interface Landing {
  readonly localMs: number;
  readonly fromYear: number;
  readonly year: number;
}

const REST: Schedule = { opens: [], closes: [], totalMs: 0 };
/** Far beyond any limit; stops a walk through a calendar that never works. */
const MAX_YEARS = 1_000;

export const sortWindows = (windows: readonly DayWindow[]): DayWindow[] => [...windows].sort((a, b) => a.fromMinute - b.fromMinute);

export const windowsMs = (windows: readonly DayWindow[]): number =>
  windows.reduce((sum, window) => sum + (window.toMinute - window.fromMinute) * MINUTE_MS, 0);

function scheduleOf(windows: readonly DayWindow[]): Schedule {
  const sorted = sortWindows(windows);
  return {
    opens: sorted.map((window) => window.fromMinute * MINUTE_MS),
    closes: sorted.map((window) => window.toMinute * MINUTE_MS),
    totalMs: windowsMs(sorted),
  };
}

function workedBy(schedule: Schedule, msOfDay: number): number {
  let worked = 0;
  for (let i = 0; i < schedule.opens.length; i += 1) {
    const open = schedule.opens[i]!;
    if (msOfDay <= open) break;
    worked += Math.min(msOfDay, schedule.closes[i]!) - open;
  }
  return worked;
}

/** Where `worked` ms of a day are reached; `late` takes the next opening instead of a window end. */
function reach(schedule: Schedule, worked: number, late: boolean): number {
  let rest = worked;
  for (let i = 0; i < schedule.opens.length; i += 1) {
    const length = schedule.closes[i]! - schedule.opens[i]!;
    if (rest < length || (rest === length && !late)) return schedule.opens[i]! + rest;
    rest -= length;
  }
  throw new RangeError(`a day of ${schedule.totalMs} ms working time does not reach ${worked} ms`);
}

const dayList = (days: readonly string[]): Set<number> => new Set(days.map(dayNumberOf));

/** Day number of a day that must exist; a definition is parsed before it comes here. */
export function dayNumberOf(day: string): number {
  const dayNumber = parseDay(day);
  if (dayNumber === null) throw new RangeError(`no such day: ${day}`);
  return dayNumber;
}

/**
 * The axis of working time: tables per year, made when first asked for, so that a deadline is a search and no walk.
 * All times are local, ms since 1970-01-01T00:00 local time.
 */
export function createWorkingTime(definition: CalendarDefinition) {
  const makeUp = dayList(definition.makeUpDays);
  const holidays = dayList(definition.holidays);
  const plain = scheduleOf(definition.windows);
  const periods = (definition.periods ?? []).map((period) => ({
    from: dayNumberOf(period.from),
    to: dayNumberOf(period.to),
    schedule: scheduleOf(period.windows),
  }));
  const tables = new Map<number, YearTable>();
  let latest: YearTable | undefined;

  const isWorking = (day: number): boolean => makeUp.has(day) || (!holidays.has(day) && !isWeekend(day));

  function scheduleFor(day: number): Schedule {
    if (!isWorking(day)) return REST;
    return periods.find((period) => day >= period.from && day <= period.to)?.schedule ?? plain;
  }

  function buildTable(year: number): YearTable {
    const firstDay = firstDayOfYear(year);
    const length = firstDayOfYear(year + 1) - firstDay;
    const schedules: Schedule[] = [];
    const beforeMs = new Float64Array(length + 1);
    for (let i = 0; i < length; i += 1) {
      const schedule = scheduleFor(firstDay + i);
      schedules.push(schedule);
      beforeMs[i + 1] = beforeMs[i]! + schedule.totalMs;
    }
    return { year, firstDay, length, schedules, beforeMs, totalMs: beforeMs[length]! };
  }

  function tableOfYear(year: number): YearTable {
    let table = tables.get(year);
    if (!table) {
      table = buildTable(year);
      tables.set(year, table);
    }
    return table;
  }

  function tableOfDay(day: number): YearTable {
    if (latest && day >= latest.firstDay && day < latest.firstDay + latest.length) return latest;
    latest = tableOfYear(yearOfDay(day));
    return latest;
  }

  function positionOf(localMs: number): Position {
    const day = Math.floor(localMs / DAY_MS);
    const table = tableOfDay(day);
    const index = day - table.firstDay;
    return { table, workedMs: table.beforeMs[index]! + workedBy(table.schedules[index]!, localMs - day * DAY_MS) };
  }

  /** The last day before which `worked` ms lie, strictly when `late` is false. */
  function dayIndex(table: YearTable, worked: number, late: boolean): number {
    let low = 0;
    let high = table.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      const before = table.beforeMs[middle]!;
      if (before < worked || (late && before === worked)) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  function land(from: Position, table: YearTable, worked: number, late: boolean): Landing {
    const index = dayIndex(table, worked, late);
    const msOfDay = reach(table.schedules[index]!, worked - table.beforeMs[index]!, late);
    return { localMs: (table.firstDay + index) * DAY_MS + msOfDay, fromYear: from.table.year, year: table.year };
  }

  function forward(from: Position, amountMs: number): Landing {
    let { table } = from;
    let worked = from.workedMs + amountMs;
    for (let years = 0; worked > table.totalMs; years += 1) {
      if (years > MAX_YEARS) throw new RangeError('the working time asked for lies more than 1,000 years away');
      worked -= table.totalMs;
      table = tableOfYear(table.year + 1);
    }
    return land(from, table, worked, false);
  }

  function backward(from: Position, amountMs: number): Landing {
    let { table } = from;
    let worked = from.workedMs - amountMs;
    for (let years = 0; worked < 0; years += 1) {
      if (years > MAX_YEARS) throw new RangeError('the working time asked for lies more than 1,000 years away');
      table = tableOfYear(table.year - 1);
      worked += table.totalMs;
    }
    return land(from, table, worked, true);
  }

  function nextOpening(from: Position): Landing {
    let { table, workedMs } = from;
    for (let years = 0; workedMs >= table.totalMs; years += 1) {
      if (years > MAX_YEARS) throw new RangeError('no window opens within 1,000 years');
      workedMs -= table.totalMs;
      table = tableOfYear(table.year + 1);
    }
    return land(from, table, workedMs, true);
  }

  function touchesWindow(localMs: number): boolean {
    const day = Math.floor(localMs / DAY_MS);
    const { opens, closes } = tableOfDay(day).schedules[day - tableOfDay(day).firstDay]!;
    const msOfDay = localMs - day * DAY_MS;
    if (opens.some((open, i) => msOfDay >= open && msOfDay <= closes[i]!)) return true;
    return msOfDay === 0 && scheduleFor(day - 1).closes.at(-1) === DAY_MS;
  }

  return {
    isWorking,

    /** `amountMs` of working time after (before, when negative) a local time. Ends in (open, close]; backwards in [open, close). */
    add(localMs: number, amountMs: number): Landing {
      const from = positionOf(localMs);
      if (amountMs > 0) return forward(from, amountMs);
      if (amountMs < 0) return backward(from, -amountMs);
      return touchesWindow(localMs) ? { localMs, fromYear: from.table.year, year: from.table.year } : nextOpening(from);
    },

    /** Working time from `fromMs` to a later `toMs`, both local. */
    between(fromMs: number, toMs: number): number {
      const from = positionOf(fromMs);
      const to = positionOf(toMs);
      let worked = to.workedMs - from.workedMs;
      for (let year = from.table.year; year < to.table.year; year += 1) worked += tableOfYear(year).totalMs;
      return worked;
    },

    /** The last window end of the n-th day with working time after the day of `localMs`. */
    endOfNthDay(localMs: number, days: number): Landing {
      const fromDay = Math.floor(localMs / DAY_MS);
      let day = fromDay;
      let left = days;
      for (const lastDay = day + MAX_YEARS * 366; left > 0; ) {
        day += 1;
        if (day > lastDay) throw new RangeError('the working day asked for lies more than 1,000 years away');
        const table = tableOfDay(day);
        if (table.schedules[day - table.firstDay]!.totalMs > 0) left -= 1;
      }
      const table = tableOfDay(day);
      const close = table.schedules[day - table.firstDay]!.closes.at(-1)!;
      return { localMs: day * DAY_MS + close, fromYear: yearOfDay(fromDay), year: table.year };
    },

    /** The windows of one day as local times. */
    windowsOfDay(day: number): readonly { readonly fromMs: number; readonly toMs: number }[] {
      const table = tableOfDay(day);
      const { opens, closes } = table.schedules[day - table.firstDay]!;
      return opens.map((open, i) => ({ fromMs: day * DAY_MS + open, toMs: day * DAY_MS + closes[i]! }));
    },
  };
}

export type WorkingTime = ReturnType<typeof createWorkingTime>;
