import type { Instant } from '@chengmai/kernel/calendar/types.ts';
import type { CaseState } from '@chengmai/kernel/lifecycle/case.ts';
import type { Queryable, Tx } from '@chengmai/platform/ports/db.ts';
import type { Caller } from '@chengmai/platform/runtime/scope.ts';
import sql, { empty, type Sql } from 'sql-template-tag';
import type { StoredCase } from './case-row.ts';
import type { LifecycleColumns } from './columns.ts';
import type { HistoryRow } from './history.ts';
import { caseColumns, caseScope } from './queue-store.ts';

export const date = (at: Instant | null): Date | null => (at === null ? null : new Date(at));

/** What a case is about and where: set when it is reported, changed by reclassifying only. */
export interface CaseFacts {
  readonly id: string;
  readonly number: string;
  readonly classId: string;
  readonly classCode: string;
  readonly className: string;
  readonly majorName: string;
  readonly description: string;
  readonly place: string;
  readonly componentId: string | null;
  readonly cellCode: string | null;
  readonly communityCode: string | null;
  readonly streetCode: string | null;
  readonly districtCode: string | null;
  readonly areaCode: string;
  readonly lon: number | null;
  readonly lat: number | null;
  readonly accuracyM: number | null;
  readonly source: string;
  readonly synthetic: boolean;
  readonly reportedAt: Instant;
  readonly searchWords: readonly string[];
}

const point = (facts: CaseFacts): Sql =>
  facts.lon === null || facts.lat === null ? sql`null` : sql`st_setsrid(st_makepoint(${facts.lon}::float8, ${facts.lat}::float8), 4326)`;

const historyValues = (
  h: HistoryRow,
): Sql => sql`${h.caseId}::uuid, ${h.seq}::int, ${h.action}, ${h.fromState}, ${h.toState}, ${date(h.at)}::timestamptz,
  ${h.actorId}, ${h.actorName}, ${h.actorRole}, ${h.actorUnit}, ${JSON.stringify(h.actor)}::jsonb, ${h.reason}, ${JSON.stringify(h.input)}::jsonb, ${h.trace}, ${h.rules.calendar}::int, ${h.rules.lifecycle}::int`;

/** The first report of a case, or a further one that joined it. */
export interface ReportRow {
  readonly id: string;
  readonly caseId: string;
  readonly source: string;
  readonly text: string;
  readonly at: Instant;
  readonly byUser: string | null;
  readonly reporterName: string | null;
  readonly reporterPhone: string | null;
  readonly hidden: boolean;
  readonly trackingHash: string | null;
}

const reportValues = (
  r: ReportRow,
): Sql => sql`${r.id}::uuid, ${r.caseId}::uuid, ${r.caseId}::uuid, ${r.source}, ${r.text}, ${date(r.at)}::timestamptz,
  ${r.byUser}, ${r.reporterName}, ${r.reporterPhone}, ${r.hidden}::boolean, ${r.trackingHash}`;
const reportColumns = sql`id, case_id, first_case_id, source, text, at, by_user, reporter_name, reporter_phone, hidden, tracking_hash`;

/** Row, history and report in one statement: one round trip on the path that must be fast. */
export async function insertCase(
  tx: Tx,
  facts: CaseFacts,
  state: CaseState,
  columns: LifecycleColumns,
  history: HistoryRow,
  report: ReportRow,
): Promise<void> {
  await tx.query(sql`with c as (
      insert into cases_case (id, number, version, state, open, class_id, class_code, class_name, major_name, description, place, component_id,
        cell_code, community_code, street_code, district_code, area_code, lon, lat, accuracy_m, geom, source, synthetic, unit_id, handler_id,
        collector_id, condition_id, holder, holder_user, reports, lifecycle, last_actor, last_at, warn_at, due_at, escalate_at, reported_at, search)
      values (${facts.id}::uuid, ${facts.number}, ${state.version}::int, ${columns.state}, ${columns.open}::boolean, ${facts.classId}, ${facts.classCode}, ${facts.className},
        ${facts.majorName}, ${facts.description}, ${facts.place}, ${facts.componentId}, ${facts.cellCode}, ${facts.communityCode}, ${facts.streetCode},
        ${facts.districtCode}, ${facts.areaCode}, ${facts.lon}::float8, ${facts.lat}::float8, ${facts.accuracyM}::real, ${point(facts)}, ${facts.source},
        ${facts.synthetic}::boolean, ${columns.unitId}, ${columns.handlerId}, ${columns.collectorId}, ${columns.conditionId}, ${columns.holder},
        ${columns.holderUser}, ${columns.reports}::int, ${JSON.stringify(state)}::jsonb, ${history.actorId}, ${date(history.at)}::timestamptz, ${date(columns.warnAt)}::timestamptz,
        ${date(columns.dueAt)}::timestamptz, ${date(columns.escalateAt)}::timestamptz, ${date(facts.reportedAt)}::timestamptz, array_to_tsvector(${facts.searchWords}::text[]))),
    h as (insert into cases_history (case_id, seq, action, from_state, to_state, at, actor_id, actor_name, actor_role, actor_unit, actor, reason, input, trace, calendar_version, lifecycle_version)
      values (${historyValues(history)}))
    insert into cases_report (${reportColumns}) values (${reportValues(report)})`);
}

export async function insertReport(tx: Tx, report: ReportRow): Promise<void> {
  await tx.query(sql`insert into cases_report (${reportColumns}) values (${reportValues(report)})`);
}

