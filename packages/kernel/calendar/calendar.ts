import { DAY_MS, formatDay, HOUR_MS, MINUTE_MS } from './civil.ts';
import { basisOf } from './limit.ts';
import { windowsMs } from './schedule.ts';
import type { Calendar, CalendarDefinition, ClockBasis, Due, Instant, Limit, LimitUnit, Segment } from './types.ts';
import { addWorked, endOfNthDay, type Landing, workedBetween, workedPieces } from './working-time.ts';
import { createYearTables, dayNumberOf, type YearTables } from './year-tables.ts';

const DEFAULT_SEGMENTS = 400;

const unitLengths = (definition: CalendarDefinition): Readonly<Record<LimitUnit, number>> => ({
  urgent_minute: MINUTE_MS,
  urgent_hour: HOUR_MS,
  urgent_day: DAY_MS,
  natural_day: DAY_MS,
  work_hour: HOUR_MS,
  work_day: windowsMs(definition.windows),
});

function requireTimes(one: number, other: number): void {
  if (!Number.isFinite(one) || !Number.isFinite(other)) throw new RangeError(`not a time: ${one}, ${other}`);
}

function* workingSegments(tables: YearTables, fromMs: number, toMs: number): Generator<Segment> {
  let at = fromMs;
  for (const piece of workedPieces(tables, fromMs, toMs)) {
    if (piece.fromMs > at) yield { from: at, to: piece.fromMs, running: false };
    yield { from: piece.fromMs, to: piece.toMs, running: true };
    at = piece.toMs;
  }
  if (at < toMs) yield { from: at, to: toMs, running: false };
}

/**
 * A city's working calendar from a definition that `parseCalendarDefinition` accepted; a definition that was never parsed may throw.
 *
 * Working time runs inside the windows of make-up days and of Mondays to Fridays that are no holidays. A start outside a window
 * counts from the next opening, a deadline on a window end stays there. Zero working time from outside a window is the next
 * opening; a negative amount walks back. Instants in UTC ms, amounts in ms of the clock's own time.
 */
export function createCalendar(definition: CalendarDefinition): Calendar {
  if (windowsMs(definition.windows) <= 0) throw new RangeError('a calendar without daily windows never works');
  const offsetMs = definition.utcOffsetMinutes * MINUTE_MS;
  const tables = createYearTables(definition);
  const knownYears = new Set(definition.years);
  const lengthOf = unitLengths(definition);

  function dueAt(landing: Landing): Due {
    let provisional = false;
    for (let year = Math.min(landing.fromYear, landing.year); year <= Math.max(landing.fromYear, landing.year); year += 1) {
      if (!knownYears.has(year)) provisional = true;
    }
    return { at: landing.localMs - offsetMs, provisional };
  }

  function add(start: Instant, amountMs: number, basis: ClockBasis): Due {
    requireTimes(start, amountMs);
    if (basis === 'continuous') return { at: start + amountMs, provisional: false };
    return dueAt(addWorked(tables, start + offsetMs, amountMs));
  }

  const allowanceMs = (limit: Limit): number => Math.round(limit.value * lengthOf[limit.unit]);

  function due(start: Instant, limit: Limit): Due {
    if (limit.unit !== 'work_day' || definition.dayRule !== 'endOfDay') return add(start, allowanceMs(limit), basisOf(limit.unit));
    requireTimes(start, limit.value);
    return dueAt(endOfNthDay(tables, start + offsetMs, Math.ceil(limit.value)));
  }

  function used(from: Instant, to: Instant, basis: ClockBasis): number {
    requireTimes(from, to);
    if (basis === 'continuous') return to - from;
    return to >= from ? workedBetween(tables, from + offsetMs, to + offsetMs) : -workedBetween(tables, to + offsetMs, from + offsetMs);
  }

  function segments(from: Instant, to: Instant, basis: ClockBasis, max = DEFAULT_SEGMENTS): readonly Segment[] {
    requireTimes(from, to);
    if (from >= to) return [];
    if (basis === 'continuous') return [{ from, to, running: true }];
    const pieces: Segment[] = [];
    for (const piece of workingSegments(tables, from + offsetMs, to + offsetMs)) {
      if (pieces.length >= max) break;
      pieces.push({ from: piece.from - offsetMs, to: piece.to - offsetMs, running: piece.running });
    }
    return pieces;
  }

  const isWorkingDay = (day: string): boolean => tables.isWorking(dayNumberOf(day));
  const dayOf = (at: Instant): string => formatDay(Math.floor((at + offsetMs) / DAY_MS));
  return { definition, isWorkingDay, dayOf, due, allowanceMs, add, used, segments };
}
