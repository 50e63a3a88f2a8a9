import type { Instant } from '@chengmai/kernel/calendar/types.ts';
import type { Act } from '@chengmai/kernel/lifecycle/act.ts';
import type { CaseState, ClassRef } from '@chengmai/kernel/lifecycle/case.ts';
import { ok, type Result, refuse } from '@chengmai/kernel/result.ts';
import type { Catalogue, ClassEntry, Condition } from '../catalogue/contract.ts';
import type { ActionInput } from './contract.ts';

/** What the desk sends, checked against catalogue and organisation, becomes what the kernel understands. */
export interface InputContext {
  readonly state: CaseState;
  readonly now: Instant;
  readonly catalogue: Catalogue;
  readonly uuid: () => string;
  /** Local midnight at the end of a day. */
  endOfDay(day: string): Instant;
  /** Is there such a unit? */
  unitExists(id: string): Promise<boolean>;
  /** May this person be given work of this post? */
  holdsPost(userId: string, post: 'collector' | 'handler' | 'acceptor' | 'second_person'): Promise<boolean>;
  /** The collector on duty at the place. */
  nearestCollector(): Promise<string | null>;
}

type Fields = Readonly<Record<string, unknown>>;
type Build = (input: Omit<ActionInput, 'version'>, ctx: InputContext) => Promise<Result<Fields>>;

const some = (fields: Fields): Fields => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
const told = (input: Omit<ActionInput, 'version'>): Fields =>
  some({ text: input.reason, attachments: input.photoIds?.length ? input.photoIds : undefined });
const reasoned = (input: Omit<ActionInput, 'version'>): Fields =>
  some({ reason: input.reason, attachments: input.photoIds?.length ? input.photoIds : undefined });

export const classRef = (entry: ClassEntry): ClassRef => ({
  standardRef: entry.standardRef,
  kind: entry.kind === 'component' ? 'component' : 'matter',
  code: entry.code,
  name: entry.name,
  version: entry.version,
});

function conditionOf(ctx: InputContext, entry: ClassEntry, id: string | undefined): Result<Condition | null> {
  const rows = ctx.catalogue.conditionsOf(entry.id);
  if (id === undefined) return rows.length > 1 ? refuse('cases.condition_required') : ok(rows[0] ?? null);
  const row = rows.find((condition) => condition.id === id);
  return row ? ok(row) : refuse('cases.condition_unknown', { id });
}

/** Class, condition row and limit belong together: the row decides the limit, no row means the city's default. */
function classified(input: Omit<ActionInput, 'version'>, ctx: InputContext): Result<Fields> {
  const code = input.classCode ?? ctx.state.classRef?.code;
  if (code === undefined) return refuse('lifecycle.class_required');
  const kept = input.classCode === undefined && ctx.state.classRef;
  const entry = kept ? ctx.catalogue.classById(classIdOf(kept)) : ctx.catalogue.classOf(code, ctx.now);
  if (!entry) return refuse('cases.class_unknown', { code });
  const condition = conditionOf(ctx, entry, input.conditionId);
  if (!condition.ok) return condition;
  return ok({
    classRef: classRef(entry),
    conditionId: condition.value?.id ?? null,
    limit: condition.value?.limit ?? ctx.catalogue.defaultLimit(),
  });
}

/** The catalogue's id of a class as a case keeps it. */
export const classIdOf = (ref: ClassRef): string => `${ref.standardRef}/${ref.kind}/${ref.code}@${ref.version}`;

const checkOrder: Build = async (input, ctx) => {
  const assigneeId = input.collectorId ?? (await ctx.nearestCollector());
  if (assigneeId === null) return refuse('cases.no_collector');
  if (!(await ctx.holdsPost(assigneeId, 'collector'))) return refuse('cases.person_unknown', { id: assigneeId });
  return ok({ taskId: ctx.uuid(), assigneeId });
};

const checkAnswer: Build = async (input) => {
  if (input.passed === undefined) return refuse('lifecycle.input_missing', { field: 'passed' });
  return ok({ outcome: input.passed ? 'pass' : 'fail', ...told(input) });
};

const decision: Build = async (input) => {
  if (input.granted === undefined) return refuse('lifecycle.input_missing', { field: 'granted' });
  return ok({ decision: input.granted ? 'grant' : 'refuse', ...reasoned(input) });
};

