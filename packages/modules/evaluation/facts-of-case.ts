import type { Instant } from '@chengmai/kernel/calendar/types.ts';
import type {
  CheckOutline,
  CloseOutline,
  DispatchOutline,
  FactInput,
  RoundOutline,
  StepOutline,
  Verdict,
} from '@chengmai/kernel/evaluation/fact-input.ts';
import { type CaseClock, type CaseState, lastClock } from '@chengmai/kernel/lifecycle/case.ts';
import type { CaseOutline, Source } from '../cases/contract.ts';
import { effectiveSteps, firstStep, given, grantsOf, type HistoryStep, lastStep, returnsOf, stepAt } from './case-steps.ts';

const PUBLIC: ReadonlySet<Source> = new Set(['citizen', 'hotline', 'phone']);
/** Whoever found it, it was not the collector on whose ground it lay. */
const FOUND_BY_OTHERS: ReadonlySet<Source> = new Set([...PUBLIC, 'leader', 'superior']);
const CLOSED: readonly string[] = ['closed', 'force_closed'];
const MS_PER_MINUTE = 60_000;

const sourceOf = (source: Source): FactInput['source'] => (PUBLIC.has(source) ? 'public' : source === 'collector' ? 'collector' : 'other');

/**
 * What evaluation needs to know of a case, from its state and history alone, so that computing it again later gives the same.
 * A case that an import brought already closed knows only that, and the source's own verdict: no step is made up for it.
 * A merged case counts as a report; filing, handling and closing count with the case it went into.
 */
export function factsOfCase(outline: CaseOutline): FactInput {
  const state = outline.lifecycle as CaseState;
  if (outline.imported && CLOSED.includes(state.state) && state.clocks.length === 0) return importedFacts(outline, state);
  const steps = effectiveSteps(outline.history);
  const entry = entryOf(outline, state, steps);
  if (state.state === 'merged') return entry;
  return { ...entry, ...handlingOf(state, steps), ...endOf(state, steps) };
}

function importedFacts(outline: CaseOutline, state: CaseState): FactInput {
  const verdict: Verdict = outline.importedVerdict === null ? 'unknown' : verdictOf(outline.importedVerdict)!;
  return {
    id: outline.caseId,
    source: sourceOf(outline.source),
    reportedAt: outline.reportedAt,
    unit: outline.unitId,
    close: { closed: true, endedAt: state.closedAt, verdict },
  };
}

const verdictOf = (verdict: CaseClock['verdict']): Verdict | undefined =>
  verdict === null ? undefined : verdict === 'in_time' ? 'intime' : 'overtime';

const withVerdict = <T extends StepOutline>(step: T, verdict: CaseClock['verdict']): T => {
  const known = verdictOf(verdict);
  return known ? { ...step, verdict: known } : step;
};

/** Whether the post was still within its own limit at an instant. A missed deadline stays in a paused clock, an unmissed one moves on. */
function inTimeAt(clocks: readonly CaseClock[], at: Instant): boolean {
  const clock = clocks.findLast(({ startedAt, endedAt }) => startedAt <= at && (endedAt === null || endedAt >= at));
  return clock !== undefined && (clock.dueAt === null || clock.dueAt >= at);
}

