import { Reader } from './byte-reader.ts';
import type { Glyph, Point } from './glyf-table.ts';

type Tables = ReadonlyMap<string, Uint8Array>;

const f2dot14 = (reader: Reader): number => reader.i16() / 16_384;
const fixed = (reader: Reader): number => (reader.u32() | 0) / 65_536;

/** Where a weight lies on the font's axis, −1 to 1 (fvar, then avar). */
export function positionOf(tables: Tables, weight: number): number {
  const fvar = new Reader(tables.get('fvar')!);
  fvar.at = 4;
  const axes = fvar.u16();
  fvar.at = axes + 4;
  const [min, normal, max] = [fixed(fvar), fixed(fvar), fixed(fvar)];
  const side = weight < normal ? normal - min : max - normal;
  return mapped(tables.get('avar'), side === 0 ? 0 : (weight - normal) / side);
}

/** avar bends the axis: the map is linear between its points. */
function mapped(avar: Uint8Array | undefined, position: number): number {
  if (!avar) return position;
  const reader = new Reader(avar);
  reader.at = 8;
  const points = Array.from({ length: reader.u16() }, () => [f2dot14(reader), f2dot14(reader)] as const);
  const above = points.findIndex(([from]) => from >= position);
  if (above <= 0) return position;
  const [[fromA, toA], [fromB, toB]] = [points[above - 1]!, points[above]!];
  return toA + ((position - fromA) / (fromB - fromA)) * (toB - toA);
}

/** How much of a variation counts at a position; `region` is where it begins, peaks and ends. */
function shareOf([start, peak, end]: readonly [number, number, number], position: number): number {
  if (peak === 0 || position === peak) return 1;
  if (position <= start || position >= end) return 0;
  return position < peak ? (position - start) / (peak - start) : (end - position) / (end - peak);
}

const FLAGS = { sharedPoints: 0x8000, embeddedPeak: 0x8000, intermediate: 0x4000, privatePoints: 0x2000, tupleIndex: 0x0fff } as const;

/** Point numbers, packed; null means every point. */
function packedPoints(reader: Reader): number[] | null {
  const first = reader.u8();
  const count = first & 0x80 ? ((first & 0x7f) << 8) | reader.u8() : first;
  if (count === 0) return null;
  const points: number[] = [];
  let number = 0;
  while (points.length < count) {
    const control = reader.u8();
    for (let run = (control & 0x7f) + 1; run > 0; run -= 1) {
      number += control & 0x80 ? reader.u16() : reader.u8();
      points.push(number);
    }
  }
  return points;
}

function packedDeltas(reader: Reader, count: number): number[] {
  const deltas: number[] = [];
  while (deltas.length < count) {
    const control = reader.u8();
    for (let run = (control & 0x3f) + 1; run > 0; run -= 1)
      deltas.push(control & 0x80 ? 0 : control & 0x40 ? reader.i16() : (reader.u8() << 24) >> 24);
  }
  return deltas;
}

interface Tuple {
  readonly share: number;
  readonly size: number;
  readonly hasOwnPoints: boolean;
}

/** A glyph's variations at one position of the axis: how far each point moves, the four phantom points behind the others. */
function movesOf(
  data: Uint8Array,
  peaks: readonly number[],
  position: number,
  count: number,
  contours: readonly Contour[],
): { x: number[]; y: number[] } {
  const head = new Reader(data);
  const flags = head.u16();
  const body = new Reader(data);
  body.at = head.u16();
  const tuples = Array.from({ length: flags & FLAGS.tupleIndex }, () => tupleOf(head, peaks, position));
  const shared = flags & FLAGS.sharedPoints ? packedPoints(body) : null;
  const sum = { x: new Array<number>(count).fill(0), y: new Array<number>(count).fill(0) };
  for (const { share, size, hasOwnPoints } of tuples) {
    const end = body.at + size;
    const numbers = hasOwnPoints ? packedPoints(body) : shared;
    const given = numbers?.length ?? count;
    const [x, y] = [packedDeltas(body, given), packedDeltas(body, given)];
    body.at = end;
    if (share === 0) continue;
    for (const [axis, deltas] of [
      ['x', x],
      ['y', y],
    ] as const) {
      const all = numbers === null ? deltas : spread(numbers, deltas, axis, count, contours);
      for (let i = 0; i < count; i += 1) sum[axis][i]! += share * all[i]!;
    }
  }
  return sum;
}

