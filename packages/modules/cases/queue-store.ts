import type { Instant } from '@chengmai/kernel/calendar/types.ts';
import type { Queryable } from '@chengmai/platform/ports/db.ts';
import type { Caller } from '@chengmai/platform/runtime/scope.ts';
import { scopeWhere } from '@chengmai/platform/runtime/scope-sql.ts';
import sql, { empty, join, raw, type Sql } from 'sql-template-tag';
import type { StoredCase } from './case-row.ts';
import type { CaseFilter } from './contract.ts';
import { asNumberTail, searchWords } from './search-words.ts';

const listed =
  raw(`c.id, c.number, c.version, c.state, c.open, c.class_id, c.class_code, c.class_name, c.major_name, c.description, c.place,
  c.component_id, c.cell_code, c.community_code, c.street_code, c.district_code, c.area_code, c.lon, c.lat, c.accuracy_m, c.source, c.origin,
  c.synthetic, c.unit_id, c.handler_id, c.collector_id, c.condition_id, c.pending_kind, c.returned_from, c.urged, c.reports, c.reworks,
  c.extensions, c.lifecycle, c.previous, c.last_actor, c.last_at, c.due_at, c.reported_at, c.closed_at`);
export const caseColumns: Sql = listed;

/** Who sees a case: its area and unit, or the people whose name stands on it. */
export const caseScope = (caller: Caller): Sql =>
  scopeWhere(caller.scope, { area: 'c.area_code', unit: 'c.unit_id', owners: ['c.handler_id', 'c.collector_id'] });

const postsOf = (caller: Caller): string[] => caller.roles.map((role) => (role === 'shift_leader' ? 'acceptor' : role));
const watchesEverything = (caller: Caller): boolean =>
  !caller.roles.some((role) => ['acceptor', 'shift_leader', 'dispatcher', 'dept_manager', 'handler', 'collector'].includes(role));

/** What waits for this caller: held by one of the caller's posts (by name where it has one), or an application at that level. */
function mine(caller: Caller): Sql {
  if (watchesEverything(caller)) return sql`c.open`;
  const posts = postsOf(caller);
  const leads = caller.roles.includes('shift_leader');
  const byName = leads ? sql`true` : sql`(c.holder_user is null or c.holder_user = ${caller.userId})`;
  return sql`(c.open and c.holder = any(${posts}::text[]) and ${byName} or c.pending_holder = any(${posts}::text[]))`;
}

const views: Readonly<Record<CaseFilter['view'], (caller: Caller) => Sql>> = {
  mine,
  open: () => sql`c.open`,
  closed: () => sql`not c.open`,
  all: () => sql`true`,
};

const lightSql: Readonly<Record<string, (now: Date) => Sql>> = {
  red: (now) => sql`(c.open and c.due_at < ${now})`,
  yellow: (now) => sql`(c.open and c.due_at >= ${now} and c.warn_at <= ${now})`,
  green: (now) => sql`(c.open and c.due_at >= ${now} and c.warn_at > ${now})`,
  hold: () => sql`c.state = 'suspended'`,
  none: () => sql`(c.due_at is null and c.state <> 'suspended')`,
};

function textCondition(query: string): Sql {
  const tail = asNumberTail(query);
  if (tail !== null) return tail.length === 19 ? sql`c.number = ${tail}` : sql`c.number like ${`%${tail}`}`;
  const words = searchWords(query, 20);
  return words.length === 0 ? sql`false` : sql`c.search @@ to_tsquery('simple', ${words.map((word) => `'${word}'`).join(' & ')})`;
}

const between = (from: string | undefined, to: string | undefined, offset: string): Sql[] => [
  ...(from ? [sql`c.reported_at >= ${new Date(`${from}T00:00:00${offset}`)}`] : []),
  ...(to ? [sql`c.reported_at < ${new Date(Date.parse(`${to}T00:00:00${offset}`) + 86_400_000)}`] : []),
];

/** Half-open prefix range, so that a plain btree serves it in any collation of ASCII codes. */
const areaCondition = (code: string): Sql => {
  if (code.length === 12) return sql`c.community_code = ${code}`;
  return sql`(c.area_code like ${`${code.replace(/[\\%_]/g, '\\$&')}%`} or c.street_code = ${code} or c.community_code = ${code})`;
};

