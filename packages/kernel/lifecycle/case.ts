import type { Clock } from '../calendar/clock.ts';
import type { Instant, Limit } from '../calendar/types.ts';
import type { ClockKind } from './settings.ts';
import type { StateId } from './states.ts';

/** The class a case was filed under. A case keeps code, name and version, whatever becomes of the catalogue. */
export interface ClassRef {
  readonly standardRef: string;
  readonly kind: 'component' | 'matter';
  readonly code: string;
  readonly name: string;
  readonly version: number;
}

/** Where a report comes from 来源. */
export const SOURCES = {
  collector: { zh: '采集员上报', en: 'Collector' },
  citizen: { zh: '市民投诉', en: 'Citizen' },
  hotline: { zh: '12345 热线', en: '12345 hotline' },
  phone: { zh: '电话登记', en: 'Telephone' },
  leader: { zh: '领导交办', en: 'Leader' },
  camera: { zh: '视频上报', en: 'Camera' },
  department: { zh: '部门批转', en: 'Department' },
  sensor: { zh: '传感器', en: 'Sensor' },
  truck: { zh: '车辆监管', en: 'Truck supervision' },
  superior: { zh: '上级下派', en: 'Higher level' },
  import: { zh: '历史导入', en: 'Import' },
} as const;

export type Source = keyof typeof SOURCES;

/** One who reported the problem. A merge adds the other case's reporters, so that all are told how it ended. */
export interface Reporter {
  readonly kind: 'person' | 'citizen' | 'system';
  /** Null for an anonymous report that left no way back. */
  readonly id: string | null;
  readonly source: Source;
  /** The case this reporter's report opened. */
  readonly caseId: string;
}

/** A clock of this case. `round` counts the clocks of one kind from 1; the handling round is the case's round. */
export interface CaseClock extends Clock {
  readonly kind: ClockKind;
  readonly round: number;
  readonly limit: Limit;
  /** The department a handling round is counted for. */
  readonly unitId: string | null;
  readonly endedBy: string | null;
  readonly extensions: number;
  /** What a merge took from the allowance because another case was due earlier; unmerge gives it back. */
  readonly shortenedMs: number;
  readonly pauses: readonly { readonly from: Instant; readonly to: Instant | null }[];
}

/** A verification 核实 or check 核查 that a collector owes. */
export interface CheckTask {
  readonly id: string;
  readonly kind: 'pre_check' | 'post_check';
  readonly assigneeId: string;
  readonly sentAt: Instant;
  readonly dueAt: Instant;
  readonly returnTo: StateId;
}

/** A wish that is being decided; when a handler applied, the department decides first and the dispatcher last. */
export interface Application {
  readonly kind: 'extension' | 'suspension';
  readonly appliedBy: string;
  readonly at: Instant;
  readonly reason: string;
  readonly level: 'department' | 'dispatcher';
  /** The end of the suspension asked for. */
  readonly until: Instant | null;
}

export interface Suspension {
  readonly from: Instant;
  readonly until: Instant;
  readonly returnTo: StateId;
}

export interface Supervision {
  readonly no: number;
  readonly kind: 'overdue' | 'leader' | 'important';
  readonly by: string;
  readonly at: Instant;
  readonly replyRequired: boolean;
  readonly repliedAt: Instant | null;
}

export interface Appeal {
  readonly by: string;
  readonly at: Instant;
  readonly round: number;
  readonly outcome: 'at_dispatcher' | 'at_acceptor' | 'granted' | 'refused';
}

/** A case that was joined into this one 并案. */
export interface Absorbed {
  readonly caseId: string;
  readonly at: Instant;
  readonly limit: Limit | null;
  /** When the other case was, or would have been, due; the earliest deadline wins. */
  readonly dueAt: Instant | null;
  /** By how much its deadline shortens the handling round `round`, against the round's own allowance. Null until a round runs. */
  readonly shortensMs: number | null;
  readonly round: number | null;
}

/** What a merged case was, kept so that unmerging restores exactly that. */
export type BeforeMerge = Pick<CaseState, 'state' | 'returnedFrom' | 'clocks' | 'task' | 'application'>;

/** A case as its history makes it: plain JSON, derived from the history alone, one version per applied action. */
export interface CaseState {
  readonly id: string;
  readonly version: number;
  readonly state: StateId;
  /** Set by a return 回退 and cleared by the receiver's next step. */
  readonly returnedFrom: StateId | null;
  readonly classRef: ClassRef | null;
  readonly conditionId: string | null;
  readonly limit: Limit | null;
  /** The department in charge, or the last one that was. */
  readonly unitId: string | null;
  readonly handlerId: string | null;
  /** Whoever claimed or filed owns the case among the acceptors; null means the pool. */
  readonly acceptorId: string | null;
  readonly dispatcherId: string | null;
  readonly source: Source;
  readonly reporters: readonly Reporter[];
  /** Handling rounds so far: 0 before the first dispatch. */
  readonly round: number;
  readonly clocks: readonly CaseClock[];
  readonly task: CheckTask | null;
  readonly preCheck: 'pass' | 'fail' | null;
  readonly postCheck: 'pass' | 'fail' | null;
  readonly application: Application | null;
  readonly extensionsGranted: number;
  readonly suspension: Suspension | null;
  readonly suspensionsGranted: number;
  readonly supervisions: readonly Supervision[];
  readonly inspection: 'pass' | 'fail' | null;
  readonly appeal: Appeal | null;
  /** 不计超时: counters treat the round of the appeal as in time. The clock keeps its verdict: the fact is never erased. */
  readonly overdueExempt: boolean;
  readonly selfHandled: boolean;
  readonly mergedInto: { readonly caseId: string; readonly at: Instant; readonly before: BeforeMerge } | null;
  readonly mergedFrom: readonly Absorbed[];
  readonly duplicateOf: readonly string[];
  readonly splitFrom: string | null;
  readonly splitInto: readonly string[];
  /** The closing that the last reopening went back on. */
  readonly reopenOf: { readonly closedAt: Instant; readonly round: number } | null;
  readonly reopenCount: number;
  readonly reworkCount: number;
  readonly returnCount: number;
  readonly rating: { readonly score: Satisfaction; readonly solved: boolean; readonly at: Instant; readonly round: number } | null;
  readonly occurredAt: Instant | null;
  readonly reportedAt: Instant;
  readonly filedAt: Instant | null;
  readonly dispatchedAt: Instant | null;
  readonly submittedAt: Instant | null;
  /** The department's confirmation: here the handling clock gets its verdict. */
  readonly handledAt: Instant | null;
  readonly closedAt: Instant | null;
  readonly updatedAt: Instant;
}

export type Satisfaction = 'very_satisfied' | 'satisfied' | 'dissatisfied';

/** The last clock of a kind, ended or not. */
export function lastClock(state: CaseState, kind: ClockKind): CaseClock | null {
  return state.clocks.findLast((clock) => clock.kind === kind) ?? null;
}

/** The clock of a kind that has not ended. */
export function openClock(state: CaseState, kind: ClockKind): CaseClock | null {
  return state.clocks.find((clock) => clock.kind === kind && clock.endedAt === null) ?? null;
}
