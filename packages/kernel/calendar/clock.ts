import { basisOf } from './limit.ts';
import type { Calendar, ClockBasis, Instant, Limit } from './types.ts';

/** The running limit of one stage of a case. All amounts are ms of the clock's own time; plain JSON, stored as it is. */
export interface Clock {
  readonly kind: string;
  readonly basis: ClockBasis;
  /** Grows with every granted extension; what is left is always `allowanceMs` − used. */
  readonly allowanceMs: number;
  /** Up to the last pause; the piece that runs now is not in it. */
  readonly usedMs: number;
  readonly startedAt: Instant;
  readonly runningSince: Instant | null;
  /** Null while the clock is paused, except when the deadline had passed before the pause: a missed deadline stays missed. */
  readonly dueAt: Instant | null;
  readonly provisional: boolean;
  readonly endedAt: Instant | null;
  readonly verdict: 'in_time' | 'overtime' | null;
  readonly overdueMs: number;
}

export type Light = 'green' | 'yellow' | 'red';

export interface ClockReading {
  readonly usedMs: number;
  readonly restMs: number;
  /** In the clock's own unit. Zero is possible on a red light: 18:30 after a deadline at 18:00, the end of work. */
  readonly overdueMs: number;
  readonly wallOverdueMs: number;
  readonly light: Light;
}

const DEFAULT_YELLOW_SHARE = 0.2;

function requireOpen(clock: Clock): void {
  if (clock.endedAt !== null) throw new Error(`the ${clock.kind} clock has ended; its result never changes`);
}

/** Used time cannot shrink: an instant before the last start (a clock set back) counts as that start. */
function usedBy(clock: Clock, now: Instant, cal: Calendar): number {
  if (clock.runningSince === null || now <= clock.runningSince) return clock.usedMs;
  return clock.usedMs + cal.used(clock.runningSince, now, clock.basis);
}

function running(clock: Clock, at: Instant, cal: Calendar): Clock {
  const due = cal.add(at, clock.allowanceMs - clock.usedMs, clock.basis);
  return { ...clock, runningSince: at, dueAt: due.at, provisional: due.provisional };
}

const isPast = (clock: Clock, now: Instant): boolean => clock.dueAt !== null && now > clock.dueAt;

/** A clock with an allowance instead of a limit: a new round that gets the unused rest of the old one (`reworkClock: 'remaining'`). */
export function startClockWith(kind: string, basis: ClockBasis, allowanceMs: number, at: Instant, cal: Calendar): Clock {
  const rest = { startedAt: at, dueAt: null, provisional: false, endedAt: null, verdict: null, overdueMs: 0 } as const;
  return running({ kind, basis, allowanceMs, usedMs: 0, runningSince: null, ...rest }, at, cal);
}

/** A clock that starts with a limit. Under `dayRule: 'endOfDay'` its allowance is the working time up to that end of day. */
export function startClock(kind: string, limit: Limit, at: Instant, cal: Calendar): Clock {
  const basis = basisOf(limit.unit);
  const due = cal.due(at, limit);
  const clock = startClockWith(kind, basis, cal.used(at, due.at, basis), at, cal);
  return { ...clock, dueAt: due.at, provisional: due.provisional };
}

/** Keeps the used time and stops; a paused clock stays as it is. Throws on an ended clock. */
export function pauseClock(clock: Clock, at: Instant, cal: Calendar): Clock {
  requireOpen(clock);
  if (clock.runningSince === null) return clock;
  return { ...clock, usedMs: usedBy(clock, at, cal), runningSince: null, dueAt: isPast(clock, at) ? clock.dueAt : null };
}

/** Runs again: due = `at` + (allowance − used), in the clock's own time. A running clock stays as it is. Throws on an ended clock. */
export function resumeClock(clock: Clock, at: Instant, cal: Calendar): Clock {
  requireOpen(clock);
  if (clock.runningSince !== null) return clock;
  const missedOffHours = clock.dueAt !== null && clock.usedMs === clock.allowanceMs;
  return missedOffHours ? { ...clock, runningSince: at } : running(clock, at, cal);
}

/**
 * A granted extension 延期: the allowance grows, and a running deadline moves on by the limit from where it stands.
 * The limit counts on the clock's own basis; another basis throws, as does an ended clock.
 */
export function extendClock(clock: Clock, limit: Limit, cal: Calendar): Clock {
  requireOpen(clock);
  if (basisOf(limit.unit) !== clock.basis) throw new TypeError(`a ${clock.basis} clock cannot be extended by ${limit.unit}`);
  if (clock.runningSince === null || clock.dueAt === null) {
    const allowanceMs = clock.allowanceMs + cal.allowanceMs(limit);
    return { ...clock, allowanceMs, dueAt: clock.usedMs > allowanceMs ? clock.dueAt : null };
  }
  const due = cal.due(clock.dueAt, limit);
  return {
    ...clock,
    allowanceMs: clock.allowanceMs + cal.used(clock.dueAt, due.at, clock.basis),
    dueAt: due.at,
    provisional: clock.provisional || due.provisional,
  };
}

/** Ends the clock with its verdict: overtime iff it ends after the deadline; equal is in time. A paused clock ends with what it used. */
export function endClock(clock: Clock, at: Instant, cal: Calendar): Clock {
  requireOpen(clock);
  const usedMs = usedBy(clock, at, cal);
  const overtime = clock.runningSince === null ? clock.dueAt !== null : isPast(clock, at);
  return {
    ...clock,
    usedMs,
    runningSince: null,
    endedAt: at,
    verdict: overtime ? 'overtime' : 'in_time',
    overdueMs: overtime ? Math.max(0, usedMs - clock.allowanceMs) : 0,
  };
}

/** What the clock shows at `now`; an ended clock shows its end. Yellow when the rest is at most `yellowShare` of the allowance. */
export function clockReading(clock: Clock, now: Instant, cal: Calendar, yellowShare = DEFAULT_YELLOW_SHARE): ClockReading {
  const at = clock.endedAt ?? now;
  const usedMs = usedBy(clock, at, cal);
  const restMs = Math.max(0, clock.allowanceMs - usedMs);
  const overdue = clock.endedAt === null ? isPast(clock, at) : clock.verdict === 'overtime';
  const scarce = clock.endedAt === null && restMs <= clock.allowanceMs * yellowShare;
  return {
    usedMs,
    restMs,
    overdueMs: overdue ? Math.max(0, usedMs - clock.allowanceMs) : 0,
    wallOverdueMs: overdue && clock.dueAt !== null ? at - clock.dueAt : 0,
    light: overdue ? 'red' : scarce ? 'yellow' : 'green',
  };
}

/**
 * The same clock under a changed calendar: a running deadline is computed anew from the last start and what is left. Time used
 * before a pause and the results of ended clocks are facts and stay.
 */
export function recomputeClock(clock: Clock, cal: Calendar): Clock {
  if (clock.endedAt !== null || clock.runningSince === null) return clock;
  return running(clock, clock.runningSince, cal);
}
