/** One mapping of SQL types for both databases, so that a store sees the same values from either. See ports/db.ts. */

type Parse = (text: string) => unknown;

/** `2018-01-01 08:00:00.123+00` → ms. Sessions run in UTC; other offsets are understood as well. */
function instant(text: string): number {
  if (text === 'infinity') return Number.POSITIVE_INFINITY;
  if (text === '-infinity') return Number.NEGATIVE_INFINITY;
  const zone = /([+-]\d\d)(:?\d\d)?(:\d\d)?$/.exec(text);
  const local = zone ? text.slice(0, zone.index) : text;
  const offset = zone ? `${zone[1]}${zone[2] ? (zone[2].startsWith(':') ? zone[2] : `:${zone[2]}`) : ':00'}` : 'Z';
  return Date.parse(`${local.replace(' ', 'T')}${offset === '+00:00' ? 'Z' : offset}`);
}

const same: Parse = (text) => text;
const bytes: Parse = (text) => new Uint8Array(Buffer.from(text.slice(2), 'hex'));
const json: Parse = (text) => JSON.parse(text) as unknown;

/** [oid, oid of its array, parser]; a type that is not listed arrives as its text. */
const table: readonly (readonly [number, number, Parse])[] = [
  [16, 1000, (text) => text === 't'], // bool
  [17, 1001, bytes], // bytea
  [20, 1016, Number], // int8
  [21, 1005, Number], // int2
  [23, 1007, Number], // int4
  [26, 1028, Number], // oid
  [700, 1021, Number], // float4
  [701, 1022, Number], // float8
  [1700, 1231, Number], // numeric
  [114, 199, json], // json
  [3802, 3807, json], // jsonb
  [1184, 1185, instant], // timestamptz
  [25, 1009, same], // text
  [1043, 1015, same], // varchar
  [1042, 1014, same], // bpchar
  [18, 1002, same], // char
  [19, 1003, same], // name
  [1082, 1182, same], // date
  [1114, 1115, same], // timestamp
  [2950, 2951, same], // uuid
];

const parsers = new Map<number, Parse>();
for (const [oid, arrayOid, parse] of table) {
  parsers.set(oid, parse);
  parsers.set(arrayOid, (text) => parseArray(text, parse));
}

/** The parser of a column type, by its oid in pg_type. */
export const parserOf = (oid: number): Parse => parsers.get(oid) ?? same;

/** Reads an array literal, nested ones too: `{1,NULL,"a\"b"}`. */
export function parseArray(text: string, parse: Parse): unknown[] {
  let at = text.indexOf('{');
  const element = (): unknown => {
    if (text[at] === '{') return list();
    if (text[at] === '"') return parse(quoted());
    const from = at;
    while (text[at] !== ',' && text[at] !== '}') at += 1;
    const word = text.slice(from, at);
    return word === 'NULL' ? null : parse(word);
  };
  const quoted = (): string => {
    let out = '';
    for (at += 1; text[at] !== '"'; at += 1) {
      if (text[at] === '\\') at += 1;
      out += text[at];
    }
    at += 1;
    return out;
  };
  const list = (): unknown[] => {
    const out: unknown[] = [];
    at += 1;
    while (text[at] !== '}') {
      out.push(element());
      if (text[at] === ',') at += 1;
    }
    at += 1;
    return out;
  };
  return list();
}

/** A parameter as the text that PostgreSQL reads, whatever type the statement gives it; `null` stays null. */
export function encodeValue(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return `\\x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')}`;
  if (Array.isArray(value)) return encodeArray(value);
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function encodeArray(values: readonly unknown[]): string {
  const parts = values.map((value) => {
    if (Array.isArray(value)) return encodeArray(value);
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    const text = encodeValue(value);
    return text === null ? 'NULL' : `"${text.replace(/["\\]/g, '\\$&')}"`;
  });
  return `{${parts.join(',')}}`;
}
