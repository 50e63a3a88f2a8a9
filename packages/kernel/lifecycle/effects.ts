import type { ActionId } from './actions.ts';
import type { Appeal, Application, CaseState, CheckTask, Supervision } from './case.ts';
import { openClock } from './case.ts';
import { handlingLimit } from './clock-effects.ts';
import type { Turn } from './turn.ts';

type Patch = Partial<CaseState>;

/** What an action writes besides state and clocks. `state` already carries the clocks; `before` is the case as it was. */
export type Effect = (state: CaseState, turn: Turn, before: CaseState) => Patch;

const owns: Effect = (_state, { actor }) => ({ acceptorId: actor.id });

const nothingFound = { task: null, postCheck: null } as const;

function order(kind: CheckTask['kind'], clockKind: 'pre_check' | 'post_check'): Effect {
  return (state, { input, now }) => {
    const returnTo = state.task?.returnTo ?? state.state;
    const dueAt = openClock(state, clockKind)?.dueAt ?? now;
    return { task: { id: input.taskId ?? '', kind, assigneeId: input.assigneeId ?? '', sentAt: now, dueAt, returnTo } };
  };
}

const answer =
  (result: 'preCheck' | 'postCheck'): Effect =>
  (_state, { input }) => ({ task: null, [result]: input.outcome ?? null });

const classified: Effect = (state, { input }) => ({
  classRef: input.classRef ?? state.classRef,
  conditionId: input.conditionId === undefined ? state.conditionId : input.conditionId,
  limit: input.limit === undefined ? state.limit : input.limit,
});

const filed: Effect = (state, turn, before) => ({
  ...classified(state, turn, before),
  acceptorId: turn.actor.id,
  filedAt: state.filedAt ?? turn.now,
});

const apply =
  (kind: Application['kind']): Effect =>
  (state, { input, now, actor }) => {
    const byHandler = actor.roles.includes('handler') && state.handlerId === actor.id;
    const level = byHandler ? 'department' : 'dispatcher';
    return { application: { kind, appliedBy: actor.id, at: now, reason: input.reason ?? '', level, until: input.until ?? null } };
  };

const review: Effect = (state, { input, now }) => {
  const { application } = state;
  if (!application || input.decision !== 'grant') return { application: null };
  if (application.level === 'department') return { application: { ...application, level: 'dispatcher' } };
  if (application.kind === 'extension') return { application: null, extensionsGranted: state.extensionsGranted + 1 };
  const suspension = { from: now, until: application.until ?? now, returnTo: state.state };
  return { application: null, suspension, suspensionsGranted: state.suspensionsGranted + 1 };
};

const APPEAL_NEXT: Readonly<Record<Appeal['outcome'], Appeal['outcome']>> = {
  at_dispatcher: 'at_acceptor',
  at_acceptor: 'granted',
  granted: 'granted',
  refused: 'refused',
};

const reviewAppeal: Effect = (state, { input }) => {
  if (!state.appeal) return {};
  const outcome = input.decision === 'grant' ? APPEAL_NEXT[state.appeal.outcome] : 'refused';
  return { appeal: { ...state.appeal, outcome }, overdueExempt: outcome === 'granted' };
};

const supervise: Effect = (state, { input, now, actor }) => {
  const supervision: Supervision = {
    no: state.supervisions.length + 1,
    kind: input.kind ?? 'important',
    by: actor.id,
    at: now,
    replyRequired: input.replyRequired ?? false,
    repliedAt: null,
  };
  return { supervisions: [...state.supervisions, supervision] };
};

const reply: Effect = (state, { input, now }) => ({
  supervisions: state.supervisions.map((one) => (one.no === input.no ? { ...one, repliedAt: now } : one)),
});

const merge: Effect = (_state, { input, now }, before) => {
  const { state, returnedFrom, clocks, task, application } = before;
  return { mergedInto: { caseId: input.intoCaseId ?? '', at: now, before: { state, returnedFrom, clocks, task, application } } };
};

/** A case that ends owes nobody a check, and is suspended no longer. */
const nothingOpen = { task: null, suspension: null } as const;
const closed: Effect = (_state, { now }) => ({ ...nothingOpen, closedAt: now });

/** A refused closing sends even a self-handled case to a department: from here on it is filed like any other. */
const refuseClosing: Effect = (state, { now }) => ({
  ...nothingFound,
  reworkCount: state.reworkCount + 1,
  filedAt: state.filedAt ?? now,
});

const returned: Effect = (state) => ({ returnCount: state.returnCount + 1 });

export const EFFECTS: Readonly<Partial<Record<ActionId, Effect>>> = {
  claim: owns,
  accept: owns,
  send_pre_check: order('pre_check', 'pre_check'),
  answer_pre_check: answer('preCheck'),
  file: filed,
  void: () => nothingOpen,
  dispatch: (state, turn) => ({
    unitId: turn.input.unitId ?? null,
    handlerId: null,
    dispatcherId: turn.actor.id,
    dispatchedAt: turn.now,
    limit: state.limit ?? handlingLimit(state, turn.settings),
  }),
  return_to_acceptor: returned,
  assign: (_state, { input }) => ({ handlerId: input.handlerId ?? null }),
  revoke_assign: () => ({ handlerId: null }),
  return_to_dispatcher: returned,
  return_to_department: (state) => ({ handlerId: null, returnCount: state.returnCount + 1 }),
  submit_handling: (_state, { now }) => ({ submittedAt: now }),
  confirm: (_state, { now }) => ({ handledAt: now }),
  rework: (state) => ({ ...nothingFound, handlerId: null, reworkCount: state.reworkCount + 1 }),
  forward_close: (state, { input }) => ({ acceptorId: input.acceptorId ?? state.acceptorId }),
  send_post_check: order('post_check', 'post_check'),
  answer_post_check: answer('postCheck'),
  reject_close: refuseClosing,
  close: closed,
  force_close: closed,
  reopen: (state) => ({
    ...nothingFound,
    closedAt: null,
    reopenOf: { closedAt: state.closedAt ?? state.updatedAt, round: state.round },
    reopenCount: state.reopenCount + 1,
  }),
  apply_extension: apply('extension'),
  apply_suspension: apply('suspension'),
  review_application: review,
  resume: () => ({ suspension: null }),
  apply_appeal: (state, { actor, now }) => ({ appeal: { by: actor.id, at: now, round: state.round, outcome: 'at_dispatcher' } }),
  review_appeal: reviewAppeal,
  supervise,
  reply_supervise: reply,
  inspect: (_state, { input }) => ({ inspection: input.outcome ?? null }),
  reclassify: classified,
  link_duplicate: (state, { input }) => ({ duplicateOf: [...state.duplicateOf, input.caseId ?? ''] }),
  merge,
  absorb: (state, { input }) => ({ reporters: [...state.reporters, ...(input.reporters ?? [])] }),
  unmerge: (state) => ({ ...state.mergedInto?.before, mergedInto: null }),
  release: (state, { input }) => ({ reporters: state.reporters.filter(({ caseId }) => caseId !== input.caseId) }),
  split: (state, { input }) => ({ splitInto: [...state.splitInto, ...(input.childIds ?? [])] }),
  rate: (state, { input, now }) => ({
    rating: { score: input.score ?? 'satisfied', solved: input.solved ?? false, at: now, round: state.round },
  }),
};