/** The filter of a queue as one SQL condition, the caller's scope included: there is no list without it. */
export function caseCondition(caller: Caller, filter: CaseFilter, now: Instant, utcOffset: string): Sql {
  const at = new Date(now);
  const parts: Sql[] = [caseScope(caller), views[filter.view](caller)];
  if (filter.state?.length) parts.push(sql`c.state = any(${filter.state}::text[])`);
  if (filter.light?.length)
    parts.push(
      sql`(${join(
        filter.light.map((light) => lightSql[light]!(at)),
        ' or ',
      )})`,
    );
  if (filter.source?.length) parts.push(sql`c.source = any(${filter.source}::text[])`);
  if (filter.area) parts.push(areaCondition(filter.area));
  if (filter.unit) parts.push(sql`c.unit_id = ${filter.unit}`);
  if (filter.classCode) parts.push(sql`c.class_code = ${filter.classCode}`);
  if (filter.pending) parts.push(sql`c.pending_kind = ${filter.pending}`);
  if (filter.urged) parts.push(sql`c.urged`);
  if (filter.q?.trim()) parts.push(textCondition(filter.q));
  parts.push(...between(filter.from, filter.to, utcOffset));
  return join(parts, ' and ');
}

export type CaseSort = 'due' | 'newest' | 'oldest';
/** The place after which the next page starts: the sort value in ms (`null` means no deadline) and the id. */
export interface CasePlace {
  readonly at: number | null;
  readonly id: string;
}

const instantOrEnd = (at: number | null): Sql => (at === null ? sql`'infinity'::timestamptz` : sql`${new Date(at)}::timestamptz`);

const sorts: Readonly<Record<CaseSort, { order: Sql; after: (place: CasePlace) => Sql }>> = {
  due: {
    order: raw(`coalesce(c.due_at, 'infinity'::timestamptz), c.id`),
    after: (p) => sql`(coalesce(c.due_at, 'infinity'::timestamptz), c.id) > (${instantOrEnd(p.at)}, ${p.id}::uuid)`,
  },
  newest: {
    order: raw('c.reported_at desc, c.id desc'),
    after: (p) => sql`(c.reported_at, c.id) < (${instantOrEnd(p.at)}, ${p.id}::uuid)`,
  },
  oldest: { order: raw('c.reported_at, c.id'), after: (p) => sql`(c.reported_at, c.id) > (${instantOrEnd(p.at)}, ${p.id}::uuid)` },
};

export const placeOf = (row: StoredCase, sort: CaseSort): CasePlace => ({ at: sort === 'due' ? row.due_at : row.reported_at, id: row.id });

/** One keyset page; ask for one more than you show to know whether there is a next one. */
export function listCases(q: Queryable, where: Sql, sort: CaseSort, after: CasePlace | null, limit: number): Promise<StoredCase[]> {
  const { order, after: beyond } = sorts[sort];
  return q.query<StoredCase>(
    sql`select ${caseColumns} from cases_case c where ${where} ${after ? sql`and ${beyond(after)}` : empty} order by ${order} limit ${limit}`,
  );
}

export interface CountRow {
  readonly state: string;
  readonly light: 'red' | 'yellow' | 'green' | 'hold' | 'none';
  readonly mine: boolean;
  readonly pending: boolean;
  readonly n: number;
}

/** Open cases in scope by state and light, and how many of them are the caller's: one pass over the open ones. */
export function countOpen(q: Queryable, caller: Caller, where: Sql, now: Instant): Promise<CountRow[]> {
  const at = new Date(now);
  const light = sql`case when c.state = 'suspended' then 'hold' when c.due_at < ${at} then 'red' when c.warn_at <= ${at} then 'yellow'
    when c.due_at is not null then 'green' else 'none' end`;
  return q.query<CountRow>(sql`select c.state, ${light} as light, ${mine(caller)} as mine, c.pending_holder is not null as pending, count(*)::int as n
    from cases_case c where ${where} group by 1, 2, 3, 4`);
}
