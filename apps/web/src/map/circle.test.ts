import type { Polygon } from 'geojson';
import { describe, expect, it } from 'vitest';
import { circle } from './circle.ts';

/** Great-circle distance, m. */
function distanceM([lonA, latA]: readonly number[], [lonB, latB]: readonly number[]): number {
  const rad = (degrees: number) => (degrees * Math.PI) / 180;
  const h = Math.sin(rad(latB! - latA!) / 2) ** 2 + Math.cos(rad(latA!)) * Math.cos(rad(latB!)) * Math.sin(rad(lonB! - lonA!) / 2) ** 2;
  return 2 * 6_371_008.8 * Math.asin(Math.sqrt(h));
}

describe('a circle on the map', () => {
  it('lies at its radius all around, within half a percent, and is closed', () => {
    for (const lat of [0, 23.03, 53.5]) {
      const ring = (circle(113.11, lat, 50).features[0]!.geometry as Polygon).coordinates[0]!;
      for (const corner of ring) expect(Math.abs(distanceM([113.11, lat], corner) - 50)).toBeLessThan(0.25);
      expect(ring.at(-1)).toEqual(ring[0]);
    }
  });

  it('draws a line to each target and no ring without a radius', () => {
    const drawn = circle(113, 23, 0, [{ lon: 113.1, lat: 23.1 }]);
    expect(drawn.features.map((feature) => feature.geometry.type)).toEqual(['LineString']);
  });
});
