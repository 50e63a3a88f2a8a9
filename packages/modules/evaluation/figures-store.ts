import type { Attribution } from '@chengmai/kernel/evaluation/count-definition.ts';
import { COUNTS, type CountId, countWhere } from '@chengmai/kernel/evaluation/counts.ts';
import type { TimeColumn } from '@chengmai/kernel/evaluation/fact-row.ts';
import { predicateSql } from '@chengmai/kernel/evaluation/fact-sql.ts';
import type { Cycle } from '@chengmai/kernel/evaluation/periods.ts';
import { cycleBounds } from '@chengmai/kernel/evaluation/periods.ts';
import type { Period, Predicate } from '@chengmai/kernel/evaluation/predicate.ts';
import type { Queryable } from '@chengmai/platform/ports/db.ts';
import type { Scope } from '@chengmai/platform/runtime/scope.ts';
import { scopeWhere } from '@chengmai/platform/runtime/scope-sql.ts';
import sql, { empty, join, raw, Sql } from 'sql-template-tag';
import type { Grouping } from './contract.ts';
import { CODE_COLUMNS, isCode, isPerson, isTime, type PersonGrouping, personColumn } from './groupings.ts';

/** What to count: which lines, split how, as seen when. */
export interface FigureQuery {
  readonly counts: readonly CountId[];
  readonly by: readonly Grouping[];
  readonly period: Period;
  readonly asOf: number;
  readonly attribution: Attribution;
  /** The cycles of the period, in order, when `by` holds `month` or `day`. */
  readonly cycles: readonly Cycle[];
  readonly utcOffsetMinutes: number;
  readonly scope: Scope;
  readonly area?: string | undefined;
  readonly unit?: string | undefined;
  readonly classCode?: string | undefined;
}

/** Counts of one group. A time key is the number of its cycle in `cycles`, from 1. */
export interface FigureGroup {
  readonly keys: readonly (string | number | null)[];
  readonly counts: Readonly<Partial<Record<CountId, number>>>;
}

const AREA = `coalesce(f.community_code, f.street_code, f.district_code, '')`;
const OWNERS = ['reporter_id', 'duty_collector_id', 'acceptor_id', 'pre_checker_id', 'dispatcher_id', 'handler_id', 'post_checker_id'];

/** Who may see which lines: those of the caller's areas and units, or where the caller sees only what is theirs, those with their name. */
export function lineScope(scope: Scope): Sql {
  return scope.ownOnly
    ? scopeWhere(scope, { owners: OWNERS.map((column) => `f.${column}::text`) })
    : scopeWhere(scope, { area: AREA, unit: 'f.unit_id' });
}

const prefix = (code: string): string => `${code.replace(/[\\%_]/g, '\\$&')}%`;

export function lineFilter({ scope, area, unit, classCode }: Pick<FigureQuery, 'scope' | 'area' | 'unit' | 'classCode'>): Sql {
  const parts = [lineScope(scope)];
  if (area) parts.push(sql`(${raw(AREA)} like ${prefix(area)} or f.street_code = ${area} or f.district_code = ${area})`);
  if (unit) parts.push(sql`f.unit_id = ${unit}`);
  if (classCode) parts.push(sql`f.class_code = ${classCode}`);
  return join(parts, ' and ');
}

/** A predicate of the dictionary with its bounds: values, or columns of a joined table. */
export function predicate(p: Predicate, bounds: Readonly<Record<'from' | 'to' | 'asof', Date | Sql>>): Sql {
  const parts = predicateSql(p).split(/(?<!:):(from|to|asof)\b/);
  const strings = parts.filter((_, i) => i % 2 === 0);
  const values = parts.filter((_, i) => i % 2 === 1).map((name) => bounds[name as 'from']);
  return new Sql(strings, values);
}

/** Counts that one pass over the lines gives: the same lines, put down to the same person. */
interface Pass {
  readonly where: Predicate;
  readonly persons: Readonly<Record<string, string>>;
  readonly counts: CountId[];
}

function passesOf(query: FigureQuery): Pass[] {
  const passes = new Map<string, Pass>();
  for (const id of query.counts) {
    const where = countWhere(id, query.attribution);
    const persons = Object.fromEntries(query.by.filter(isPerson).map((by: PersonGrouping) => [by, personColumn(by, id)]));
    const key = JSON.stringify([where, persons]);
    const pass = passes.get(key) ?? { where, persons, counts: [] };
    pass.counts.push(id);
    passes.set(key, pass);
  }
  return [...passes.values()];
}

/** The instant by which a line falls into exactly one cycle; null for figures that stand at the end of each. */
function cycleColumn(where: Predicate, attribution: Attribution): TimeColumn | null {
  if (where.op === 'within') return where.column;
  const cohort = attribution === 'reported' && where.op === 'all' && where.of[0]?.op === 'within';
  return cohort ? 'reported_at' : null;
}

const startsOf = (query: FigureQuery): Date[] => query.cycles.map((cycle) => new Date(cycleBounds(cycle, query.utcOffsetMinutes).from));

