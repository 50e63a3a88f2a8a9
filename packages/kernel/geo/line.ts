import { distanceM, METRES_PER_DEGREE, RADIANS } from './distance.ts';
import type { LonLat, Polygon, Ring, Surface } from './geometry.ts';

type Metres = readonly [x: number, y: number];

/** A flat map in metres around one latitude; good to a metre or so over the size of a city. */
const flatAround =
  ([lon0, lat0]: LonLat) =>
  ([lon, lat]: LonLat): Metres => [(lon - lon0) * Math.cos(lat0 * RADIANS) * METRES_PER_DEGREE, (lat - lat0) * METRES_PER_DEGREE];

/** How far along a–b (0 … 1) the place nearest to p lies. */
function nearestShare(p: Metres, a: Metres, b: Metres): number {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const lengthSquared = dx * dx + dy * dy;
  if (lengthSquared === 0) return 0;
  return Math.min(1, Math.max(0, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / lengthSquared));
}

function segmentDistance(p: Metres, a: Metres, b: Metres): number {
  const share = nearestShare(p, a, b);
  return Math.hypot(a[0] + share * (b[0] - a[0]) - p[0], a[1] + share * (b[1] - a[1]) - p[1]);
}

export interface Nearest {
  readonly distanceM: number;
  /** Index of the segment's first position. */
  readonly segment: number;
  /** 0 at the segment's beginning, 1 at its end. */
  readonly share: number;
  readonly at: LonLat;
}

/** The place on a line that is nearest to a point, the first one of equals. Throws on an empty line. */
export function nearestOnLine(point: LonLat, line: readonly LonLat[]): Nearest {
  const first = line[0];
  if (!first) throw new RangeError('an empty line is nowhere');
  const toMetres = flatAround(point);
  let best: Nearest = { distanceM: Math.hypot(...toMetres(first)), segment: 0, share: 0, at: first };
  let a = toMetres(first);
  for (let i = 1; i < line.length; i += 1) {
    const b = toMetres(line[i]!);
    const share = nearestShare([0, 0], a, b);
    const metres = Math.hypot(a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1]));
    if (metres < best.distanceM) {
      const [from, to] = [line[i - 1]!, line[i]!];
      const at: LonLat = [from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])];
      best = { distanceM: metres, segment: i - 1, share, at };
    }
    a = b;
  }
  return best;
}

/** Distance in metres from a point to the axis of a corridor: off the route when it is more than the half-width. */
export const corridorDistanceM = (point: LonLat, axis: readonly LonLat[]): number => nearestOnLine(point, axis).distanceM;

/** Length in metres along the great circles between the positions. */
export function lineLengthM(line: readonly LonLat[]): number {
  let sum = 0;
  for (let i = 1; i < line.length; i += 1) sum += distanceM(line[i - 1]!, line[i]!);
  return sum;
}

/** The position between two ends that lies farthest from their chord, when it is farther than the tolerance. */
function farthest(points: readonly Metres[], from: number, to: number, toleranceM: number): number | null {
  let found: number | null = null;
  let far = toleranceM;
  for (let i = from + 1; i < to; i += 1) {
    const metres = segmentDistance(points[i]!, points[from]!, points[to]!);
    if (metres > far) [found, far] = [i, metres];
  }
  return found;
}

/**
 * Fewer positions, none of the dropped ones farther than `toleranceM` from the result; both ends stay. Douglas & Peucker 1973,
 * with a stack of its own: a track of a day does not overflow the call stack.
 */
export function simplifyLine(line: readonly LonLat[], toleranceM: number): readonly LonLat[] {
  if (line.length < 3) return line;
  const points = line.map(flatAround(line[line.length >> 1]!));
  const keep = new Uint8Array(line.length);
  keep[0] = 1;
  keep[line.length - 1] = 1;
  const open: [number, number][] = [[0, line.length - 1]];
  for (let range = open.pop(); range; range = open.pop()) {
    const split = farthest(points, range[0], range[1], toleranceM);
    if (split === null) continue;
    keep[split] = 1;
    open.push([range[0], split], [split, range[1]]);
  }
  return line.filter((_position, i) => keep[i] === 1);
}

/** A ring that would collapse keeps all its positions. Neighbours are simplified apart: their common border may part by the tolerance. */
function simplifyRing(ring: Ring, toleranceM: number): Ring {
  const simple = simplifyLine(ring, toleranceM);
  return simple.length >= 4 ? simple : ring;
}

/** A surface with fewer positions; rings stay closed. */
export function simplifySurface(surface: Surface, toleranceM: number): Surface {
  const simplify = (rings: Polygon['coordinates']) => rings.map((ring) => simplifyRing(ring, toleranceM));
  return surface.type === 'Polygon'
    ? { type: 'Polygon', coordinates: simplify(surface.coordinates) }
    : { type: 'MultiPolygon', coordinates: surface.coordinates.map(simplify) };
}
