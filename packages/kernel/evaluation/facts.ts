import type { Instant } from '../calendar/types.ts';
import type { CheckOutline, DispatchOutline, FactInput, RoundOutline, StepOutline, Verdict } from './fact-input.ts';
import {
  type FactRow,
  SUBJECT_COLUMNS,
  type SubjectColumn,
  TIME_COLUMNS,
  type TimeColumn,
  VALUE_COLUMNS,
  type ValueColumn,
} from './fact-row.ts';

const DAY_MS = 86_400_000;

type Draft = Partial<Record<SubjectColumn, string | null>> &
  Partial<Record<TimeColumn, Instant | null>> &
  Partial<Record<ValueColumn, number | boolean>>;

/** The line of the case itself (line 0), as it stood at `asOf`; see {@link FactRow}. Later events have not happened yet. */
export const caseFacts = (input: FactInput, asOf: Instant): FactRow => factRows(input, asOf)[0]!;

/** Every fact line of a case as it stood at `asOf`: line 0, then one for each older repetition. */
export function factRows(input: FactInput, asOf: Instant): FactRow[] {
  const seen = (at: Instant | null | undefined): Instant | null => (at !== null && at !== undefined && at <= asOf ? at : null);
  const whole: Whole = { input, seen, voided: seen(input.voidedAt) !== null };
  const lines: Draft[] = roundLines(whole);
  lines[0] = { ...(input.unit ? unitOf(input.unit) : {}), ...lines[0] };
  place(
    lines,
    'pre_check_sent_at',
    latestFirst(input.preChecks, (task) => seen(task.sentAt)).map((task) => preCheckFacts(task, whole)),
  );
  place(
    lines,
    'dispatch_started_at',
    latestFirst(input.dispatches, (step) => seen(step.startedAt)).map((step) => dispatchFacts(step, whole)),
  );
  place(
    lines,
    'post_check_sent_at',
    latestFirst(input.postChecks, (task) => seen(task.sentAt)).map((task) => postCheckFacts(task, whole)),
  );
  place(
    lines,
    'returned_at',
    latestFirst(input.returns, (step) => seen(step.at)).map((step) => ({ back: 1, returned_at: step.at, ...unitOf(step.unit) })),
  );
  place(
    lines,
    'postponed_at',
    latestFirst(input.postponements, (step) => seen(step.at)).map((step) => ({ postpone: 1, postponed_at: step.at, ...unitOf(step.unit) })),
  );
  const shared = sharedFacts(input);
  const parts = wholeFacts(whole);
  return lines.map((draft, line) => toRow(input.id, line, draft, shared, ...(line === 0 ? parts : [])));
}

/** Puts each draft on the first line that has room for its kind and, where the draft belongs to a unit (or expressly to none), no other. */
function place(lines: Draft[], slot: TimeColumn, drafts: readonly Draft[]): void {
  for (const draft of drafts) {
    const free = lines.findIndex(
      (line) => line[slot] === undefined && (draft.unit_id === undefined || line.unit_id === undefined || line.unit_id === draft.unit_id),
    );
    if (free === -1) lines.push(draft);
    else Object.assign(lines[free]!, draft);
  }
}

interface Whole {
  readonly input: FactInput;
  readonly seen: (at: Instant | null | undefined) => Instant | null;
  readonly voided: boolean;
}

const latestFirst = <T>(list: readonly T[] | undefined, at: (item: T) => Instant | null): readonly T[] =>
  (list ?? []).filter((item) => at(item) !== null).toReversed();

/** One line a round, the latest first; the first rework and the first passage through handling are marked on their own round's line. */
function roundLines(whole: Whole): Draft[] {
  const { input, seen } = whole;
  const rounds = latestFirst(input.rounds, (round) => seen(round.startedAt));
  const firstRework = rounds.findLast((round) => round.cause === 'rework');
  const firstThrough = rounds.findLast((round) => round.outcome === 'confirmed' && seen(round.endedAt) !== null);
  const lines = rounds.map((round) => ({
    ...roundFacts(round, whole),
    ...(round === firstRework ? { rework: 1, reworked_at: round.startedAt } : {}),
    ...(round === firstThrough ? { through_handle: 1, through_handle_at: round.endedAt ?? null } : {}),
  }));
  return lines.length > 0 ? lines : [{}];
}

