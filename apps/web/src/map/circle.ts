import type { FeatureCollection } from 'geojson';

const EARTH_RADIUS_M = 6_371_008.8;
const CORNERS = 64;

interface Point {
  readonly lon: number;
  readonly lat: number;
}

/** A circle of `radiusM` metres around a WGS-84 point as a polygon, with a line from the centre to each of `targets`. Plane geometry: good to a few km. */
export function circle(lon: number, lat: number, radiusM: number, targets: readonly Point[] = []): FeatureCollection {
  const dLat = (radiusM / EARTH_RADIUS_M) * (180 / Math.PI);
  const dLon = dLat / Math.cos((lat * Math.PI) / 180);
  const ring = Array.from({ length: CORNERS + 1 }, (_, i) => {
    const angle = ((i % CORNERS) / CORNERS) * 2 * Math.PI;
    return [lon + dLon * Math.cos(angle), lat + dLat * Math.sin(angle)];
  });
  return {
    type: 'FeatureCollection',
    features: [
      ...(radiusM > 0 ? [{ type: 'Feature' as const, properties: {}, geometry: { type: 'Polygon' as const, coordinates: [ring] } }] : []),
      ...targets.map((target) => ({
        type: 'Feature' as const,
        properties: {},
        geometry: {
          type: 'LineString' as const,
          coordinates: [
            [lon, lat],
            [target.lon, target.lat],
          ],
        },
      })),
    ],
  };
}
