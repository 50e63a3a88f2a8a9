import type { Instant } from '@chengmai/kernel/calendar/types.ts';
import { STATE_IDS } from '@chengmai/kernel/lifecycle/states.ts';
import type { Result } from '@chengmai/kernel/result.ts';
import type { Queryable, Tx } from '@chengmai/platform/ports/db.ts';
import { offer } from '@chengmai/platform/runtime/module.ts';
import type { Caller } from '@chengmai/platform/runtime/scope.ts';
import { z } from 'zod';

export const sources = [
  'collector',
  'citizen',
  'hotline',
  'phone',
  'leader',
  'camera',
  'department',
  'sensor',
  'truck',
  'superior',
  'import',
] as const;
export type Source = (typeof sources)[number];
export const lights = ['green', 'yellow', 'red', 'hold', 'none'] as const;
export type Light = (typeof lights)[number];

const iso = z.iso.datetime({ offset: true });

/** The clock that runs now, ready to draw: the browser counts down from these without knowing the calendar. */
export const ClockView = z.object({
  kind: z.enum(['accept', 'pre_check', 'dispatch', 'handle', 'post_check', 'close']),
  round: z.int(),
  basis: z.enum(['continuous', 'working']),
  allowanceMs: z.number(),
  /** As of `readAt`. */
  usedMs: z.number(),
  readAt: iso,
  running: z.boolean(),
  /** False outside the windows of a working clock: it stands although it is not paused. */
  ticking: z.boolean(),
  startedAt: iso,
  dueAt: iso.nullable(),
  endedAt: iso.nullable(),
  verdict: z.enum(['in_time', 'overtime']).nullable(),
  /** In the clock's own time; 0 when in time. */
  overdueMs: z.number(),
  light: z.enum(lights),
  provisional: z.boolean(),
});
export type ClockView = z.infer<typeof ClockView>;

/** One row of a queue. */
export const CaseRow = z.object({
  id: z.uuid(),
  number: z.string(),
  version: z.int(),
  state: z.string(),
  title: z.string(),
  classCode: z.string(),
  className: z.string(),
  /** English names, `null` where the catalogue or the city package has none. */
  classNameEn: z.string().nullable(),
  communityNameEn: z.string().nullable(),
  streetNameEn: z.string().nullable(),
  unitNameEn: z.string().nullable(),
  place: z.string(),
  communityCode: z.string().nullable(),
  communityName: z.string().nullable(),
  streetName: z.string().nullable(),
  source: z.enum(sources),
  unitId: z.string().nullable(),
  unitName: z.string().nullable(),
  handlerName: z.string().nullable(),
  reportedAt: iso,
  dueAt: iso.nullable(),
  clock: ClockView.nullable(),
  light: z.enum(lights),
  returnedFrom: z.string().nullable(),
  urged: z.boolean(),
  reports: z.int(),
  reworks: z.int(),
  extensions: z.int(),
  pendingApplication: z.enum(['extension', 'suspension', 'appeal']).nullable(),
  lon: z.number().nullable(),
  lat: z.number().nullable(),
  synthetic: z.boolean(),
});
export type CaseRow = z.infer<typeof CaseRow>;

export const photoStages = ['report', 'pre_check', 'before', 'after', 'post_check', 'other'] as const;
export const Photo = z.object({
  id: z.uuid(),
  hash: z.string(),
  stage: z.enum(photoStages),
  takenAt: iso.nullable(),
  addedAt: iso,
  byName: z.string(),
  widthPx: z.int(),
  heightPx: z.int(),
  /** `/api/photos/<hash>`; add `?size=thumb` for 320 px. */
  url: z.string(),
});
export type Photo = z.infer<typeof Photo>;

/** One entry of the append-only history 流程日志. */
export const HistoryEntry = z.object({
  seq: z.int(),
  action: z.string(),
  fromState: z.string().nullable(),
  toState: z.string(),
  at: iso,
  actorId: z.string(),
  actorName: z.string(),
  actorRole: z.string().nullable(),
  actorUnit: z.string().nullable(),
  reason: z.string().nullable(),
  /** What was given with the action, without personal data. */
  input: z.record(z.string(), z.unknown()),
});
export type HistoryEntry = z.infer<typeof HistoryEntry>;

