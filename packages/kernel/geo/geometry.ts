import { ok, type Result, refuse } from '../result.ts';

/** Degrees, longitude first, WGS-84 (CGCS2000 is the same within centimetres) unless a name says otherwise. RFC 7946. */
export type LonLat = readonly [lon: number, lat: number];

/** A closed ring: at least four positions, the last equal to the first. Its direction does not matter here. */
export type Ring = readonly LonLat[];

export interface Polygon {
  readonly type: 'Polygon';
  /** The outer ring, then holes. */
  readonly coordinates: readonly Ring[];
}

export interface MultiPolygon {
  readonly type: 'MultiPolygon';
  readonly coordinates: readonly (readonly Ring[])[];
}

export type Surface = Polygon | MultiPolygon;

/** [west, south, east, north] in degrees; nothing here crosses the antimeridian. */
export type Box = readonly [west: number, south: number, east: number, north: number];

/** The polygons of a surface, each a list of rings. */
export const polygonsOf = (surface: Surface): readonly (readonly Ring[])[] =>
  surface.type === 'Polygon' ? [surface.coordinates] : surface.coordinates;

export const ringsOf = (surface: Surface): readonly Ring[] => polygonsOf(surface).flat();

const isDegrees = (value: unknown, max: number): value is number => typeof value === 'number' && Math.abs(value) <= max;

/** A position from JSON; a third number, the height, is dropped. Refuses `geo.position_invalid`. */
export function parsePosition(value: unknown): Result<LonLat> {
  if (!Array.isArray(value) || value.length < 2) return refuse('geo.position_invalid', { position: JSON.stringify(value) ?? '' });
  const [lon, lat] = value as readonly unknown[];
  return isDegrees(lon, 180) && isDegrees(lat, 90)
    ? ok([lon, lat])
    : refuse('geo.position_invalid', { position: JSON.stringify(value) ?? '' });
}

/** A list of at least `min` parsed members; the first refusal ends it. */
function parseList<T>(value: unknown, min: number, tooShort: string, parse: (entry: unknown) => Result<T>): Result<readonly T[]> {
  if (!Array.isArray(value)) return refuse('geo.geometry_invalid', { found: typeof value });
  if (value.length < min) return refuse(tooShort, { length: value.length });
  const list: T[] = [];
  for (const entry of value as readonly unknown[]) {
    const parsed = parse(entry);
    if (!parsed.ok) return parsed;
    list.push(parsed.value);
  }
  return ok(list);
}

function parseRing(value: unknown): Result<Ring> {
  const ring = parseList(value, 4, 'geo.ring_too_short', parsePosition);
  if (!ring.ok) return ring;
  const [first, last] = [ring.value[0]!, ring.value.at(-1)!];
  return first[0] === last[0] && first[1] === last[1] ? ring : refuse('geo.ring_open', { first: first.join(','), last: last.join(',') });
}

const parsePolygonRings = (value: unknown): Result<readonly Ring[]> => parseList(value, 1, 'geo.geometry_empty', parseRing);

/**
 * A GeoJSON Polygon or MultiPolygon from JSON. Rings that cross themselves are not looked for.
 * Refuses `geo.geometry_invalid`, `geo.geometry_empty`, `geo.ring_too_short`, `geo.ring_open`, `geo.position_invalid`. RFC 7946 §3.1.
 */
export function parseSurface(value: unknown): Result<Surface> {
  if (typeof value !== 'object' || value === null) return refuse('geo.geometry_invalid', { found: typeof value });
  const { type, coordinates } = value as { readonly type?: unknown; readonly coordinates?: unknown };
  if (type === 'Polygon') {
    const rings = parsePolygonRings(coordinates);
    return rings.ok ? ok({ type, coordinates: rings.value }) : rings;
  }
  if (type === 'MultiPolygon') {
    const polygons = parseList(coordinates, 1, 'geo.geometry_empty', parsePolygonRings);
    return polygons.ok ? ok({ type, coordinates: polygons.value }) : polygons;
  }
  return refuse('geo.geometry_invalid', { found: String(type) });
}