/** Writes the state after an action and its history entry. `previous` is kept for taking the action back; `null` forbids that. */
export async function updateCase(
  tx: Tx,
  state: CaseState,
  columns: LifecycleColumns,
  history: HistoryRow,
  previous: CaseState | null,
): Promise<void> {
  await tx.query(sql`with h as (
      insert into cases_history (case_id, seq, action, from_state, to_state, at, actor_id, actor_name, actor_role, actor_unit, actor, reason, input, trace, calendar_version, lifecycle_version)
      values (${historyValues(history)}))
    update cases_case set version = ${state.version}::int, state = ${columns.state}, open = ${columns.open}::boolean, unit_id = ${columns.unitId}, handler_id = ${columns.handlerId},
      collector_id = ${columns.collectorId}, condition_id = ${columns.conditionId}, holder = ${columns.holder}, holder_user = ${columns.holderUser},
      pending_kind = ${columns.pendingKind}, pending_holder = ${columns.pendingHolder}, returned_from = ${columns.returnedFrom}, urged = ${columns.urged}::boolean,
      reports = ${columns.reports}::int, reworks = ${columns.reworks}::int, extensions = ${columns.extensions}::int, lifecycle = ${JSON.stringify(state)}::jsonb,
      previous = ${previous === null ? null : JSON.stringify(previous)}::jsonb, last_actor = ${history.actorId}, last_at = ${date(history.at)}::timestamptz,
      warn_at = ${date(columns.warnAt)}::timestamptz, due_at = ${date(columns.dueAt)}::timestamptz,
      escalate_at = ${date(columns.escalateAt)}::timestamptz, handled_at = ${date(columns.handledAt)}::timestamptz,
      handle_in_time = ${columns.handleInTime}::boolean, closed_at = ${date(columns.closedAt)}::timestamptz
    where id = ${state.id}::uuid`);
}

/** A new class carries new names and search words; the old ones stay in the history. */
export async function updateClass(
  tx: Tx,
  id: string,
  c: { id: string; code: string; name: string; majorName: string },
  words: readonly string[],
): Promise<void> {
  await tx.query(sql`update cases_case set class_id = ${c.id}, class_code = ${c.code}, class_name = ${c.name}, major_name = ${c.majorName},
    search = array_to_tsvector(${words}::text[]) where id = ${id}::uuid`);
}

/** One case in the caller's scope; `lock` holds it until the transaction ends, so that concurrent actions queue. */
export async function findCase(q: Queryable, caller: Caller, id: string, lock = false): Promise<StoredCase | null> {
  const rows = await q.query<StoredCase>(
    sql`select ${caseColumns} from cases_case c where c.id = ${id}::uuid and ${caseScope(caller)} ${lock ? sql`for update of c` : empty}`,
  );
  return rows[0] ?? null;
}

/** Several cases in the caller's scope, in the order of their ids so that locks are always taken in one order. */
export function findCases(q: Queryable, caller: Caller, ids: readonly string[], lock = false): Promise<StoredCase[]> {
  return q.query<StoredCase>(
    sql`select ${caseColumns} from cases_case c where c.id = any(${ids}::uuid[]) and ${caseScope(caller)} order by c.id ${lock ? sql`for update of c` : empty}`,
  );
}

export interface StoredHistory {
  readonly case_id: string;
  readonly seq: number;
  readonly action: string;
  readonly from_state: string | null;
  readonly to_state: string;
  readonly at: Instant;
  readonly actor_id: string;
  readonly actor_name: string;
  readonly actor_role: string | null;
  readonly actor_unit: string | null;
  readonly actor: unknown;
  readonly reason: string | null;
  readonly input: Readonly<Record<string, unknown>>;
}

export function caseHistory(q: Queryable, ids: readonly string[]): Promise<StoredHistory[]> {
  return q.query<StoredHistory>(sql`select case_id, seq, action, from_state, to_state, at, actor_id, actor_name, actor_role, actor_unit, actor, reason, input
    from cases_history where case_id = any(${ids}::uuid[]) order by case_id, seq`);
}

export interface StoredReport {
  readonly id: string;
  readonly case_id: string;
  readonly first_case_id: string;
  readonly source: string;
  readonly text: string;
  readonly at: Instant;
  readonly reporter_name: string | null;
  readonly reporter_phone: string | null;
  readonly hidden: boolean;
  readonly satisfaction: string | null;
}

/** Holds personal data: the caller of this function audits the read. */
export function caseReports(q: Queryable, caseId: string): Promise<StoredReport[]> {
  return q.query<StoredReport>(sql`select id, case_id, first_case_id, source, text, at, reporter_name, reporter_phone, hidden, satisfaction
    from cases_report where case_id = ${caseId}::uuid order by at, id`);
}

/** Reports follow their case when it is joined to another; `first_case_id` leads them back. */
export async function moveReports(tx: Tx, from: string, to: string): Promise<void> {
  await tx.query(sql`update cases_report set case_id = ${to}::uuid where case_id = ${from}::uuid`);
}
export async function returnReports(tx: Tx, first: string, holder: string): Promise<void> {
  await tx.query(sql`update cases_report set case_id = ${first}::uuid where case_id = ${holder}::uuid and first_case_id = ${first}::uuid`);
}

/** Reserves `size` numbers of a day; the process hands them out. Numbers of a block that a crash cut short stay unused. */
export async function reserveNumbers(q: Queryable, areaCode: string, day: string, size: number): Promise<number> {
  const [row] = await q.query<{
    next: number;
  }>(sql`insert into cases_number_block as b (area_code, day, next) values (${areaCode}, ${day}::date, ${size + 1}::int)
    on conflict (area_code, day) do update set next = b.next + ${size}::int returning next`);
  return row!.next - size;
}
