import { clockReading } from '../calendar/clock.ts';
import type { Refusal } from '../result.ts';
import type { Appeal, Application, CaseState } from './case.ts';
import { lastClock, openClock } from './case.ts';
import type { GuardId } from './guard-names.ts';
import { HOLDS } from './holders.ts';
import type { LifecycleRefusalCode } from './refusals.ts';
import type { Role } from './roles.ts';
import type { Turn } from './turn.ts';

export interface Guard {
  /** True when the guard judges what was put in: before there is an input it cannot say anything. */
  readonly judgesInput: boolean;
  readonly check: (state: CaseState, turn: Turn) => Refusal | null;
}

const DAY_MS = 86_400_000;

type NameOf<C> = C extends `lifecycle.${infer Name}` ? Name : never;
type Code = NameOf<LifecycleRefusalCode>;

const no = (code: Code, params?: Refusal['params']): Refusal => ({ code: `lifecycle.${code}`, ...(params && { params }) });

/** Holding counts here too: a dispatcher who also manages another department may not decide for this one. */
const actsAs = (state: CaseState, { actor }: Turn, ...roles: readonly Role[]): boolean =>
  roles.some((role) => actor.roles.includes(role) && HOLDS[role](state, actor));

type Check = Guard['check'];
const onCase = (check: Check): Guard => ({ judgesInput: false, check });
const onInput = (check: Check): Guard => ({ judgesInput: true, check });

const leaderOnce = (passed: (state: CaseState) => boolean): Guard =>
  onCase((state, turn) => (passed(state) && !actsAs(state, turn, 'shift_leader') ? no('needs_shift_leader') : null));

const APPLICATION_REVIEWERS: Readonly<Record<Application['level'], readonly Role[]>> = {
  department: ['dept_manager'],
  dispatcher: ['dispatcher'],
};

const APPEAL_REVIEWERS: Readonly<Partial<Record<Appeal['outcome'], readonly Role[]>>> = {
  at_dispatcher: ['dispatcher'],
  at_acceptor: ['acceptor', 'shift_leader'],
};

function filingStep(state: CaseState, turn: Turn): Refusal | null {
  if (turn.settings.filing === 'one_step') return null;
  if (state.state === 'reported') return no('two_step_filing');
  return actsAs(state, turn, 'shift_leader') ? null : no('needs_shift_leader');
}

function postCheckSettled(state: CaseState, turn: Turn): Refusal | null {
  if (state.postCheck === 'fail') return no('post_check_failed');
  return turn.settings.postCheckRequired && state.postCheck === null ? no('post_check_required') : null;
}

function suspensionDate(_state: CaseState, { input, now, settings }: Turn): Refusal | null {
  const latest = now + settings.maxSuspensionDays * DAY_MS;
  const inRange = input.until !== undefined && input.until > now && input.until <= latest;
  return inRange ? null : no('suspension_date_invalid', { latest, days: settings.maxSuspensionDays });
}

/** At most one department is between a refused closing and the next one: it has to repair what it said was done. */
function sameDepartment(state: CaseState, { input }: Turn): Refusal | null {
  const bound = state.returnedFrom === 'pending_close' && state.unitId !== null;
  return bound && input.unitId !== state.unitId ? no('same_department_required', { unitId: state.unitId }) : null;
}

function reopenWindow(state: CaseState, { now, settings }: Turn): Refusal | null {
  const until = (state.closedAt ?? 0) + settings.reopenDays * DAY_MS;
  return now > until ? no('reopen_window_passed', { until, days: settings.reopenDays }) : null;
}

function notOverdue(state: CaseState, { now, calendar }: Turn): Refusal | null {
  const clock = openClock(state, 'handle');
  return clock && clockReading(clock, now, calendar).light === 'red' ? no('overdue_no_extension', { dueAt: clock.dueAt }) : null;
}

function applicationAtMyLevel(state: CaseState, turn: Turn): Refusal | null {
  if (!state.application) return no('no_application');
  const { level } = state.application;
  return actsAs(state, turn, ...APPLICATION_REVIEWERS[level]) ? null : no('other_review_level', { level });
}

function appealAtMyLevel(state: CaseState, turn: Turn): Refusal | null {
  const reviewers = state.appeal && APPEAL_REVIEWERS[state.appeal.outcome];
  if (!state.appeal || !reviewers) return no('no_appeal');
  return actsAs(state, turn, ...reviewers) ? null : no('other_review_level', { level: state.appeal.outcome });
}

function suspensionOver(state: CaseState, turn: Turn): Refusal | null {
  const until = state.suspension?.until ?? 0;
  return turn.now < until && !actsAs(state, turn, 'dispatcher') ? no('suspension_running', { until }) : null;
}

function suspensionStillAhead(state: CaseState, { input, now }: Turn): Refusal | null {
  const until = state.application?.until ?? null;
  return input.decision === 'grant' && until !== null && until <= now ? no('suspension_date_passed', { until }) : null;
}

function photosAfter(_state: CaseState, { input, settings }: Turn): Refusal | null {
  return settings.photosAfterRequired && !input.photosAfter?.length ? no('input_missing', { field: 'photosAfter' }) : null;
}

function secondPerson(_state: CaseState, { input, actor, settings }: Turn): Refusal | null {
  if (!settings.forceCloseNeedsSecondPerson) return null;
  return input.secondPersonId && input.secondPersonId !== actor.id ? null : no('second_person_required');
}