/** A named unit, or expressly none; a draft without the key fits any line. */
const unitOf = (unit: string | null | undefined): Draft => ({ unit_id: unit ?? null });

/** Overdue iff finished after the deadline; an explicit verdict wins, because imported sources often have nothing else. */
function verdictOf(step: StepOutline, endedAt: Instant | null): Verdict {
  if (step.verdict) return step.verdict;
  if (endedAt === null || step.dueAt === null || step.dueAt === undefined) return 'unknown';
  return endedAt > step.dueAt ? 'overtime' : 'intime';
}

function preCheckFacts(task: CheckOutline, { seen }: Whole): Draft {
  const answeredAt = seen(task.answeredAt);
  return {
    need_pre_check: 1,
    pre_check: answeredAt !== null,
    intime_pre_check: answeredAt !== null && verdictOf(task, answeredAt) === 'intime',
    intime_send_pre_check: task.sentInTime === true,
    pre_check_sent_at: task.sentAt,
    pre_checker_id: task.checker ?? null,
  };
}

function postCheckFacts(task: CheckOutline, { seen }: Whole): Draft {
  const answeredAt = seen(task.answeredAt);
  return {
    need_post_check: 1,
    post_check: answeredAt !== null,
    intime_post_check: answeredAt !== null && verdictOf(task, answeredAt) === 'intime',
    intime_send_post_check: task.sentInTime === true,
    post_check_sent_at: task.sentAt,
    post_checker_id: task.checker ?? null,
  };
}

function dispatchFacts(step: DispatchOutline, { seen, voided }: Whole): Draft {
  const endedAt = seen(step.endedAt);
  const done = endedAt !== null;
  return {
    need_dispatch: done || !voided,
    dispatch: done,
    intime_dispatch: done && verdictOf(step, endedAt) === 'intime',
    accurate_dispatch: done && step.wrong !== true,
    wrong_dispatch: done && step.wrong === true,
    dispatch_started_at: step.startedAt,
    dispatcher_id: step.dispatcher ?? null,
  };
}

/**
 * A round handed to another department in time leaves no trace in the counters; one already overdue stays as due and never handled,
 * or a department could give an overdue away (decision of this project).
 */
function roundFacts(round: RoundOutline, { input, seen, voided }: Whole): Draft {
  const endedAt = seen(round.endedAt);
  const verdict = verdictOf(round, endedAt);
  const confirmed = endedAt !== null && round.outcome === 'confirmed';
  const givenAway = endedAt !== null && round.outcome === 'transferred' && verdict !== 'overtime';
  const counts = !voided && !givenAway;
  const handled = counts && confirmed;
  return {
    need_handle: counts,
    handle: handled,
    intime_handle: handled && (verdict === 'intime' || (verdict === 'overtime' && input.overdueExempt === true)),
    overtime_handle: handled && verdict === 'overtime' && input.overdueExempt !== true,
    rework_times: round.cause === 'rework',
    used_minutes: handled ? Math.round(round.usedMinutes ?? 0) : 0,
    allowance_minutes: handled && round.usedMinutes !== undefined ? Math.round(round.allowanceMinutes ?? 0) : 0,
    round_started_at: round.startedAt,
    handle_due_at: round.dueAt ?? null,
    handled_at: confirmed ? endedAt : null,
    round_ended_at: endedAt,
    handler_id: round.handler ?? null,
    ...unitOf(round.unit),
  };
}

/** On every line: a cohort goes by the report, and a person's figures may count tasks and rounds that stand on further lines. */
const sharedFacts = ({ people, reportedAt }: FactInput): Draft => ({
  reported_at: reportedAt,
  reporter_id: people?.reporter ?? null,
  duty_collector_id: people?.dutyCollector ?? null,
  acceptor_id: people?.acceptor ?? null,
  filer_id: people?.filer ?? null,
  closer_id: people?.closer ?? null,
});

const wholeFacts = (whole: Whole): readonly Draft[] => [
  sourceFacts(whole),
  entryFacts(whole),
  suspensionFacts(whole),
  closeFacts(whole),
  afterFacts(whole),
];

const sourceFacts = ({ input }: Whole): Draft => ({
  report: 1,
  report_public: input.source === 'public',
  report_collector: input.source === 'collector',
  missed: input.missed === true,
  self_handle: input.selfHandled === true,
  recur_90d: (input.recurrence90d ?? 0) > 0,
});

