import { clockReading } from '../calendar/clock.ts';
import type { Calendar, Instant } from '../calendar/types.ts';
import type { CaseClock, CaseState } from './case.ts';
import { currentClock } from './light.ts';
import type { Role } from './roles.ts';
import type { ClockKind } from './settings.ts';

/** One rung: when a clock has used this multiple of its allowance, these posts are told. */
export interface EscalationStep {
  readonly id: string;
  readonly zh: string;
  readonly en: string;
  /** 0.8 warns with a fifth left, 1 is the deadline itself, 2 is twice the allowance. */
  readonly atUsed: number;
  /** Without it the rung stands on every clock. */
  readonly clocks?: readonly ClockKind[];
  readonly notify: readonly Role[];
}

export const DEFAULT_LADDER: readonly EscalationStep[] = [
  { id: 'warn', zh: '临期预警', en: 'Almost due', atUsed: 0.8, clocks: ['handle'], notify: ['handler', 'dept_manager'] },
  { id: 'overdue', zh: '超时', en: 'Overdue', atUsed: 1, notify: ['shift_leader'] },
  {
    id: 'overdue_department',
    zh: '处置超时',
    en: 'Handling overdue',
    atUsed: 1,
    clocks: ['handle'],
    notify: ['dept_manager', 'dispatcher'],
  },
  { id: 'overdue_half', zh: '超时半倍', en: 'Overdue by half', atUsed: 1.5, clocks: ['handle'], notify: ['shift_leader', 'inspector'] },
  { id: 'overdue_twice', zh: '超时一倍', en: 'Overdue twice', atUsed: 2, clocks: ['handle'], notify: ['leader'] },
];

export interface Escalation {
  /** The same for every run that finds this rung reached, so that a job may run twice and tell once. */
  readonly key: string;
  readonly caseId: string;
  readonly step: EscalationStep;
  readonly clock: CaseClock;
}

/** An extension gives time anew, so its rungs are told anew. */
const keyOf = (state: CaseState, clock: CaseClock, step: EscalationStep): string =>
  [state.id, clock.kind, clock.round, clock.extensions, step.id].join(':');

const rungs = (clock: CaseClock, ladder: readonly EscalationStep[]): readonly EscalationStep[] =>
  ladder.filter(({ clocks }) => clocks?.includes(clock.kind) ?? true);

function reached(clock: CaseClock, step: EscalationStep, now: Instant, calendar: Calendar): boolean {
  const reading = clockReading(clock, now, calendar);
  if (step.atUsed === 1) return reading.light === 'red';
  return reading.usedMs >= step.atUsed * clock.allowanceMs && (step.atUsed < 1 || reading.light === 'red');
}

/** The rungs that the running clock of a case has reached at `now`. A paused clock escalates nothing: nobody can act on it. */
export function escalations(state: CaseState, now: Instant, calendar: Calendar, ladder: readonly EscalationStep[]): readonly Escalation[] {
  const clock = currentClock(state);
  if (!clock || clock.runningSince === null) return [];
  return rungs(clock, ladder)
    .filter((step) => reached(clock, step, now, calendar))
    .map((step) => ({ key: keyOf(state, clock, step), caseId: state.id, step, clock }));
}

/** The next instant after `now` at which a rung is reached if nothing happens, for a job to wake at; null when none is left. */
export function nextEscalationAt(state: CaseState, now: Instant, calendar: Calendar, ladder: readonly EscalationStep[]): Instant | null {
  const clock = currentClock(state);
  if (!clock || clock.runningSince === null || clock.dueAt === null) return null;
  const { runningSince, dueAt } = clock;
  const instants = rungs(clock, ladder).map(({ atUsed }) => {
    // Overdue begins behind the deadline: equal is in time.
    if (atUsed === 1) return dueAt + 1;
    return calendar.add(runningSince, atUsed * clock.allowanceMs - clock.usedMs, clock.basis).at;
  });
  const ahead = instants.filter((instant) => instant > now);
  return ahead.length > 0 ? Math.min(...ahead) : null;
}
