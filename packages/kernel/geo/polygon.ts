import { EARTH_RADIUS_M, RADIANS } from './distance.ts';
import { type Box, type LonLat, polygonsOf, type Ring, ringsOf, type Surface } from './geometry.ts';

/**
 * What an edge that runs upwards (a level one eastwards) means for a point at its height: 0 on it, 1 to its west, so that a ray
 * to the east crosses it, −1 neither. The upper end does not count as crossed: a corner is crossed once.
 */
export function upwardEdgeSide(ax: number, ay: number, bx: number, by: number, lon: number, lat: number): -1 | 0 | 1 {
  if (ay === by) return lon >= ax && lon <= bx ? 0 : -1;
  const side = (bx - ax) * (lat - ay) - (lon - ax) * (by - ay);
  if (side === 0) return 0;
  return side > 0 && lat < by ? 1 : -1;
}

/** The same for any edge. It is turned upwards first, so that two polygons that share it compute the very same sign. */
function edgeSide([ax, ay]: LonLat, [bx, by]: LonLat, lon: number, lat: number): -1 | 0 | 1 {
  if (lat < Math.min(ay, by) || lat > Math.max(ay, by)) return -1;
  const downward = ay > by || (ay === by && ax > bx);
  return downward ? upwardEdgeSide(bx, by, ax, ay, lon, lat) : upwardEdgeSide(ax, ay, bx, by, lon, lat);
}

/** Inside, outside, or exactly on a ring, holes and several parts included (even–odd rule). */
export function placeInSurface([lon, lat]: LonLat, surface: Surface): 'inside' | 'edge' | 'outside' {
  let inside = false;
  for (const ring of ringsOf(surface)) {
    for (let i = 1; i < ring.length; i += 1) {
      const side = edgeSide(ring[i - 1]!, ring[i]!, lon, lat);
      if (side === 0) return 'edge';
      if (side > 0) inside = !inside;
    }
  }
  return inside ? 'inside' : 'outside';
}

/** Whether a point lies in a surface; its edge belongs to it. */
export const surfaceContains = (surface: Surface, point: LonLat): boolean => placeInSurface(point, surface) !== 'outside';

export function boundingBox(positions: Iterable<LonLat>): Box {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [lon, lat] of positions) {
    west = Math.min(west, lon);
    south = Math.min(south, lat);
    east = Math.max(east, lon);
    north = Math.max(north, lat);
  }
  return [west, south, east, north];
}

export const surfaceBox = (surface: Surface): Box => boundingBox(ringsOf(surface).flat());

/** Area under a ring on the sphere, m², signed by direction. Chamberlain & Duquette, JPL 07-03, eq. 1. */
function signedRingAreaM2(ring: Ring): number {
  let sum = 0;
  for (let i = 1; i < ring.length; i += 1) {
    const [a, b] = [ring[i - 1]!, ring[i]!];
    sum += (b[0] - a[0]) * RADIANS * (2 + Math.sin(a[1] * RADIANS) + Math.sin(b[1] * RADIANS));
  }
  return (sum * EARTH_RADIUS_M * EARTH_RADIUS_M) / 2;
}

/** Area in m², holes taken out. */
export function surfaceAreaM2(surface: Surface): number {
  let area = 0;
  for (const [outer, ...holes] of polygonsOf(surface)) {
    area += Math.abs(signedRingAreaM2(outer!));
    for (const hole of holes) area -= Math.abs(signedRingAreaM2(hole));
  }
  return area;
}

/** Twice the planar area of a ring and its first moments, relative to `origin`; always counted as positive. */
function moments(ring: Ring, [originLon, originLat]: LonLat): readonly [twice: number, momentX: number, momentY: number] {
  let [twice, momentX, momentY] = [0, 0, 0];
  for (let i = 1; i < ring.length; i += 1) {
    const [a, b] = [ring[i - 1]!, ring[i]!];
    const [ax, ay, bx, by] = [a[0] - originLon, a[1] - originLat, b[0] - originLon, b[1] - originLat];
    const cross = ax * by - bx * ay;
    twice += cross;
    momentX += (ax + bx) * cross;
    momentY += (ay + by) * cross;
  }
  return twice < 0 ? [-twice, -momentX, -momentY] : [twice, momentX, momentY];
}

/** Centre of gravity in degrees, holes taken out; it can lie outside a bent surface. Without area: the middle of the box. */
export function surfaceCentroid(surface: Surface): LonLat {
  const [west, south, east, north] = surfaceBox(surface);
  const origin: LonLat = [(west + east) / 2, (south + north) / 2];
  let [twice, momentX, momentY] = [0, 0, 0];
  for (const rings of polygonsOf(surface)) {
    rings.forEach((ring, i) => {
      const sign = i === 0 ? 1 : -1;
      const [ringTwice, ringX, ringY] = moments(ring, origin);
      twice += sign * ringTwice;
      momentX += sign * ringX;
      momentY += sign * ringY;
    });
  }
  return twice > 0 ? [origin[0] + momentX / (3 * twice), origin[1] + momentY / (3 * twice)] : origin;
}
