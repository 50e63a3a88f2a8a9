/** A point of an outline in font units. */
export interface Point {
  readonly x: number;
  readonly y: number;
  readonly onCurve: boolean;
}

export type Glyph =
  | { readonly kind: 'empty' }
  | { readonly kind: 'simple'; readonly ends: readonly number[]; readonly points: readonly Point[]; readonly instructions: Uint8Array }
  | { readonly kind: 'composite'; readonly box: Uint8Array; readonly body: Uint8Array; readonly instructions: Uint8Array | null };

const word = (value: number): [number, number] => [(value >> 8) & 0xff, value & 0xff];
/** Glyphs begin at multiples of four. */
const padded = (bytes: number[]): Uint8Array =>
  Uint8Array.from([...bytes, ...Array.from({ length: (4 - (bytes.length % 4)) % 4 }, () => 0)]);

/** xMin, yMin, xMax, yMax. */
function boxOf(points: readonly Point[]): [number, number, number, number] {
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

/** The left edge of an outline; 0 without one. */
export const leftEdge = (glyph: Glyph): number => (glyph.kind === 'simple' && glyph.points.length > 0 ? boxOf(glyph.points)[0] : 0);

function bytesOf(glyph: Glyph): Uint8Array {
  if (glyph.kind === 'empty') return new Uint8Array(0);
  if (glyph.kind === 'composite') {
    const tail = glyph.instructions ? [...word(glyph.instructions.length), ...glyph.instructions] : [];
    return padded([0xff, 0xff, ...glyph.box, ...glyph.body, ...tail]);
  }
  const { ends, points, instructions } = glyph;
  const steps = (pick: (point: Point) => number): number[] =>
    points.flatMap((point, i) => word(pick(point) - (i === 0 ? 0 : pick(points[i - 1]!))));
  return padded([
    ...word(ends.length),
    ...boxOf(points).flatMap(word),
    ...ends.flatMap(word),
    ...word(instructions.length),
    ...instructions,
    ...points.map(({ onCurve }) => (onCurve ? 1 : 0)),
    ...steps(({ x }) => x),
    ...steps(({ y }) => y),
  ]);
}

/** `glyf` and `loca` of a TrueType font. `loca` has the long format. */
export function writeGlyphs(glyphs: readonly Glyph[]): { readonly glyf: Uint8Array; readonly loca: Uint8Array } {
  const parts = glyphs.map(bytesOf);
  const loca = new DataView(new ArrayBuffer((parts.length + 1) * 4));
  let offset = 0;
  for (const [id, part] of parts.entries()) {
    loca.setUint32(id * 4, offset);
    offset += part.length;
  }
  loca.setUint32(parts.length * 4, offset);
  return { glyf: Buffer.concat(parts), loca: new Uint8Array(loca.buffer) };
}
