import type { LonLat } from './geometry.ts';

/** Mean radius of the Earth (IUGG); a great circle on it is within 0.5 % of the ellipsoid. */
export const EARTH_RADIUS_M = 6_371_008.8;
export const RADIANS = Math.PI / 180;
export const METRES_PER_DEGREE = EARTH_RADIUS_M * RADIANS;

/** Great-circle distance in metres, by the haversine formula. */
export function distanceM([lonA, latA]: LonLat, [lonB, latB]: LonLat): number {
  const sinLat = Math.sin(((latB - latA) * RADIANS) / 2);
  const sinLon = Math.sin(((lonB - lonA) * RADIANS) / 2);
  const h = sinLat * sinLat + Math.cos(latA * RADIANS) * Math.cos(latB * RADIANS) * sinLon * sinLon;
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** Bearing at `from` towards `to`, degrees clockwise from north in [0, 360); 0 for the same point. */
export function bearingDeg([lonA, latA]: LonLat, [lonB, latB]: LonLat): number {
  const turn = (lonB - lonA) * RADIANS;
  const [a, b] = [latA * RADIANS, latB * RADIANS];
  const east = Math.sin(turn) * Math.cos(b);
  const north = Math.cos(a) * Math.sin(b) - Math.sin(a) * Math.cos(b) * Math.cos(turn);
  return (Math.atan2(east, north) / RADIANS + 360) % 360;
}

/** The point `metres` away from `from` on a great circle that starts at `bearing` degrees. */
export function destination([lon, lat]: LonLat, bearing: number, metres: number): LonLat {
  const angle = metres / EARTH_RADIUS_M;
  const [phi, theta] = [lat * RADIANS, bearing * RADIANS];
  const sinTo = Math.sin(phi) * Math.cos(angle) + Math.cos(phi) * Math.sin(angle) * Math.cos(theta);
  const turn = Math.atan2(Math.sin(theta) * Math.sin(angle) * Math.cos(phi), Math.cos(angle) - Math.sin(phi) * sinTo);
  return [((lon + turn / RADIANS + 540) % 360) - 180, Math.asin(sinTo) / RADIANS];
}
