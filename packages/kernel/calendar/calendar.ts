import { DAY_MS, formatDay, HOUR_MS, MINUTE_MS } from './civil.ts';
import { basisOf } from './limit.ts';
import type { Calendar, CalendarDefinition, ClockBasis, Due, Instant, Limit, LimitUnit, Segment } from './types.ts';
import { createWorkingTime, dayNumberOf, type Landing, type WorkingTime, windowsMs } from './working-time.ts';

const DEFAULT_SEGMENTS = 400;

function unitMs(definition: CalendarDefinition): Readonly<Record<LimitUnit, number>> {
  return {
    urgent_minute: MINUTE_MS,
    urgent_hour: HOUR_MS,
    urgent_day: DAY_MS,
    natural_day: DAY_MS,
    work_hour: HOUR_MS,
    work_day: windowsMs(definition.windows),
  };
}

function requireTimes(one: number, other: number): void {
  if (!Number.isFinite(one) || !Number.isFinite(other)) throw new RangeError(`not a time: ${one}, ${other}`);
}

/** Running pieces of working time between two local times, touching windows joined (a shift through midnight is one piece). */
function* runningPieces(time: WorkingTime, fromMs: number, toMs: number): Generator<{ fromMs: number; toMs: number }> {
  let piece: { fromMs: number; toMs: number } | null = null;
  for (let day = Math.floor(fromMs / DAY_MS); day * DAY_MS < toMs; day += 1) {
    for (const window of time.windowsOfDay(day)) {
      const next = { fromMs: Math.max(window.fromMs, fromMs), toMs: Math.min(window.toMs, toMs) };
      if (next.fromMs >= next.toMs) continue;
      if (piece && piece.toMs === next.fromMs) piece.toMs = next.toMs;
      else {
        if (piece) yield piece;
        piece = next;
      }
    }
  }
  if (piece) yield piece;
}

function* workingSegments(time: WorkingTime, fromMs: number, toMs: number): Generator<Segment> {
  let at = fromMs;
  for (const piece of runningPieces(time, fromMs, toMs)) {
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
  const time = createWorkingTime(definition);
  const knownYears = new Set(definition.years);
  const msOf = unitMs(definition);

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
    return dueAt(time.add(start + offsetMs, amountMs));
  }

  function allowanceMs(limit: Limit): number {
    return Math.round(limit.value * msOf[limit.unit]);
  }

  function used(from: Instant, to: Instant, basis: ClockBasis): number {
    requireTimes(from, to);
    if (basis === 'continuous') return to - from;
    return to >= from ? time.between(from + offsetMs, to + offsetMs) : -time.between(to + offsetMs, from + offsetMs);
  }

  return {
    definition,
    isWorkingDay: (day) => time.isWorking(dayNumberOf(day)),
    dayOf: (at) => formatDay(Math.floor((at + offsetMs) / DAY_MS)),
    allowanceMs,
    add,
    used,

    due(start, limit) {
      if (limit.unit === 'work_day' && definition.dayRule === 'endOfDay') {
        requireTimes(start, limit.value);
        return dueAt(time.endOfNthDay(start + offsetMs, Math.ceil(limit.value)));
      }
      return add(start, allowanceMs(limit), basisOf(limit.unit));
    },

    segments(from, to, basis, max = DEFAULT_SEGMENTS) {
      requireTimes(from, to);
      if (from >= to) return [];
      if (basis === 'continuous') return [{ from, to, running: true }];
      const pieces: Segment[] = [];
      for (const piece of workingSegments(time, from + offsetMs, to + offsetMs)) {
        if (pieces.length >= max) break;
        pieces.push({ from: piece.from - offsetMs, to: piece.to - offsetMs, running: piece.running });
      }
      return pieces;
    },
  };
}
