import { Reader } from './byte-reader.ts';
import type { Glyph, Point } from './glyf-table.ts';

interface Delta {
  readonly dx: number;
  readonly dy: number;
  readonly onCurve: boolean;
}

const signed = (flag: number, value: number): number => ((flag & 1) === 1 ? value : -value);

/** One delta of an outline: the flag says how many bytes follow and how they are packed, §5.2 "triplet encoding". */
function triplet(flag: number, glyphs: Reader): Delta {
  const onCurve = flag >> 7 === 0;
  const f = flag & 0x7f;
  if (f < 10) return { onCurve, dx: 0, dy: signed(f, ((f & 14) << 7) + glyphs.u8()) };
  if (f < 20) return { onCurve, dx: signed(f, (((f - 10) & 14) << 7) + glyphs.u8()), dy: 0 };
  if (f < 84) {
    const [b0, b1] = [f - 20, glyphs.u8()];
    return { onCurve, dx: signed(f, 1 + (b0 & 0x30) + (b1 >> 4)), dy: signed(f >> 1, 1 + ((b0 & 0x0c) << 2) + (b1 & 0x0f)) };
  }
  if (f < 120) {
    const b0 = f - 84;
    return {
      onCurve,
      dx: signed(f, 1 + (Math.floor(b0 / 12) << 8) + glyphs.u8()),
      dy: signed(f >> 1, 1 + (((b0 % 12) >> 2) << 8) + glyphs.u8()),
    };
  }
  if (f < 124) {
    const [b1, b2] = [glyphs.u8(), glyphs.u8()];
    return { onCurve, dx: signed(f, (b1 << 4) + (b2 >> 4)), dy: signed(f >> 1, ((b2 & 0x0f) << 8) + glyphs.u8()) };
  }
  return { onCurve, dx: signed(f, glyphs.u16()), dy: signed(f >> 1, glyphs.u16()) };
}

const COMPONENT = { words: 0x1, scale: 0x8, more: 0x20, twoScales: 0x40, matrix: 0x80, instructions: 0x100 } as const;

/** The streams of a transformed glyf table, §5.1. */
interface Streams {
  readonly contours: Reader;
  readonly points: Reader;
  readonly flags: Reader;
  readonly glyphs: Reader;
  readonly composites: Reader;
  readonly bboxBitmap: Uint8Array;
  readonly bboxes: Reader;
  readonly instructions: Reader;
}

/** The glyphs of a transformed glyf table, by number. */
export function readGlyphs(transformed: Uint8Array): Glyph[] {
  const head = new Reader(transformed);
  head.u32();
  const count = head.u16();
  head.u16();
  const sizes = Array.from({ length: 7 }, () => head.u32());
  const [contours, points, flags, glyphs, composites, boxes, instructions] = sizes.map((size) => new Reader(head.take(size))) as [
    Reader,
    Reader,
    Reader,
    Reader,
    Reader,
    Reader,
    Reader,
  ];
  const bboxBitmap = boxes.take(((count + 31) >> 5) << 2);
  const streams: Streams = { contours, points, flags, glyphs, composites, bboxBitmap, bboxes: boxes, instructions };
  return Array.from({ length: count }, (_, id) => readGlyph(id, streams));
}

const hasBox = (id: number, { bboxBitmap }: Streams): boolean => (bboxBitmap[id >> 3]! & (0x80 >> (id & 7))) !== 0;

function readGlyph(id: number, streams: Streams): Glyph {
  const contours = streams.contours.i16();
  if (contours === 0) return { kind: 'empty' };
  return contours > 0 ? readSimple(id, contours, streams) : readComposite(streams);
}

function readSimple(id: number, contours: number, streams: Streams): Glyph {
  const ends: number[] = [];
  let total = 0;
  for (let i = 0; i < contours; i += 1) {
    total += streams.points.short255();
    ends.push(total - 1);
  }
  let [x, y] = [0, 0];
  const points: Point[] = [];
  for (let i = 0; i < total; i += 1) {
    const { dx, dy, onCurve } = triplet(streams.flags.u8(), streams.glyphs);
    x += dx;
    y += dy;
    points.push({ x, y, onCurve });
  }
  const instructions = streams.instructions.take(streams.glyphs.short255());
  // A box is given only where it is not that of the points, which is all that is written back.
  if (hasBox(id, streams)) streams.bboxes.take(8);
  return { kind: 'simple', ends, points, instructions };
}

/** Composite glyphs stand as they are; only their instructions were moved, and their box is always given. */
function readComposite(streams: Streams): Glyph {
  const { composites } = streams;
  const start = composites.at;
  let instructed = false;
  for (let more = true; more; ) {
    const flags = composites.u16();
    instructed ||= (flags & COMPONENT.instructions) !== 0;
    more = (flags & COMPONENT.more) !== 0;
    const scale = (flags & COMPONENT.matrix) !== 0 ? 8 : (flags & COMPONENT.twoScales) !== 0 ? 4 : (flags & COMPONENT.scale) !== 0 ? 2 : 0;
    composites.at += 2 + ((flags & COMPONENT.words) !== 0 ? 4 : 2) + scale;
  }
  const body = composites.bytes.subarray(start, composites.at);
  const instructions = instructed ? streams.instructions.take(streams.glyphs.short255()) : null;
  return { kind: 'composite', box: streams.bboxes.take(8), body, instructions };
}
