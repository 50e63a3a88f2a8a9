import type { Instant } from '@chengmai/kernel/calendar/types.ts';
import type { Queryable } from '@chengmai/platform/ports/db.ts';
import type { Caller } from '@chengmai/platform/runtime/scope.ts';
import { scopeWhere } from '@chengmai/platform/runtime/scope-sql.ts';
import sql, { empty, join, raw, type Sql } from 'sql-template-tag';
import type { ListedCase } from './case-row.ts';
import type { CaseFilter } from './contract.ts';
import { asNumberTail, searchWords } from './search-words.ts';

const columnsWith = (states: string): Sql =>
  raw(`c.id, c.number, c.version, c.state, c.open, c.class_id, c.class_code, c.class_name, c.major_name, c.description, c.place,
  c.component_id, c.cell_code, c.community_code, c.street_code, c.district_code, c.area_code, c.lon, c.lat, c.accuracy_m, c.source, c.origin,
  c.synthetic, c.unit_id, c.handler_id, c.collector_id, c.condition_id, c.pending_kind, c.returned_from, c.urged, c.reports, c.reworks,
  c.extensions, ${states}, c.last_actor, c.last_at, c.due_at, c.reported_at, c.closed_at`);
export const caseColumns: Sql = columnsWith('c.lifecycle, c.previous');
/** A list shows the clock of what is open; the states of fifty closed cases would be read, sent and parsed for nothing. */
const listedColumns: Sql = columnsWith('case when c.open then c.lifecycle end as lifecycle');

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
  // Said first and whole, so that the small index of just these rows serves it.
  return sql`(c.open or c.pending_holder is not null)
    and (c.open and c.holder = any(${posts}::text[]) and ${byName} or c.pending_holder = any(${posts}::text[]))`;
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
  if (tail !== null)
    return tail.length === 19 ? sql`c.number = ${tail}` : sql`reverse(c.number) like ${`${[...tail].reverse().join('')}%`}`;
  const words = searchWords(query, 20);
  return words.length === 0 ? sql`false` : sql`c.search @@ to_tsquery('simple', ${words.map((word) => `'${word}'`).join(' & ')})`;
}

const between = (from: string | undefined, to: string | undefined, offset: string): Sql[] => [
  ...(from ? [sql`c.reported_at >= ${new Date(`${from}T00:00:00${offset}`)}`] : []),
  ...(to ? [sql`c.reported_at < ${new Date(Date.parse(`${to}T00:00:00${offset}`) + 86_400_000)}`] : []),
];

/** The column of a division's level, which a btree serves in the order of the queue; codes of imported divisions name their level. */
const areaCondition = (code: string): Sql => {
  if (/^\d{12}$|:c/.test(code)) return sql`c.community_code = ${code}`;
  if (/^\d{9}$|:s/.test(code)) return sql`c.street_code = ${code}`;
  return sql`(c.area_code like ${`${code.replace(/[\\%_]/g, '\\$&')}%`} or c.district_code = ${code})`;
};

/** One value as equality, which an index can serve in order; several as a set. */
const oneOf = (column: Sql, values: readonly string[]): Sql =>
  values.length === 1 ? sql`${column} = ${values[0]}` : sql`${column} = any(${values}::text[])`;

/** A unit or a street apart from the caller's own: only what carries the caller's name can be there. */
function asksElsewhere({ scope }: Caller, { unit, area }: CaseFilter): boolean {
  if (unit && scope.units !== null && !scope.units.includes(unit)) return true;
  return area !== undefined && /^\d+$/.test(area) && !scope.areas.some((own) => own.startsWith(area) || area.startsWith(own));
}

/** Narrowed where the filter leaves nothing else of the scope: the planner cannot see that the two exclude each other. */
const narrowed = (caller: Caller, filter: CaseFilter): Caller =>
  asksElsewhere(caller, filter) ? { ...caller, scope: { ...caller.scope, ownOnly: true } } : caller;