/** An action the caller may take now, or could, were it not for `blockedBy`. */
export const AllowedAction = z.object({
  action: z.string(),
  zh: z.string(),
  en: z.string(),
  primary: z.boolean(),
  needsReason: z.boolean(),
  /** Input fields the form asks for: `conditionId`, `unitId`, `handlerId`, `collectorId`, `passed`, `photos`, `until`, `caseIds` … */
  fields: z.array(z.object({ name: z.string(), required: z.boolean() })),
  blockedBy: z.object({ code: z.string(), title: z.string() }).nullable(),
});
export type AllowedAction = z.infer<typeof AllowedAction>;

export const Report = z.object({
  id: z.uuid(),
  at: iso,
  source: z.enum(sources),
  text: z.string(),
  /** Personal; `null` without the right to see it. Reading it is audited. */
  reporterName: z.string().nullable(),
  reporterPhone: z.string().nullable(),
  hidden: z.boolean(),
  joinedFrom: z.string().nullable(),
  satisfaction: z.enum(['very_satisfied', 'satisfied', 'dissatisfied']).nullable(),
});

/** A step of the seven 七步, for the timeline. */
export const Step = z.object({
  stage: z.enum(['collect', 'file', 'dispatch', 'handle', 'feedback', 'close', 'evaluate']),
  status: z.enum(['done', 'now', 'todo', 'skipped']),
  at: iso.nullable(),
  by: z.string().nullable(),
  note: z.string(),
  clocks: z.array(ClockView),
});

export const CaseDetail = CaseRow.extend({
  description: z.string(),
  classId: z.string(),
  majorName: z.string(),
  componentId: z.string().nullable(),
  cellCode: z.string().nullable(),
  streetCode: z.string().nullable(),
  districtCode: z.string().nullable(),
  accuracyM: z.number().nullable(),
  conditionId: z.string().nullable(),
  filing: z.string().nullable(),
  closing: z.string().nullable(),
  limit: z.object({ value: z.number(), unit: z.string() }).nullable(),
  suggestedUnits: z.array(
    z.object({
      unitId: z.string(),
      name: z.string(),
      why: z.object({ zh: z.string(), en: z.string() }),
      open: z.int(),
      inTime: z.int(),
      closed: z.int(),
    }),
  ),
  steps: z.array(Step),
  history: z.array(HistoryEntry),
  photos: z.array(Photo),
  reportsList: z.array(Report),
  links: z.array(
    z.object({
      kind: z.enum(['merged_into', 'merged_from', 'split_into', 'split_from', 'recurrence']),
      caseId: z.uuid(),
      number: z.string(),
      title: z.string(),
      state: z.string(),
    }),
  ),
  recurrence90: z.int(),
  overdueExempt: z.boolean(),
  actions: z.array(AllowedAction),
  /** Rungs of the escalation ladder 升级 that were told, the newest last. */
  escalations: z.array(z.object({ at: iso, zh: z.string(), en: z.string(), notified: z.array(z.string()) })),
  /** The caller took the last action less than ten seconds ago and may take it back until then. */
  undoUntil: iso.nullable(),
});
export type CaseDetail = z.infer<typeof CaseDetail>;

/** A near case, with the reasons for and against its being the same problem. */
export const DuplicateSuggestion = z.object({
  caseId: z.uuid(),
  number: z.string(),
  title: z.string(),
  className: z.string(),
  state: z.string(),
  version: z.int(),
  reportedAt: iso,
  lon: z.number().nullable(),
  lat: z.number().nullable(),
  thumb: z.string().nullable(),
  score: z.number().nullable(),
  verdict: z.enum(['same', 'maybe', 'different']),
  reasons: z.array(z.object({ kind: z.string(), zh: z.string(), en: z.string(), value: z.number().nullable(), points: z.number() })),
  excludedBecause: z.object({ zh: z.string(), en: z.string() }).nullable(),
  /** A person said that the two are different problems; that can be taken back. */
  toldApart: z.boolean(),
});
export type DuplicateSuggestion = z.infer<typeof DuplicateSuggestion>;

const csv = <T extends z.ZodType>(item: T) =>
  z.preprocess((v) => (typeof v === 'string' ? v.split(',').filter(Boolean) : v), z.array(item).max(50));

