import { ok, type Result, refuse } from '../result.ts';

export type AreaLevel = 'province' | 'city' | 'district' | 'street' | 'community';

/** An administrative division 行政区划. Codes are strings: leading zeros matter. */
export interface Area {
  /** 6 digits down to the district (GB/T 2260, padded with zeros), 9 for a street, 12 for a community. */
  readonly code: string;
  /** The digits that mean something: 2, 4, 6, 9 or 12. Every code inside the area starts with them. */
  readonly prefix: string;
  readonly level: AreaLevel;
}

const LEVELS: ReadonlyMap<number, AreaLevel> = new Map([
  [2, 'province'],
  [4, 'city'],
  [6, 'district'],
  [9, 'street'],
  [12, 'community'],
]);
const LENGTHS = [...LEVELS.keys()];

const toCode = (prefix: string): string => prefix.padEnd(6, '0');

function significant(text: string): string {
  if (text.length !== 6) return text;
  return text.endsWith('0000') ? text.slice(0, 2) : text.endsWith('00') ? text.slice(0, 4) : text;
}

/**
 * Reads 2, 4, 6, 9 or 12 digits; `44`, `440000` and `4406`, `440600` are the same areas. GB/T 2260, GB/T 10114.
 * A 9 or 12 digit code that ends in 000 is the padded form of a higher area: refused with the code that is meant.
 * Refuses `codes.area_malformed`, `codes.area_padded`, `codes.area_gap`.
 */
export function parseArea(text: string): Result<Area> {
  const malformed = refuse('codes.area_malformed', { code: text });
  if (!/^\d+$/.test(text) || !LEVELS.has(text.length) || text.startsWith('00')) return malformed;
  if (text.length > 6 && text.endsWith('000')) return refuse('codes.area_padded', { code: text, meant: unpad(text) });
  const prefix = significant(text);
  const gap = prefix.length >= 4 && prefix.slice(2, 4) === '00';
  if (gap || (prefix.length > 9 && prefix.slice(6, 9) === '000')) return refuse('codes.area_gap', { code: text });
  const level = LEVELS.get(prefix.length)!;
  return ok({ code: toCode(prefix), prefix, level });
}

function unpad(text: string): string {
  const shorter = text.slice(0, text.length - 3);
  return shorter.length > 6 && shorter.endsWith('000') ? unpad(shorter) : shorter;
}

/** The area above, or null above a province. A street of a city without districts (441900) belongs to the city. */
export function parentArea(area: Area): Area | null {
  const length = LENGTHS[LENGTHS.indexOf(area.prefix.length) - 1];
  if (length === undefined) return null;
  const above = parseArea(toCode(area.prefix.slice(0, length)));
  return above.ok ? above.value : null;
}

/** Whether `inner` lies in `outer`, at any depth; an area contains itself. */
export const containsArea = (outer: Area, inner: Area): boolean => inner.prefix.startsWith(outer.prefix);

/** Whether `child` is directly below `parent` in the tree of `parentArea`. */
export const isChildArea = (parent: Area, child: Area): boolean => parentArea(child)?.code === parent.code;

/** Whether text is the 6 digits of GB/T 2260 that every other code begins with. */
export function parseAreaOfCode(text: string): Result<string> {
  const area = parseArea(text);
  if (!area.ok) return area;
  return text.length === 6 ? ok(text) : refuse('codes.area_malformed', { code: text });
}