/** The filter of a queue as one SQL condition, the caller's scope included: there is no list without it. */
export function caseCondition(caller: Caller, filter: CaseFilter, now: Instant, utcOffset: string): Sql {
  const at = new Date(now);
  const parts: Sql[] = [caseScope(narrowed(caller, filter)), views[filter.view](caller)];
  if (filter.state?.length) parts.push(oneOf(raw('c.state'), filter.state));
  if (filter.light?.length)
    parts.push(
      sql`(${join(
        filter.light.map((light) => lightSql[light]!(at)),
        ' or ',
      )})`,
    );
  if (filter.source?.length) parts.push(oneOf(raw('c.source'), filter.source));
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
  /** Sorted by deadline, among the cases that have ended: they have none and follow newest first. */
  readonly ended?: boolean | undefined;
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

/** A part of a list, and the order within it. */
interface Part {
  readonly where: Sql;
  readonly sort: CaseSort;
  readonly ended: boolean;
}

/** By deadline open cases come first; ended ones follow, newest first. Each part is served by its own index. */
function partsOf(view: CaseFilter['view'], sort: CaseSort): readonly Part[] {
  const ended = (order: CaseSort): Part => ({ where: sql`not c.open`, sort: order, ended: sort === 'due' });
  if (view === 'closed') return [ended(sort === 'due' ? 'newest' : sort)];
  if (sort === 'due' && view === 'all') return [{ where: sql`c.open`, sort, ended: false }, ended('newest')];
  return [{ where: sql`true`, sort, ended: false }];
}

const DAY_MS = 86_400_000;
/** How far words are looked for at a time, nearest first: a frequent word fills the page from the first days, a rare one costs a few look-ups more. */
const SEARCH_DAYS = [10, 60, 400] as const;

/** Splits a part by time. The words of a phrase come together, which the planner cannot know: it would read and sort every match of all years. */
async function searchParts(q: Queryable, part: Part, after: CasePlace | null, now: Instant): Promise<readonly Part[]> {
  if (part.sort === 'due') return [part];
  const down = part.sort === 'newest';
  const oldest = async (): Promise<Instant> =>
    (await q.query<{ at: Instant | null }>(sql`select min(reported_at) as at from cases_case`))[0]?.at ?? now;
  const start = after?.at ?? (down ? now : await oldest());
  const bounds = SEARCH_DAYS.map((days) => new Date(start + (down ? -days : days) * DAY_MS));
  const beyond = (at: Date): Sql => (down ? sql`c.reported_at < ${at}` : sql`c.reported_at > ${at}`);
  const within = (at: Date): Sql => (down ? sql`c.reported_at >= ${at}` : sql`c.reported_at <= ${at}`);
  const windows = bounds.map((at, i) => (i === 0 ? within(at) : sql`${beyond(bounds[i - 1]!)} and ${within(at)}`));
  return [...windows, beyond(bounds.at(-1)!)].map((window) => ({ ...part, where: sql`${part.where} and ${window}` }));
}

export const placeOf = (row: ListedCase, view: CaseFilter['view'], sort: CaseSort): CasePlace => {
  if (sort !== 'due') return { at: row.reported_at, id: row.id };
  const ended = !row.open && view !== 'mine';
  return ended ? { at: row.reported_at, id: row.id, ended } : { at: row.due_at, id: row.id };
};

/** What a page is asked for, besides its condition. */
export interface PageWanted {
  readonly view: CaseFilter['view'];
  readonly sort: CaseSort;
  readonly after: CasePlace | null;
  readonly limit: number;
  readonly now: Instant;
  /** The condition looks for words. */
  readonly search: boolean;
}

/** One keyset page; ask for one more than you show to know whether there is a next one. */
export async function listCases(q: Queryable, where: Sql, { view, sort, after, limit, now, search }: PageWanted): Promise<ListedCase[]> {
  const rows: ListedCase[] = [];
  for (const whole of partsOf(view, sort)) {
    if (after?.ended === true && !whole.ended) continue;
    const here = after && (after.ended ?? false) === whole.ended ? after : null;
    const small = view === 'mine' || view === 'open';
    const parts = rows.length < limit && search && !small ? await searchParts(q, whole, here, now) : [whole];
    for (const part of parts) {
      if (rows.length >= limit) break;
      const { order, after: beyond } = sorts[part.sort];
      const page = await q.query<ListedCase>(sql`select ${listedColumns} from cases_case c
        where ${where} and ${part.where} ${here ? sql`and ${beyond(here)}` : empty} order by ${order} limit ${limit - rows.length}`);
      rows.push(...page);
    }
  }
  return rows;
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
