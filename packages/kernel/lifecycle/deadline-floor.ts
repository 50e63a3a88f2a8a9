import { recomputeClock } from '../calendar/clock.ts';
import type { Calendar, Instant } from '../calendar/types.ts';
import type { Absorbed, CaseClock, CaseState } from './case.ts';
import { openClock } from './case.ts';

export interface Shortened {
  readonly clock: CaseClock;
  readonly mergedFrom: readonly Absorbed[];
}

const restMs = (clock: CaseClock, now: Instant, calendar: Calendar): number =>
  clock.allowanceMs - clock.usedMs - (clock.runningSince === null ? 0 : calendar.used(clock.runningSince, now, clock.basis));

/** How much of the clock's unshortened allowance lies behind another case's deadline. */
function beyond(clock: CaseClock, dueAt: Instant, now: Instant, calendar: Calendar): number {
  const ownRest = restMs(clock, now, calendar) + clock.shortenedMs;
  const otherRest = calendar.used(now, dueAt, clock.basis);
  const alreadyUsed = clock.allowanceMs + clock.shortenedMs - ownRest;
  return Math.max(0, ownRest - Math.max(otherRest, -alreadyUsed));
}

/** A paused clock shows a deadline only when it had been missed before the pause. */
function missedAt(clock: CaseClock, calendar: Calendar): Instant | null {
  const restMs = clock.allowanceMs - clock.usedMs;
  const pausedAt = clock.pauses.at(-1)?.from ?? clock.startedAt;
  return restMs < 0 ? calendar.add(pausedAt, restMs, clock.basis).at : null;
}

/** The clock with exactly this much taken from its allowance. */
function shortenedBy(clock: CaseClock, shortenedMs: number, calendar: Calendar): CaseClock {
  if (shortenedMs === clock.shortenedMs) return clock;
  const next = { ...clock, shortenedMs, allowanceMs: clock.allowanceMs + clock.shortenedMs - shortenedMs };
  if (clock.runningSince === null) return { ...next, dueAt: missedAt(next, calendar) };
  return { ...next, ...recomputeClock(next, calendar), kind: clock.kind };
}

const most = (mergedFrom: readonly Absorbed[], round: number): number =>
  Math.max(0, ...mergedFrom.filter((one) => one.round === round).map((one) => one.shortensMs ?? 0));

/** A merged case's own deadline counts for the first round it meets; in later rounds it would have had its limit again. */
function floorOf(one: Absorbed, now: Instant, calendar: Calendar): Instant | null {
  if (one.round === null && one.dueAt !== null) return one.dueAt;
  return one.limit && calendar.due(now, one.limit).at;
}

/**
 * Holds a handling clock to the earliest deadline of the cases merged into this one. Each merged case notes how much it shortens
 * the round, against the round's own allowance; only the largest counts, so that any of them can be taken back in any order.
 */
export function shorten(clock: CaseClock, mergedFrom: readonly Absorbed[], now: Instant, calendar: Calendar): Shortened {
  const noted = mergedFrom.map((one) => {
    const dueAt = one.round === clock.round ? null : floorOf(one, now, calendar);
    return dueAt === null ? one : { ...one, dueAt, shortensMs: beyond(clock, dueAt, now, calendar), round: clock.round };
  });
  return { clock: shortenedBy(clock, most(noted, clock.round), calendar), mergedFrom: noted };
}

/** Gives back what only a released case had taken. */
export function lengthen(clock: CaseClock, mergedFrom: readonly Absorbed[], calendar: Calendar): Shortened {
  return { clock: shortenedBy(clock, most(mergedFrom, clock.round), calendar), mergedFrom };
}

/** When a case is due that is about to be merged: a paused handling clock counts as if it ran again now. Null before dispatch. */
export function handlingDueAt(state: CaseState, now: Instant, calendar: Calendar): Instant | null {
  const clock = openClock(state, 'handle');
  if (!clock) return null;
  return clock.dueAt ?? calendar.add(now, clock.allowanceMs - clock.usedMs, clock.basis).at;
}