/** The part of each cycle that lies in the period, as a table to join: its number, beginning and end. */
function cycleTable(query: FigureQuery): Sql {
  const parts = query.cycles.map((cycle) => cycleBounds(cycle, query.utcOffsetMinutes));
  const from = parts.map((part) => new Date(Math.max(part.from, query.period.from)));
  const to = parts.map((part) => new Date(Math.min(part.to, query.period.to)));
  return sql`cross join unnest(${from}::timestamptz[], ${to}::timestamptz[]) with ordinality as p (from_at, to_at, cycle)`;
}

function keysOf(query: FigureQuery, pass: Pass, at: TimeColumn | null): Sql[] {
  return query.by
    .filter((by) => by !== 'none')
    .map((by) => {
      if (isCode(by)) return raw(`f.${CODE_COLUMNS[by]}`);
      if (isPerson(by)) return raw(`f.${pass.persons[by]}`);
      return at === null ? raw('p.cycle') : sql`width_bucket(${raw(`f.${at}`)}, ${startsOf(query)}::timestamptz[])`;
    });
}

function passSql(query: FigureQuery, pass: Pass): Sql {
  const timed = query.by.some(isTime);
  const at = timed ? cycleColumn(pass.where, query.attribution) : null;
  const joined = timed && at === null;
  const asof = new Date(query.asOf);
  const whole = { from: new Date(query.period.from), to: new Date(query.period.to), asof };
  const where = predicate(pass.where, joined ? { from: raw('p.from_at'), to: raw('p.to_at'), asof } : whole);
  const keys = keysOf(query, pass, at);
  const sums = pass.counts.map((id) => raw(`sum(f.${COUNTS[id].column}) as "${id}"`));
  const selected = join([...keys.map((key, i) => sql`${key} as ${raw(`k${i}`)}`), ...sums], ', ');
  const groups = keys.length === 0 ? empty : sql`group by ${raw(keys.map((_, i) => i + 1).join(', '))}`;
  return sql`select ${selected} from evaluation_fact f ${joined ? cycleTable(query) : empty} where ${where} and ${lineFilter(query)} ${groups}`;
}

type Cell = string | number | null;
type Row = Readonly<Record<string, Cell | readonly Cell[]>>;

/** The cycles of one group come as arrays in one row: a twelfth of the rows to carry over and to read. */
function packed(query: FigureQuery, pass: Pass): Sql {
  const by = query.by.filter((one) => one !== 'none');
  const plain = by.flatMap((one, i) => (isTime(one) ? [] : [`k${i}`]));
  const arrays = [...by.flatMap((one, i) => (isTime(one) ? [`k${i}`] : [])), ...pass.counts.map((id) => `"${id}"`)];
  if (plain.length === 0 || plain.length === by.length) return passSql(query, pass);
  const selected = [...plain, ...arrays.map((column) => `array_agg(${column}) as ${column}`)].join(', ');
  return sql`select ${raw(selected)} from (${passSql(query, pass)}) lines group by ${raw(plain.join(', '))}`;
}

/**
 * Counts from the fact lines, by group; groups in which every count is 0 are left out. Numbers are exact. Give a transaction: a big
 * sort memory and no just-in-time compiling hold until it ends.
 */
export async function countLines(q: Queryable, query: FigureQuery): Promise<FigureGroup[]> {
  await q.query(sql`select set_config('work_mem', '64MB', true), set_config('jit', 'off', true)`);
  const passes = passesOf(query);
  const groups: FigureGroup[] = [];
  const byKey = passes.length > 1 ? new Map<string, Found>() : null;
  for (const pass of passes) {
    for (const row of await q.query<Row>(packed(query, pass))) unpack(row, query, pass, (found) => merge(found, pass, groups, byKey));
  }
  return groups;
}

interface Found {
  readonly keys: readonly Cell[];
  readonly counts: Partial<Record<CountId, number>>;
}

/** The groups in a row, one for each cycle where they come packed. */
function unpack(row: Row, query: FigureQuery, pass: Pass, found: (group: Found) => void): void {
  const width = query.by.length - Number(query.by.includes('none'));
  const keyed = Array.from({ length: width }, (_, i) => row[`k${i}`] ?? null);
  const sums = pass.counts.map((id) => row[id] ?? null);
  const list = keyed.find(Array.isArray) ?? sums.find(Array.isArray);
  const length = Array.isArray(list) ? list.length : 1;
  const at = (value: Cell | readonly Cell[], i: number): Cell => (Array.isArray(value) ? (value[i] as Cell) : (value as Cell));
  for (let i = 0; i < length; i += 1) {
    const counts: Partial<Record<CountId, number>> = {};
    for (const id of query.counts) counts[id] = 0;
    let any = false;
    for (let n = 0; n < sums.length; n += 1) {
      const value = at(sums[n]!, i);
      if (value === null || value === 0) continue;
      counts[pass.counts[n]!] = Number(value);
      any = true;
    }
    if (any) found({ keys: keyed.map((key) => at(key, i)), counts });
  }
}

/** Puts the counts of several passes together by their keys; one pass alone has every group once. */
function merge(found: Found, pass: Pass, groups: FigureGroup[], byKey: Map<string, Found> | null): void {
  const key = byKey === null ? '' : found.keys.join('\u0000');
  const known = byKey?.get(key);
  if (!known) {
    byKey?.set(key, found);
    groups.push(found);
    return;
  }
  for (const id of pass.counts) known.counts[id] = found.counts[id] ?? 0;
}