function entryFacts({ input, seen, voided }: Whole): Draft {
  const acceptedAt = seen(input.accept?.endedAt);
  const filedAt = seen(input.filedAt);
  const rejectedAt = seen(input.rejectedAt);
  const fileVerdict = input.fileVerdict ?? (input.accept ? verdictOf({ ...input.accept, endedAt: filedAt }, filedAt) : 'unknown');
  return {
    accept: acceptedAt !== null,
    intime_accept: acceptedAt !== null && input.accept !== undefined && verdictOf(input.accept, acceptedAt) === 'intime',
    accepted_at: acceptedAt,
    valid_report: filedAt !== null,
    file: filedAt !== null,
    intime_file: filedAt !== null && fileVerdict === 'intime',
    accurate_file: filedAt !== null && !voided,
    filed_at: filedAt,
    reject: rejectedAt !== null,
    rejected_at: rejectedAt,
    void: voided,
    voided_at: seen(input.voidedAt),
  };
}

function suspensionFacts({ input, seen }: Whole): Draft {
  const suspendedAt = seen(input.suspension?.from);
  return { his_hang: suspendedAt !== null, suspended_at: suspendedAt, resumed_at: seen(input.suspension?.to) };
}

/** A source that has a closing flag without a time counts by the time of report, and says so in `close_time_assumed`. */
function closeFacts({ input, seen, voided }: Whole): Draft {
  const close = input.close;
  const timeKnown = close?.endedAt !== null && close?.endedAt !== undefined;
  const closedAt = close?.closed ? (timeKnown ? seen(close.endedAt) : seen(input.reportedAt)) : null;
  const closed = closedAt !== null && !voided;
  const liveAt = seen(input.filedAt) ?? (closed || input.selfHandled ? input.reportedAt : null);
  const verdict = closed && close ? verdictOf(close, timeKnown ? closedAt : null) : 'unknown';
  const forced = close?.forced === true;
  const exempt = input.overdueExempt === true && !forced;
  return {
    need_close: liveAt !== null && !voided && seen(input.rejectedAt) === null,
    close: closed,
    intime_close: closed && !forced && (verdict === 'intime' || (verdict === 'overtime' && exempt)),
    overtime_close: closed && verdict === 'overtime' && !exempt,
    force_close: closed && forced,
    close_time_assumed: closed && !timeKnown,
    exempt: closed && input.overdueExempt === true,
    live_at: liveAt,
    close_due_at: close?.dueAt ?? (closed ? closedAt : null),
    closed_at: closed ? closedAt : null,
    ended_at: closed ? closedAt : (seen(input.voidedAt) ?? seen(input.rejectedAt)),
  };
}

function afterFacts({ input, seen }: Whole): Draft {
  const visitedAt = seen(input.visit?.at);
  const answer = visitedAt === null ? null : (input.visit?.answer ?? null);
  const reopenedAt = seen(input.reopened?.at);
  return {
    visit: visitedAt !== null,
    very_satisfied: answer === 'very_satisfied',
    satisfied: answer === 'satisfied',
    dissatisfied: answer === 'dissatisfied',
    visited_at: visitedAt,
    reopen_30d: reopenedAt !== null && input.reopened !== undefined && reopenedAt - input.reopened.closedAt <= 30 * DAY_MS,
    reopened_at: reopenedAt,
  };
}

const EMPTY: FactRow = Object.fromEntries([
  ['case_id', ''],
  ['line', 0],
  ...[...SUBJECT_COLUMNS, ...TIME_COLUMNS].map((column) => [column, null]),
  ...VALUE_COLUMNS.map((column) => [column, 0]),
]) as FactRow;

/** Copies one template and writes only what the drafts say: an import makes tens of thousands of rows a second. */
function toRow(caseId: string, line: number, ...drafts: readonly Draft[]): FactRow {
  const row: Record<string, string | number | null> = { ...EMPTY };
  row.case_id = caseId;
  row.line = line;
  for (const draft of drafts) {
    for (const column in draft) {
      const value = draft[column as keyof Draft];
      if (value !== undefined) row[column] = typeof value === 'boolean' ? Number(value) : value;
    }
  }
  return row as FactRow;
}
