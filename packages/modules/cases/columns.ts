import type { Calendar, Instant } from '@chengmai/kernel/calendar/types.ts';
import type { CaseClock, CaseState } from '@chengmai/kernel/lifecycle/case.ts';
import { DEFAULT_LADDER, nextEscalationAt } from '@chengmai/kernel/lifecycle/escalation.ts';
import { currentClock } from '@chengmai/kernel/lifecycle/light.ts';
import { isOpen, STATES } from '@chengmai/kernel/lifecycle/states.ts';

/** The columns of a case row that follow from its lifecycle alone; queues filter and sort by them. */
export interface LifecycleColumns {
  readonly state: string;
  readonly open: boolean;
  readonly unitId: string | null;
  readonly handlerId: string | null;
  readonly collectorId: string | null;
  readonly conditionId: string | null;
  /** The post that must act, and the person where the case waits for one by name. */
  readonly holder: string | null;
  readonly holderUser: string | null;
  readonly pendingKind: 'extension' | 'suspension' | 'appeal' | null;
  readonly pendingHolder: string | null;
  readonly returnedFrom: string | null;
  readonly urged: boolean;
  readonly reports: number;
  readonly reworks: number;
  readonly extensions: number;
  readonly warnAt: Instant | null;
  readonly dueAt: Instant | null;
  /** When the next rung of the escalation ladder is reached if nothing happens. */
  readonly escalateAt: Instant | null;
  readonly handledAt: Instant | null;
  readonly handleInTime: boolean | null;
  readonly closedAt: Instant | null;
}

const holderUsers: Readonly<Record<string, (state: CaseState) => string | null>> = {
  acceptor: (state) => state.acceptorId,
  handler: (state) => state.handlerId,
  collector: (state) => state.task?.assigneeId ?? null,
};

/** The instant from which no more than `warnShare` of the allowance is left. */
function warnAt(clock: CaseClock, cal: Calendar, warnShare: number): Instant | null {
  if (clock.runningSince === null) return null;
  const untilWarning = clock.allowanceMs * (1 - warnShare) - clock.usedMs;
  return untilWarning <= 0 ? clock.runningSince : cal.add(clock.runningSince, untilWarning, clock.basis).at;
}

function pendingOf(state: CaseState): { kind: LifecycleColumns['pendingKind']; holder: string | null } {
  if (state.application)
    return { kind: state.application.kind, holder: state.application.level === 'department' ? 'dept_manager' : 'dispatcher' };
  if (state.appeal?.outcome === 'at_dispatcher') return { kind: 'appeal', holder: 'dispatcher' };
  if (state.appeal?.outcome === 'at_acceptor') return { kind: 'appeal', holder: 'acceptor' };
  return { kind: null, holder: null };
}

function lastVerdict(state: CaseState): boolean | null {
  const handled = state.clocks.findLast((clock) => clock.kind === 'handle' && clock.verdict !== null);
  return handled ? handled.verdict === 'in_time' : null;
}

/** Derives the row's columns; the row holds nothing about the lifecycle that this does not give. */
export function columnsOf(state: CaseState, cal: Calendar, warnShare: number): LifecycleColumns {
  const clock = currentClock(state);
  const holder = STATES[state.state].holder;
  const pending = pendingOf(state);
  return {
    state: state.state,
    open: isOpen(state.state),
    unitId: state.unitId,
    handlerId: state.handlerId,
    collectorId: state.task?.assigneeId ?? null,
    conditionId: state.conditionId,
    holder,
    holderUser: holder === null ? null : (holderUsers[holder]?.(state) ?? null),
    pendingKind: pending.kind,
    pendingHolder: pending.holder,
    returnedFrom: state.returnedFrom,
    urged: state.supervisions.some((s) => s.replyRequired && s.repliedAt === null),
    reports: state.reporters.length,
    reworks: state.reworkCount,
    extensions: state.extensionsGranted,
    warnAt: clock ? warnAt(clock, cal, warnShare) : null,
    dueAt: clock?.dueAt ?? null,
    escalateAt: nextEscalationAt(state, state.updatedAt, cal, DEFAULT_LADDER),
    handledAt: state.handledAt,
    handleInTime: lastVerdict(state),
    closedAt: state.closedAt,
  };
}