function selfHandleClass(_state: CaseState, { input, settings }: Turn): Refusal | null {
  const code = input.classRef?.code ?? '';
  return settings.selfHandleClasses?.includes(code) === false ? no('class_not_self_handled', { code }) : null;
}

function otherClass(state: CaseState, { input }: Turn): Refusal | null {
  const [old, chosen] = [state.classRef, input.classRef];
  if (!old || !chosen) return null;
  const same = (['standardRef', 'kind', 'code', 'version'] as const).every((field) => old[field] === chosen[field]);
  return same ? no('same_class', { code: old.code }) : null;
}

function supervisionOpen(state: CaseState, { input }: Turn): Refusal | null {
  const waiting = state.supervisions.filter((supervision) => supervision.repliedAt === null);
  const found = input.no === undefined ? waiting.length > 0 : waiting.some((supervision) => supervision.no === input.no);
  return found ? null : no('supervision_not_open');
}

function absorbed(state: CaseState, { input }: Turn): Refusal | null {
  const found = input.caseId === undefined ? state.mergedFrom.length > 0 : state.mergedFrom.some(({ caseId }) => caseId === input.caseId);
  return found ? null : no('not_absorbed');
}

function splitParts(state: CaseState, { input, settings }: Turn): Refusal | null {
  const parts = state.splitInto.length + (input.childIds?.length ?? 0);
  return parts > settings.maxSplitParts ? no('split_limit', { max: settings.maxSplitParts }) : null;
}

const when = (wrong: (state: CaseState, turn: Turn) => boolean, code: Code, params?: (turn: Turn) => Refusal['params']): Check => {
  return (state, turn) => (wrong(state, turn) ? no(code, params?.(turn)) : null);
};

export const GUARDS: Readonly<Record<GuardId, Guard>> = {
  self_handle_class: onInput(selfHandleClass),
  not_mine_yet: onCase(when((state, { actor }) => state.acceptorId === actor.id, 'already_claimed')),
  never_filed: onCase(when((state) => state.filedAt !== null, 'already_filed')),
  two_step_filing: onCase(when((_, { settings }) => settings.filing !== 'two_step', 'one_step_filing')),
  filing_step: onCase(filingStep),
  class_known: onInput(when((state, { input }) => !input.classRef && !state.classRef, 'class_required')),
  condition_met: onInput(when((_, { input }) => input.conditionMet === false, 'condition_not_met')),
  leader_after_filing: leaderOnce((state) => state.filedAt !== null),
  same_department_after_refusal: onInput(sameDepartment),
  not_after_close_refusal: onCase(when((state) => state.returnedFrom === 'pending_close', 'redispatch_required')),
  photos_after: onInput(photosAfter),
  closing_step: onCase((state, turn) =>
    turn.settings.closing === 'two_step' && !actsAs(state, turn, 'shift_leader') ? no('needs_shift_leader') : null,
  ),
  post_check_settled: onCase(postCheckSettled),
  supervisions_answered: onCase(
    when((state) => state.supervisions.some((one) => one.replyRequired && one.repliedAt === null), 'supervision_unanswered'),
  ),
  second_person: onInput(secondPerson),
  reopen_window: onCase(reopenWindow),
  no_application: onCase(when((state) => state.application !== null, 'application_pending')),
  extensions_left: onCase(
    when(
      (state, { settings }) => state.extensionsGranted >= settings.maxExtensions,
      'extension_limit',
      ({ settings }) => ({ max: settings.maxExtensions }),
    ),
  ),
  not_overdue: onCase(notOverdue),
  never_suspended: onCase(when((state) => state.suspensionsGranted > 0, 'suspended_once')),
  suspension_date: onInput(suspensionDate),
  application_at_my_level: onCase(applicationAtMyLevel),
  not_own_application: onCase(when((state, { actor }) => state.application?.appliedBy === actor.id, 'own_application')),
  suspension_still_ahead: onInput(suspensionStillAhead),
  suspension_over: onCase(suspensionOver),
  handling_overtime: onCase(when((state) => lastClock(state, 'handle')?.verdict !== 'overtime', 'not_overtime')),
  first_appeal: onCase(when((state) => state.appeal !== null, 'appealed_once')),
  appeal_at_my_level: onCase(appealAtMyLevel),
  supervision_open: onCase(supervisionOpen),
  other_class: onInput(otherClass),
  not_linked_yet: onInput(when((state, { input }) => state.duplicateOf.includes(input.caseId ?? ''), 'already_linked')),
  leader_after_dispatch: leaderOnce((state) => state.dispatchedAt !== null),
  no_merged_cases: onCase(when((state) => state.mergedFrom.length > 0, 'has_merged_cases')),
  other_case: onInput(when((state, { input }) => (input.caseId ?? input.intoCaseId) === state.id, 'same_case')),
  not_absorbed_yet: onInput(when((state, { input }) => state.mergedFrom.some(({ caseId }) => caseId === input.caseId), 'already_absorbed')),
  absorbed: onCase(absorbed),
  split_parts: onInput(splitParts),
  not_rated_yet: onCase(when((state) => state.rating?.at !== undefined && state.rating.at >= (state.closedAt ?? 0), 'already_rated')),
};