/** Reporting, accepting, verifying: what also a merged case has been through. */
function entryOf(outline: CaseOutline, state: CaseState, steps: readonly HistoryStep[]): FactInput {
  const [first] = state.reporters;
  const checks = checksOf(state, steps, 'pre_check', 'accept');
  const accepted = firstStep(steps, 'accept', 'file', 'reject');
  const byOthers = FOUND_BY_OTHERS.has(outline.source);
  const reporter = first?.kind === 'person' ? first.id : null;
  return {
    id: outline.caseId,
    source: sourceOf(outline.source),
    reportedAt: outline.reportedAt,
    unit: outline.unitId,
    preChecks: checks,
    ...(accepted ? { accept: acceptOf(state, accepted) } : {}),
    ...(state.state === 'rejected' ? { rejectedAt: lastStep(steps, 'reject')?.at ?? state.updatedAt } : {}),
    selfHandled: state.selfHandled,
    missed: byOthers && state.filedAt !== null && state.state !== 'merged',
    people: {
      reporter,
      // The collector who was sent to look is the one on whose ground it lies.
      dutyCollector: outline.source === 'collector' ? reporter : (checks[0]?.checker ?? null),
      acceptor: accepted?.actorId ?? null,
      filer: firstStep(steps, 'file')?.actorId ?? null,
      closer: CLOSED.includes(state.state) ? (lastStep(steps, 'close', 'force_close')?.actorId ?? null) : null,
    },
  };
}

function acceptOf(state: CaseState, accepted: HistoryStep): StepOutline {
  const clock = state.clocks.find(({ kind }) => kind === 'accept');
  const step = { startedAt: clock?.startedAt ?? state.reportedAt, dueAt: clock?.dueAt ?? null, endedAt: accepted.at };
  if (clock?.endedAt === accepted.at) return withVerdict(step, clock.verdict);
  return { ...step, verdict: clock && inTimeAt([clock], accepted.at) ? 'intime' : 'overtime' };
}

function checksOf(
  state: CaseState,
  steps: readonly HistoryStep[],
  kind: 'pre_check' | 'post_check',
  sender: 'accept' | 'close',
): CheckOutline[] {
  const senderClocks = state.clocks.filter((clock) => clock.kind === sender);
  return state.clocks
    .filter((clock) => clock.kind === kind)
    .map((clock) => {
      const answered = stepAt(steps, [`answer_${kind}`], clock.endedAt) !== undefined;
      const task = {
        sentAt: clock.startedAt,
        dueAt: clock.dueAt,
        answeredAt: answered ? clock.endedAt : null,
        sentInTime: inTimeAt(senderClocks, clock.startedAt),
        checker: given(stepAt(steps, [`send_${kind}`], clock.startedAt), 'assigneeId'),
      };
      return answered ? withVerdict(task, clock.verdict) : task;
    });
}

function handlingOf(state: CaseState, steps: readonly HistoryStep[]): Partial<FactInput> {
  const grants = grantsOf(steps);
  const suspended = grants.find(({ kind }) => kind === 'suspension');
  const resumedAt = suspended
    ? (steps.find((step) => step.at >= suspended.at && ['resume', 'void', 'force_close'].includes(step.action))?.at ?? null)
    : null;
  return {
    dispatches: dispatchesOf(state, steps),
    rounds: roundsOf(state, steps),
    returns: returnsOf(steps),
    postponements: grants.filter(({ kind }) => kind === 'extension'),
    ...(suspended ? { suspension: { from: suspended.at, to: resumedAt } } : {}),
    overdueExempt: state.overdueExempt,
  };
}

/** Dispatching steps; one that went back to the acceptor instead was never owed. */
function dispatchesOf(state: CaseState, steps: readonly HistoryStep[]): DispatchOutline[] {
  const clocks = state.clocks.filter(({ kind, endedAt }) => kind === 'dispatch' && !stepAt(steps, ['return_to_acceptor'], endedAt));
  return clocks.map((clock, index) => {
    const done = stepAt(steps, ['dispatch'], clock.endedAt);
    if (!done) return { startedAt: clock.startedAt, dueAt: clock.dueAt, endedAt: null };
    const next = clocks[index + 1]?.startedAt;
    const wrong = next !== undefined && stepAt(steps, ['return_to_dispatcher'], next) !== undefined;
    const step = { startedAt: clock.startedAt, dueAt: clock.dueAt, endedAt: clock.endedAt, wrong, dispatcher: done.actorId };
    return withVerdict(step, clock.verdict);
  });
}

