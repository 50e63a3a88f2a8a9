import { type ClockReading, clockReading } from '../calendar/clock.ts';
import type { Calendar, Instant } from '../calendar/types.ts';
import type { CaseClock, CaseState } from './case.ts';
import { openClock } from './case.ts';

/** The clock people look at: the one that runs, else the handling clock that waits. At most one clock of a case runs. */
export function currentClock(state: CaseState): CaseClock | null {
  return state.clocks.find(({ runningSince }) => runningSince !== null) ?? openClock(state, 'handle');
}

export interface CaseLight {
  readonly clock: CaseClock;
  readonly reading: ClockReading;
}

/** The light of a case at `now` with what it stands for: green, yellow from `warnShare` of the allowance left, red when overdue; null without a clock. */
export function lightOf(state: CaseState, now: Instant, calendar: Calendar, warnShare: number): CaseLight | null {
  const clock = currentClock(state);
  return clock && { clock, reading: clockReading(clock, now, calendar, warnShare) };
}

/** Was the case ever overdue, and by how much, whatever an appeal made of it: 曾超时. Own clock ms, handling rounds only. */
export function overdueRounds(state: CaseState): readonly CaseClock[] {
  return state.clocks.filter(({ kind, verdict }) => kind === 'handle' && verdict === 'overtime');
}

/** How counters treat a clock: an approved appeal moves its round to the in-time side, nothing else does. */
export function countedVerdict(state: CaseState, clock: CaseClock): CaseClock['verdict'] {
  const exempt = state.overdueExempt && clock.kind === 'handle' && clock.round === state.appeal?.round;
  return exempt && clock.verdict === 'overtime' ? 'in_time' : clock.verdict;
}