function tupleOf(head: Reader, peaks: readonly number[], position: number): Tuple {
  const size = head.u16();
  const index = head.u16();
  const peak = index & FLAGS.embeddedPeak ? f2dot14(head) : peaks[index & FLAGS.tupleIndex]!;
  const region = index & FLAGS.intermediate ? ([f2dot14(head), f2dot14(head)] as const) : ([Math.min(0, peak), Math.max(0, peak)] as const);
  // Without its own bounds a variation grows from the middle of the axis and holds beyond its peak's side only up to it.
  return { size, share: shareOf([region[0], peak, region[1]], position), hasOwnPoints: (index & FLAGS.privatePoints) !== 0 };
}

interface Contour {
  readonly first: number;
  readonly points: readonly Point[];
}

/** Deltas for points that a variation does not name: between the named ones of their contour they follow both, outside the nearer (IUP). */
function spread(
  numbers: readonly number[],
  deltas: readonly number[],
  axis: 'x' | 'y',
  count: number,
  contours: readonly Contour[],
): number[] {
  const all = new Array<number>(count).fill(0);
  const named = new Set(numbers);
  for (const [i, number] of numbers.entries()) if (number < count) all[number] = deltas[i]!;
  for (const { first, points } of contours) {
    const touched = points.flatMap((_, i) => (named.has(first + i) ? [i] : []));
    if (touched.length === 0) continue;
    for (const [at, from] of touched.entries()) {
      const to = touched[(at + 1) % touched.length]!;
      for (let i = (from + 1) % points.length; i !== to; i = (i + 1) % points.length) {
        all[first + i] = between(points[i]![axis], [points[from]![axis], all[first + from]!], [points[to]![axis], all[first + to]!]);
      }
    }
  }
  return all;
}

type Moved = readonly [at: number, by: number];

function between(value: number, a: Moved, b: Moved): number {
  const [low, high] = a[0] <= b[0] ? [a, b] : [b, a];
  if (low[0] === high[0]) return low[1] === high[1] ? low[1] : 0;
  if (value <= low[0]) return low[1];
  if (value >= high[0]) return high[1];
  return low[1] + ((value - low[0]) / (high[0] - low[0])) * (high[1] - low[1]);
}

/** The glyphs at a weight, and by how much each became wider. Composite glyphs keep the places of their parts. */
export function weigh(
  glyphs: readonly Glyph[],
  tables: Tables,
  weight: number,
): { readonly glyphs: Glyph[]; readonly widenedBy: number[] } {
  const position = positionOf(tables, weight);
  const gvar = new Reader(tables.get('gvar')!);
  gvar.at = 6;
  const sharedCount = gvar.u16();
  const sharedAt = gvar.u32();
  const count = gvar.u16();
  const longOffsets = (gvar.u16() & 1) === 1;
  const dataAt = gvar.u32();
  const offsets = Array.from({ length: count + 1 }, () => (longOffsets ? gvar.u32() : gvar.u16() * 2));
  gvar.at = sharedAt;
  const peaks = Array.from({ length: sharedCount }, () => f2dot14(gvar));
  const widenedBy: number[] = [];
  const weighed = glyphs.map((glyph, id): Glyph => {
    const data = gvar.bytes.subarray(dataAt + offsets[id]!, dataAt + offsets[id + 1]!);
    const points = glyph.kind === 'simple' ? glyph.points : [];
    if (data.length === 0 || glyph.kind === 'composite') {
      widenedBy.push(0);
      return glyph;
    }
    const moves = movesOf(data, peaks, position, points.length + 4, glyph.kind === 'simple' ? contoursOf(glyph) : []);
    widenedBy.push(Math.round(moves.x[points.length + 1]! - moves.x[points.length]!));
    if (glyph.kind === 'empty') return glyph;
    return {
      ...glyph,
      points: points.map(({ x, y, onCurve }, i) => ({ x: Math.round(x + moves.x[i]!), y: Math.round(y + moves.y[i]!), onCurve })),
    };
  });
  return { glyphs: weighed, widenedBy };
}

const contoursOf = ({ ends, points }: Extract<Glyph, { kind: 'simple' }>): Contour[] =>
  ends.map((end, i) => {
    const first = i === 0 ? 0 : ends[i - 1]! + 1;
    return { first, points: points.slice(first, end + 1) };
  });
