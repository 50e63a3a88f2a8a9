import { DAY_MS, yearOfDay } from './civil.ts';
import { reach, touches, workedBy } from './schedule.ts';
import type { YearTable, YearTables } from './year-tables.ts';

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

/** Far beyond any limit; stops a walk through a calendar that never works. */
const MAX_YEARS = 1_000;

/** The next or the previous year, as long as it is near enough to `from`. */
function neighbour(tables: YearTables, from: Position, table: YearTable, step: 1 | -1): YearTable {
  if (Math.abs(table.year - from.table.year) > MAX_YEARS) throw new RangeError(`no working time within ${MAX_YEARS} years`);
  return tables.ofYear(table.year + step);
}

function positionOf(tables: YearTables, localMs: number): Position {
  const day = Math.floor(localMs / DAY_MS);
  const table = tables.ofDay(day);
  const index = day - table.firstDay;
  return { table, workedMs: table.beforeMs[index]! + workedBy(table.schedules[index]!, localMs - day * DAY_MS) };
}

/** The last day before which `worked` ms lie, strictly when `late` is false: days off end with the working day before or after them. */
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

function forward(tables: YearTables, from: Position, amountMs: number): Landing {
  let { table } = from;
  let worked = from.workedMs + amountMs;
  while (worked > table.totalMs) {
    worked -= table.totalMs;
    table = neighbour(tables, from, table, 1);
  }
  return land(from, table, worked, false);
}

function backward(tables: YearTables, from: Position, amountMs: number): Landing {
  let { table } = from;
  let worked = from.workedMs - amountMs;
  while (worked < 0) {
    table = neighbour(tables, from, table, -1);
    worked += table.totalMs;
  }
  return land(from, table, worked, true);
}

function nextOpening(tables: YearTables, from: Position): Landing {
  let { table, workedMs } = from;
  while (workedMs >= table.totalMs) {
    workedMs -= table.totalMs;
    table = neighbour(tables, from, table, 1);
  }
  return land(from, table, workedMs, true);
}

function touchesWindow(tables: YearTables, localMs: number): boolean {
  const day = Math.floor(localMs / DAY_MS);
  const msOfDay = localMs - day * DAY_MS;
  return touches(tables.scheduleOfDay(day), msOfDay) || (msOfDay === 0 && touches(tables.scheduleOfDay(day - 1), DAY_MS));
}

/**
 * `amountMs` of working time after (before, when negative) a local time. Ends in (open, close], backwards in [open, close);
 * zero from outside a window is the next opening. Local ms since 1970-01-01T00:00 local time.
 */
export function addWorked(tables: YearTables, localMs: number, amountMs: number): Landing {
  const from = positionOf(tables, localMs);
  if (amountMs > 0) return forward(tables, from, amountMs);
  if (amountMs < 0) return backward(tables, from, -amountMs);
  const year = from.table.year;
  return touchesWindow(tables, localMs) ? { localMs, fromYear: year, year } : nextOpening(tables, from);
}

/** Working time from `fromMs` to a later `toMs`, both local. */
export function workedBetween(tables: YearTables, fromMs: number, toMs: number): number {
  const from = positionOf(tables, fromMs);
  const to = positionOf(tables, toMs);
  let worked = to.workedMs - from.workedMs;
  for (let year = from.table.year; year < to.table.year; year += 1) worked += tables.ofYear(year).totalMs;
  return worked;
}

/** The last window end of the n-th day with working time after the day of `localMs`. */
export function endOfNthDay(tables: YearTables, localMs: number, days: number): Landing {
  const fromDay = Math.floor(localMs / DAY_MS);
  let day = fromDay;
  for (let left = days; left > 0; ) {
    day += 1;
    if (day - fromDay > MAX_YEARS * 366) throw new RangeError(`no working day within ${MAX_YEARS} years`);
    if (tables.scheduleOfDay(day).totalMs > 0) left -= 1;
  }
  const close = tables.scheduleOfDay(day).closes.at(-1)!;
  return { localMs: day * DAY_MS + close, fromYear: yearOfDay(fromDay), year: yearOfDay(day) };
}

interface Piece {
  readonly fromMs: number;
  readonly toMs: number;
}

function* windowsBetween(tables: YearTables, fromMs: number, toMs: number): Generator<Piece> {
  for (let day = Math.floor(fromMs / DAY_MS); day * DAY_MS < toMs; day += 1) {
    const { opens, closes } = tables.scheduleOfDay(day);
    for (let i = 0; i < opens.length; i += 1) {
      const piece = { fromMs: Math.max(day * DAY_MS + opens[i]!, fromMs), toMs: Math.min(day * DAY_MS + closes[i]!, toMs) };
      if (piece.fromMs < piece.toMs) yield piece;
    }
  }
}

/** Pieces of working time between two local times; windows that touch are one piece, through midnight too. */
export function* workedPieces(tables: YearTables, fromMs: number, toMs: number): Generator<Piece> {
  let open: Piece | null = null;
  for (const piece of windowsBetween(tables, fromMs, toMs)) {
    if (open && open.toMs === piece.fromMs) open = { fromMs: open.fromMs, toMs: piece.toMs };
    else {
      if (open) yield open;
      open = piece;
    }
  }
  if (open) yield open;
}