const CAUSES: Readonly<Record<string, RoundOutline['cause']>> = { rework: 'rework', reject_close: 'rework', reopen: 'reopen' };

function causeOf(clock: CaseClock, index: number, steps: readonly HistoryStep[]): RoundOutline['cause'] {
  if (index === 0) return 'dispatch';
  if (stepAt(steps, ['rework'], clock.startedAt)) return 'rework';
  const before = steps.findLast(
    (step) => step.at <= clock.startedAt && ['confirm', 'reject_close', 'reopen', 'return_to_dispatcher'].includes(step.action),
  );
  return CAUSES[before?.action ?? ''] ?? 'transfer';
}

function outcomeOf(clock: CaseClock, steps: readonly HistoryStep[]): NonNullable<RoundOutline['outcome']> | null {
  if (clock.endedAt === null) return null;
  if (stepAt(steps, ['confirm'], clock.endedAt)) return 'confirmed';
  return stepAt(steps, ['dispatch'], clock.endedAt) ? 'transferred' : 'stopped';
}

function roundsOf(state: CaseState, steps: readonly HistoryStep[]): RoundOutline[] {
  return state.clocks
    .filter(({ kind }) => kind === 'handle')
    .map((clock, index) => {
      const assigned = steps.findLast(({ action, at }) => action === 'assign' && at >= clock.startedAt && at <= (clock.endedAt ?? at));
      const round: RoundOutline = {
        startedAt: clock.startedAt,
        dueAt: clock.dueAt,
        endedAt: clock.endedAt,
        cause: causeOf(clock, index, steps),
        outcome: outcomeOf(clock, steps),
        unit: clock.unitId,
        handler: given(assigned, 'handlerId'),
        usedMinutes: clock.usedMs / MS_PER_MINUTE,
        allowanceMinutes: clock.allowanceMs / MS_PER_MINUTE,
      };
      return withVerdict(round, clock.verdict);
    });
}

/** Filing, voiding, checking, closing and what comes after. */
function endOf(state: CaseState, steps: readonly HistoryStep[]): Partial<FactInput> {
  const reopenedAt = state.reopenOf ? lastStep(steps, 'reopen')?.at : undefined;
  return {
    filedAt: state.filedAt,
    ...(state.filedAt === null ? {} : filingVerdict(state, state.filedAt)),
    ...(state.state === 'voided' ? { voidedAt: lastStep(steps, 'void')?.at ?? state.updatedAt } : {}),
    postChecks: checksOf(state, steps, 'post_check', 'close'),
    close: closeOf(state),
    ...(state.reopenOf && reopenedAt !== undefined ? { reopened: { closedAt: state.reopenOf.closedAt, at: reopenedAt } } : {}),
    ...(state.rating ? { visit: { at: state.rating.at, answer: state.rating.score } } : {}),
  };
}

function filingVerdict(state: CaseState, filedAt: Instant): Pick<FactInput, 'fileVerdict'> {
  const clock = state.clocks.find(({ kind, endedAt }) => kind === 'accept' && endedAt === filedAt);
  return { fileVerdict: verdictOf(clock?.verdict ?? null) ?? 'unknown' };
}

/** In time when the last handling round was and the closing step itself was; without either, the source has no verdict. */
function closeOf(state: CaseState): CloseOutline {
  const handling = lastClock(state, 'handle');
  const closing = lastClock(state, 'close');
  const outline: CloseOutline = {
    closed: CLOSED.includes(state.state),
    forced: state.state === 'force_closed',
    endedAt: state.closedAt,
    dueAt: (handling ?? closing)?.dueAt ?? null,
  };
  if (!outline.closed) return outline;
  const verdicts = [handling?.verdict ?? null, closing?.verdict ?? null];
  if (verdicts.includes('overtime')) return { ...outline, verdict: 'overtime' };
  return { ...outline, verdict: verdicts.includes('in_time') ? 'intime' : 'unknown' };
}