const person =
  (field: 'handlerId' | 'acceptorId', post: 'handler' | 'acceptor', required: boolean): Build =>
  async (input, ctx) => {
    const id = input[field];
    if (id === undefined) return required ? refuse('lifecycle.input_missing', { field }) : ok(told(input));
    return (await ctx.holdsPost(id, post)) ? ok({ [field]: id, ...told(input) }) : refuse('cases.person_unknown', { id });
  };

const builders: Readonly<Record<string, Build>> = {
  claim: async (input) => ok(told(input)),
  accept: async (input) => ok(told(input)),
  reject: async (input) => ok(reasoned(input)),
  void: async (input) => ok(reasoned(input)),
  return_to_acceptor: async (input) => ok(reasoned(input)),
  return_to_dispatcher: async (input) => ok(reasoned(input)),
  return_to_department: async (input) => ok(reasoned(input)),
  redo: async (input) => ok(reasoned(input)),
  rework: async (input) => ok(reasoned(input)),
  reject_close: async (input) => ok(reasoned(input)),
  reopen: async (input) => ok(reasoned(input)),
  apply_extension: async (input) => ok(reasoned(input)),
  apply_appeal: async (input) => ok(reasoned(input)),
  unmerge: async (input) => ok(reasoned(input)),
  revoke_assign: async (input) => ok(told(input)),
  confirm: async (input) => ok(told(input)),
  resume: async (input) => ok(told(input)),
  close: async (input) => ok({ ...told(input), conditionMet: input.passed ?? true }),
  send_pre_check: checkOrder,
  send_post_check: checkOrder,
  answer_pre_check: checkAnswer,
  answer_post_check: checkAnswer,
  inspect: checkAnswer,
  file: async (input, ctx) => classified(input, ctx),
  reclassify: async (input, ctx) => {
    const chosen = classified(input, ctx);
    return chosen.ok ? ok({ ...chosen.value, ...reasoned(input) }) : chosen;
  },
  dispatch: async (input, ctx) => {
    if (input.unitId === undefined) return refuse('lifecycle.input_missing', { field: 'unitId' });
    return (await ctx.unitExists(input.unitId))
      ? ok({ unitId: input.unitId, ...told(input) })
      : refuse('cases.unit_unknown', { id: input.unitId });
  },
  assign: person('handlerId', 'handler', true),
  forward_close: person('acceptorId', 'acceptor', false),
  submit_handling: async (input) => ok(some({ text: input.reason, photosAfter: input.photoIds ?? [] })),
  force_close: async (input, ctx) => {
    const second = input.secondPersonId;
    if (second !== undefined && !(await ctx.holdsPost(second, 'second_person'))) return refuse('cases.person_unknown', { id: second });
    return ok(some({ reason: input.reason, attachments: input.photoIds ?? [], secondPersonId: second }));
  },
  apply_suspension: async (input, ctx) => ok(some({ ...reasoned(input), until: input.until ? ctx.endOfDay(input.until) : undefined })),
  review_application: decision,
  review_appeal: decision,
  supervise: async (input) => ok({ kind: input.kind ?? 'important', replyRequired: input.replyRequired ?? true, ...told(input) }),
  reply_supervise: async (input, ctx) => {
    const open = ctx.state.supervisions.find((one) => one.repliedAt === null);
    return ok(some({ no: open?.no ?? 0, text: input.reason, attachments: input.photoIds }));
  },
  comment: async (input) => ok(some({ text: input.reason, attachments: input.photoIds })),
  rate: async (input) =>
    ok(some({ score: input.satisfaction, solved: input.passed ?? input.satisfaction !== 'dissatisfied', text: input.reason })),
};

/** Actions a person may ask for by name; those that touch two cases at once (merge, split …) go their own way. */
export const isPlainAction = (action: string): boolean => Object.hasOwn(builders, action);

export async function toAct(action: string, input: Omit<ActionInput, 'version'>, ctx: InputContext): Promise<Result<Act>> {
  const build = builders[action];
  if (!build) return refuse('cases.unknown_action', { action });
  const fields = await build(input, ctx);
  return fields.ok ? ok({ action, input: fields.value } as unknown as Act) : fields;
}
