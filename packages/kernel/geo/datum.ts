import type { LonLat } from './geometry.ts';

/** Krasovsky 1940, on which the published GCJ-02 offset is computed. */
const AXIS_M = 6_378_245;
const ECCENTRICITY_SQUARED = 0.006_693_421_622_965_943;
const RADIANS = Math.PI / 180;
/** Below a tenth of a millimetre on the ground. */
const ENOUGH_DEGREES = 1e-10;
const MAX_ROUNDS = 30;

const isShifted = (lon: number, lat: number): boolean => lon >= 72.004 && lon <= 137.8347 && lat >= 0.8293 && lat <= 55.8271;

const wave = (x: number, period: number): number => Math.sin((x * Math.PI) / period);

/** Terms that both axes share: short waves along the longitude. */
const ripple = (x: number): number => ((20 * wave(x, 1 / 6) + 20 * wave(x, 1 / 2)) * 2) / 3;

function eastWaves(x: number, y: number): number {
  const slow = ((20 * wave(x, 1) + 40 * wave(x, 3)) * 2) / 3 + ((150 * wave(x, 12) + 300 * wave(x, 30)) * 2) / 3;
  return 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * Math.sqrt(Math.abs(x)) + ripple(x) + slow;
}

function northWaves(x: number, y: number): number {
  const slow = ((20 * wave(y, 1) + 40 * wave(y, 3)) * 2) / 3 + ((160 * wave(y, 12) + 320 * wave(y, 30)) * 2) / 3;
  return -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * Math.sqrt(Math.abs(x)) + ripple(x) + slow;
}

function shiftAt(lon: number, lat: number): LonLat {
  const [x, y] = [lon - 105, lat - 35];
  const sine = Math.sin(lat * RADIANS);
  const magic = 1 - ECCENTRICITY_SQUARED * sine * sine;
  const meridianM = (AXIS_M * (1 - ECCENTRICITY_SQUARED)) / (magic * Math.sqrt(magic));
  const parallelM = (AXIS_M / Math.sqrt(magic)) * Math.cos(lat * RADIANS);
  return [eastWaves(x, y) / (parallelM * RADIANS), northWaves(x, y) / (meridianM * RADIANS)];
}

/** WGS-84 → GCJ-02, the datum of Chinese consumer maps: some 600 m off at Foshan. Points outside China come back unchanged. */
export function wgs84ToGcj02([lon, lat]: LonLat): LonLat {
  if (!isShifted(lon, lat)) return [lon, lat];
  const [east, north] = shiftAt(lon, lat);
  return [lon + east, lat + north];
}

/** GCJ-02 → WGS-84 by iteration: the point whose shifted place is this one, to a tenth of a millimetre. */
export function gcj02ToWgs84([lon, lat]: LonLat): LonLat {
  if (!isShifted(lon, lat)) return [lon, lat];
  let [atLon, atLat] = [lon, lat];
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const [east, north] = shiftAt(atLon, atLat);
    const [nextLon, nextLat] = [lon - east, lat - north];
    const moved = Math.max(Math.abs(nextLon - atLon), Math.abs(nextLat - atLat));
    [atLon, atLat] = [nextLon, nextLat];
    if (moved < ENOUGH_DEGREES) break;
  }
  return [atLon, atLat];
}
