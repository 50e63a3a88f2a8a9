import { firstDayOfYear, isWeekend, parseDay, yearOfDay } from './civil.ts';
import { REST_DAY, type Schedule, scheduleOf } from './schedule.ts';
import type { CalendarDefinition } from './types.ts';

/** One year: for each day its schedule, and the working time before it. */
export interface YearTable {
  readonly year: number;
  readonly firstDay: number;
  readonly length: number;
  readonly schedules: readonly Schedule[];
  readonly beforeMs: Float64Array;
  readonly totalMs: number;
}

export interface YearTables {
  isWorking(day: number): boolean;
  ofYear(year: number): YearTable;
  ofDay(day: number): YearTable;
  scheduleOfDay(day: number): Schedule;
}

/** Day number of a day that must exist; a definition is parsed before it comes here. */
export function dayNumberOf(day: string): number {
  const dayNumber = parseDay(day);
  if (dayNumber === null) throw new RangeError(`no such day: ${day}`);
  return dayNumber;
}

const daySet = (days: readonly string[]): ReadonlySet<number> => new Set(days.map(dayNumberOf));

function buildTable(year: number, scheduleFor: (day: number) => Schedule): YearTable {
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

/** The tables of a calendar, each made when it is first asked for. */
export function createYearTables(definition: CalendarDefinition): YearTables {
  const makeUp = daySet(definition.makeUpDays);
  const holidays = daySet(definition.holidays);
  const plain = scheduleOf(definition.windows);
  const periods = (definition.periods ?? []).map(({ from, to, windows }) => ({
    from: dayNumberOf(from),
    to: dayNumberOf(to),
    schedule: scheduleOf(windows),
  }));
  const tables = new Map<number, YearTable>();
  let latest: YearTable | undefined;

  const isWorking = (day: number): boolean => makeUp.has(day) || (!holidays.has(day) && !isWeekend(day));

  function scheduleFor(day: number): Schedule {
    if (!isWorking(day)) return REST_DAY;
    return periods.find((period) => day >= period.from && day <= period.to)?.schedule ?? plain;
  }

  function ofYear(year: number): YearTable {
    const table = tables.get(year) ?? buildTable(year, scheduleFor);
    tables.set(year, table);
    return table;
  }

  function ofDay(day: number): YearTable {
    if (!latest || day < latest.firstDay || day >= latest.firstDay + latest.length) latest = ofYear(yearOfDay(day));
    return latest;
  }

  function scheduleOfDay(day: number): Schedule {
    const table = ofDay(day);
    return table.schedules[day - table.firstDay]!;
  }

  return { isWorking, ofYear, ofDay, scheduleOfDay };
}
