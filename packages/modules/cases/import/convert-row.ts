import { gcj02ToWgs84 } from '@chengmai/kernel/geo/datum.ts';
import type { Source } from '../contract.ts';
import type { CaseMap } from './case-map.ts';
import { localTimeReader } from './local-time.ts';
import type { TableRow } from './read-table.ts';

/** A code with the name the row gives it; the import shows each code under its newest name. */
export interface Coded {
  readonly code: string;
  readonly name: string | null;
}

/** A row of a foreign table, understood but not yet tied to this city's catalogue. */
export interface ForeignCase {
  readonly sourceId: string;
  readonly reportedAt: number;
  readonly closedAt: number | null;
  readonly dueAt: number | null;
  readonly class: Coded & { readonly majorCode: string; readonly majorName: string };
  readonly district: Coded | null;
  readonly street: Coded | null;
  readonly community: Coded | null;
  readonly unit: Coded | null;
  readonly place: string;
  readonly description: string;
  readonly lon: number | null;
  readonly lat: number | null;
  readonly source: Source;
  readonly open: boolean;
  readonly verdict: 'in_time' | 'overtime' | null;
}

/** Why a row was not taken: the place in the file, what stood there. */
export interface Reject {
  readonly line: number;
  readonly column: string;
  readonly value: string;
  readonly zh: string;
  readonly en: string;
}

export type Converted = { readonly ok: true; readonly value: ForeignCase } | { readonly ok: false; readonly reject: Reject };

class Bad extends Error {
  readonly column: string;
  readonly value: string;
  readonly words: readonly [zh: string, en: string];
  constructor(column: string, value: string, zh: string, en: string) {
    super(en);
    this.column = column;
    this.value = value;
    this.words = [zh, en];
  }
}

/** Foreign exports carry HTML in names: 路灯&#40;灯光&#41;井盖. */
const unescapeHtml = (text: string): string =>
  text.includes('&')
    ? text
        .replace(/&#(\d{1,6});/g, (_, n: string) => String.fromCodePoint(Number(n) || 0xfffd))
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&quot;', '"')
        .replaceAll('&amp;', '&')
    : text;

/** What PostgreSQL cannot hold or a screen should not show. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g;
const clean = (text: string): string => unescapeHtml(text).replace(CONTROL, '').trim();

type Get = (column: string) => string | null;

function number(get: Get, column: string | undefined, low: number, high: number): number | null {
  const text = column === undefined ? null : get(column);
  if (text === null || column === undefined) return null;
  const value = Number(text);
  if (!Number.isFinite(value) || value < low || value > high)
    throw new Bad(column, text, `不是 ${low} 到 ${high} 之间的数`, `not a number between ${low} and ${high}`);
  return value;
}

function flag(get: Get, column: string): boolean | null {
  const text = get(column);
  if (text === null) return null;
  if (text !== '0' && text !== '1') throw new Bad(column, text, '应为 0 或 1', 'must be 0 or 1');
  return text === '1';
}

function verdictOf(get: Get, map: CaseMap, closedAt: number | null, dueAt: number | null): ForeignCase['verdict'] {
  if (!map.verdict) return closedAt === null || dueAt === null ? null : closedAt > dueAt ? 'overtime' : 'in_time';
  const inTime = flag(get, map.verdict.inTime);
  const overtime = flag(get, map.verdict.overtime);
  if (inTime && overtime)
    throw new Bad(map.verdict.inTime, '1', `与 ${map.verdict.overtime} 同时为 1`, `1 together with ${map.verdict.overtime}`);
  return inTime ? 'in_time' : overtime ? 'overtime' : null;
}

function openOf(get: Get, map: CaseMap): boolean {
  if (!map.status) return false;
  const word = get(map.status.column) ?? '';
  if (map.status.open.includes(word)) return true;
  if (map.status.closed.includes(word)) return false;
  throw new Bad(map.status.column, word, '映射中没有这个状态', 'a status that the map does not list');
}

function required(get: Get, column: string): string {
  const text = get(column);
  if (text === null) throw new Bad(column, '', '不能为空', 'must not be empty');
  return text;
}

const codedOf = (get: Get, names: { code: string; name?: string | undefined } | undefined): Coded | null => {
  const code = names ? get(names.code) : null;
  return names === undefined || code === null ? null : { code: code.slice(0, 60), name: names.name ? get(names.name) : code };
};

const joined = (get: Get, columns: readonly string[]): string => columns.flatMap((column) => get(column) ?? []).join(' ');

/** The reader of one file: rows in, foreign cases or rejects out. `header` is known to hold every column of the map. */
export function rowConverter(map: CaseMap, header: readonly string[]): (row: TableRow) => Converted {
  const index = new Map(header.map((name, i) => [name, i]));
  const nulls = new Set(['', ...map.nulls]);
  const readTime = localTimeReader(map.timeZone);

  const convert = (get: Get): ForeignCase => {
    const time = (column: string | undefined): number | null => {
      const text = column === undefined ? null : get(column);
      if (text === null || column === undefined) return null;
      const at = readTime(text);
      if (at === null) throw new Bad(column, text, '不是有效的日期时间', 'not a date and time');
      return at;
    };
    required(get, map.reportedAt);
    const closedAt = time(map.closedAt);
    const dueAt = time(map.dueAt);
    const code = required(get, map.class.code).slice(0, 60);
    const [lon, lat] = [number(get, map.lon, -180, 180), number(get, map.lat, -90, 90)];
    const [x, y] = lon !== null && lat !== null && map.datum === 'gcj02' ? gcj02ToWgs84([lon, lat]) : [lon, lat];
    const sourceWord = map.source ? (get(map.source.column) ?? '') : '';
    return {
      sourceId: required(get, map.id).slice(0, 60),
      reportedAt: time(map.reportedAt)!,
      closedAt,
      dueAt,
      class: {
        code,
        name: map.class.name ? get(map.class.name) : code,
        majorCode: (map.class.majorCode && get(map.class.majorCode)) || '',
        majorName: (map.class.majorName && get(map.class.majorName)) || '',
      },
      district: codedOf(get, map.district),
      street: codedOf(get, map.street),
      community: codedOf(get, map.community),
      unit: codedOf(get, map.unit),
      place: joined(get, map.place).slice(0, 256),
      description: joined(get, map.description).slice(0, 4000),
      lon: x,
      lat: y,
      source: map.source ? (map.source.values[sourceWord] ?? map.source.otherwise) : 'import',
      open: openOf(get, map),
      verdict: verdictOf(get, map, closedAt, dueAt),
    };
  };

  return (row) => {
    if (row.cells.length !== header.length) {
      const words = [`列数为 ${row.cells.length}，应为 ${header.length}`, `${row.cells.length} cells instead of ${header.length}`] as const;
      return { ok: false, reject: { line: row.line, column: '', value: '', zh: words[0], en: words[1] } };
    }
    const get: Get = (column) => {
      const text = clean(row.cells[index.get(column)!]!);
      return nulls.has(text) ? null : text;
    };
    try {
      return { ok: true, value: convert(get) };
    } catch (error) {
      if (!(error instanceof Bad)) throw error;
      return {
        ok: false,
        reject: { line: row.line, column: error.column, value: error.value.slice(0, 100), zh: error.words[0], en: error.words[1] },
      };
    }
  };
}