/** Standard queue filter; every field narrows. All of it stands in the URL of the workbench. */
export const CaseFilter = z.object({
  view: z.enum(['mine', 'open', 'all', 'closed']).default('mine'),
  state: csv(z.enum(STATE_IDS)).optional(),
  light: csv(z.enum(lights)).optional(),
  source: csv(z.enum(sources)).optional(),
  area: z.string().max(20).optional(),
  unit: z.string().max(64).optional(),
  classCode: z.string().max(64).optional(),
  q: z.string().max(100).optional(),
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
  pending: z.enum(['extension', 'suspension', 'appeal']).optional(),
  urged: z.stringbool().optional(),
});
export type CaseFilter = z.infer<typeof CaseFilter>;

export const CaseQuery = CaseFilter.extend({
  sort: z.enum(['due', 'newest', 'oldest']).default('due'),
  cursor: z.string().max(400).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type CaseQuery = z.infer<typeof CaseQuery>;

export const CasePage = z.object({ items: z.array(CaseRow), next: z.string().nullable(), asOf: iso });

/** Counts of the caller's queue, which add up: open = red + yellow + green + hold. Counted to `cap`, then `capped`. */
export const QueueCounts = z.object({
  mine: z.int(),
  open: z.int(),
  byState: z.record(z.string(), z.int()),
  byLight: z.record(z.enum(lights), z.int()),
  pendingApplications: z.int(),
  asOf: iso,
});

/** A new report 上报 by a signed-in person. */
export const NewReport = z.object({
  classCode: z.string().max(64),
  componentId: z
    .string()
    .regex(/^\d{17}$/)
    .optional(),
  description: z.string().trim().min(1).max(4000),
  place: z.string().trim().min(1).max(256),
  lon: z.number().min(-180).max(180).optional(),
  lat: z.number().min(-90).max(90).optional(),
  accuracyM: z.number().min(0).max(100_000).optional(),
  communityCode: z.string().max(20).optional(),
  source: z.enum(sources).default('hotline'),
  occurredAt: iso.optional(),
  reporterName: z.string().trim().max(50).optional(),
  reporterPhone: z.string().trim().max(30).optional(),
  hideReporter: z.boolean().default(false),
  /** Join this case instead of opening one (the reporter said it is the same). */
  joinCaseId: z.uuid().optional(),
  photoIds: z.array(z.uuid()).max(20).default([]),
  /** 自行处置: a collector settled it on the spot; photos before and after prove it, somebody else still closes it. */
  selfHandled: z.object({ before: z.array(z.uuid()).min(1).max(5), after: z.array(z.uuid()).min(1).max(5) }).optional(),
});
export type NewReport = z.infer<typeof NewReport>;

/** A citizen's report at /s/, without an account. */
export const PublicReport = z.object({
  classCode: z.string().max(64).optional(),
  description: z.string().trim().min(4).max(1000),
  place: z.string().trim().min(2).max(256),
  lon: z.coerce.number().min(-180).max(180).optional(),
  lat: z.coerce.number().min(-90).max(90).optional(),
  name: z.string().trim().max(50).optional(),
  phone: z.string().trim().max(30).optional(),
});
export const PublicReceipt = z.object({ number: z.string(), trackingCode: z.string(), reportedAt: iso });
/** What the citizen sees with the tracking code: no staff names, no other reporters. */
export const PublicStatus = z.object({
  number: z.string(),
  className: z.string().nullable(),
  place: z.string(),
  reportedAt: iso,
  stage: z.string(),
  stageZh: z.string(),
  stageEn: z.string(),
  expectedAt: iso.nullable(),
  steps: z.array(z.object({ zh: z.string(), en: z.string(), at: iso.nullable() })),
  reply: z.string().nullable(),
  canRate: z.boolean(),
  satisfaction: z.enum(['very_satisfied', 'satisfied', 'dissatisfied']).nullable(),
});

/** Input of an action; which fields count is said by AllowedAction.fields. */
export const ActionInput = z.object({
  version: z.int(),
  reason: z.string().trim().max(2000).optional(),
  classCode: z.string().max(64).optional(),
  conditionId: z.string().max(120).optional(),
  unitId: z.string().max(64).optional(),
  handlerId: z.string().max(64).optional(),
  collectorId: z.string().max(64).optional(),
  acceptorId: z.string().max(64).optional(),
  secondPersonId: z.string().max(64).optional(),
  passed: z.boolean().optional(),
  granted: z.boolean().optional(),
  kind: z.string().max(40).optional(),
  replyRequired: z.boolean().optional(),
  until: z.iso.date().optional(),
  caseId: z.uuid().optional(),
  satisfaction: z.enum(['very_satisfied', 'satisfied', 'dissatisfied']).optional(),
  parts: z
    .array(z.object({ classCode: z.string().max(64), description: z.string().max(4000) }))
    .max(10)
    .optional(),
  photoIds: z.array(z.uuid()).max(20).optional(),
});
export type ActionInput = z.infer<typeof ActionInput>;

export const BatchInput = z.object({
  action: z.string().max(40),
  items: z
    .array(z.object({ id: z.uuid(), version: z.int() }))
    .min(1)
    .max(100),
  input: ActionInput.omit({ version: true }),
});
export const BatchResult = z.object({
  done: z.array(z.object({ id: z.uuid(), version: z.int() })),
  refused: z.array(z.object({ id: z.uuid(), code: z.string(), title: z.string() })),
});

export const SavedView = z.object({
  id: z.uuid(),
  name: z.string().trim().min(1).max(40),
  query: z.string().max(1000),
  shared: z.boolean(),
});

/** Body of every `cases.*` event. */
export interface CaseEventBody {
  readonly caseId: string;
  readonly number: string;
  readonly version: number;
  readonly action: string;
  readonly state: string;
  readonly areaCode: string;
  readonly unitId: string | null;
  readonly userIds: readonly string[];
  readonly className: string;
  readonly place: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** Body of `cases.imported`: ids of new cases, at most a thousand. */
export interface CaseImportedBody {
  readonly origin: string;
  readonly ids: readonly string[];
}

/** What an import did. */
export interface ImportSummary {
  readonly file: string;
  readonly map: string;
  readonly encoding: string;
  readonly rows: number;
  readonly added: number;
  readonly known: number;
  readonly rejected: number;
  readonly rejectsFile: string | null;
  /** Created under the import's name, to be mapped to the city's own later. */
  readonly created: { readonly divisions: number; readonly classes: number; readonly units: number };
  readonly dryRun: boolean;
  readonly seconds: number;
}

/** What other modules may ask of cases. */
export interface Cases {
  /** A finding of another module becomes a report; fusion may join it to a known case. */
  report(tx: Tx, report: NewReport, caller: Caller, trace: string): Promise<Result<{ caseId: string; number: string; joined: boolean }>>;
  /** The outline of one case from which evaluation computes its facts; `null` when it does not exist. */
  outline(q: Queryable, caseId: string): Promise<CaseOutline | null>;
  /** Several outlines by id. */
  outlinesOf(q: Queryable, ids: readonly string[]): Promise<readonly CaseOutline[]>;
  /** All outlines in id order, for recomputing from rows. */
  outlines(q: Queryable, afterId: string | null, limit: number): Promise<readonly CaseOutline[]>;
  /** Rows by id within the caller's scope, for drill-down. */
  rows(q: Queryable, caller: Caller, ids: readonly string[]): Promise<readonly CaseRow[]>;
  /** Imports a foreign table; for the command line. */
  importFile(options: {
    file: string;
    map: string;
    dryRun: boolean;
    rejectsFile: string;
    progress(done: number): void;
  }): Promise<ImportSummary>;
}
export const cases = offer<Cases>('cases');

/** A case as evaluation sees it. */
export interface CaseOutline {
  readonly caseId: string;
  readonly number: string;
  readonly version: number;
  readonly districtCode: string | null;
  readonly streetCode: string | null;
  readonly communityCode: string | null;
  readonly cellCode: string | null;
  readonly classId: string;
  readonly classCode: string;
  readonly majorCode: string;
  readonly source: Source;
  readonly unitId: string | null;
  readonly reportedAt: Instant;
  /** Kernel CaseState, JSON. */
  readonly lifecycle: unknown;
  readonly history: readonly {
    action: string;
    at: Instant;
    actorId: string;
    actorUnit: string | null;
    input: Readonly<Record<string, unknown>>;
  }[];
  readonly satisfaction: string | null;
  /** Verdict that an import brought along, when the source has no stage times. */
  readonly importedVerdict: 'in_time' | 'overtime' | null;
  readonly imported: boolean;
}
