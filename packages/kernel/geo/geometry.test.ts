import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gcj02ToWgs84, wgs84ToGcj02 } from './datum.ts';
import { bearingDeg, destination, distanceM } from './distance.ts';
import { type LonLat, type Polygon, parseSurface, type Surface } from './geometry.ts';
import { boundingBox, placeInSurface, surfaceAreaM2, surfaceBox, surfaceCentroid, surfaceContains } from './polygon.ts';

const FOSHAN: LonLat = [113.121416, 23.021478];
const inChina = fc.tuple(fc.double({ min: 73.5, max: 135, noNaN: true }), fc.double({ min: 4, max: 53.5, noNaN: true }));
const inCity = fc.tuple(fc.double({ min: 112.8, max: 113.4, noNaN: true }), fc.double({ min: 22.7, max: 23.3, noNaN: true }));

const rectangle = (west: number, south: number, east: number, north: number): LonLat[] => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
  [west, south],
];
const polygon = (...rings: LonLat[][]): Polygon => ({ type: 'Polygon', coordinates: rings });

describe('GCJ-02', () => {
  it('moves Foshan some 563 m east and 282 m south', () => {
    const [lon, lat] = wgs84ToGcj02(FOSHAN);
    expect(lon).toBeCloseTo(113.126899, 6);
    expect(lat).toBeCloseTo(23.018925, 6);
    expect(distanceM(FOSHAN, [lon, FOSHAN[1]])).toBeCloseTo(561, -1);
  });

  it('comes back to within a millimetre, anywhere in China', () => {
    fc.assert(
      fc.property(inChina, (point) => distanceM(gcj02ToWgs84(wgs84ToGcj02(point)), point) < 0.001),
      { numRuns: 5_000 },
    );
  });

  it('leaves the rest of the world where it is', () => {
    for (const point of [
      [-0.1276, 51.5072],
      [151.2, -33.87],
      [0, 0],
    ] as const) {
      expect(wgs84ToGcj02(point)).toEqual(point);
      expect(gcj02ToWgs84(point)).toEqual(point);
    }
  });
});

describe('distance and bearing', () => {
  it('a degree of latitude is 111.195 km, of longitude half of it at 60° north', () => {
    expect(distanceM([113, 23], [113, 24])).toBeCloseTo(111_195, 0);
    expect(distanceM([10, 60], [11, 60])).toBeCloseTo(55_597, -1);
    expect(distanceM([0, 0], [180, 0])).toBeCloseTo(Math.PI * 6_371_008.8, 0);
    expect(distanceM(FOSHAN, FOSHAN)).toBe(0);
  });

  it('north is 0°, east 90°, south 180°, west 270°', () => {
    expect(bearingDeg([113, 23], [113, 24])).toBeCloseTo(0);
    expect(bearingDeg([0, 0], [1, 0])).toBeCloseTo(90);
    expect(bearingDeg([113, 24], [113, 23])).toBeCloseTo(180);
    expect(bearingDeg([1, 0], [0, 0])).toBeCloseTo(270);
  });

  it('going a distance in a direction arrives at that distance in that direction', () => {
    fc.assert(
      fc.property(
        inCity,
        fc.double({ min: 0, max: 359.9, noNaN: true }),
        fc.double({ min: 1, max: 50_000, noNaN: true }),
        (at, bearing, metres) => {
          const to = destination(at, bearing, metres);
          const turned = Math.abs(((bearingDeg(at, to) - bearing + 540) % 360) - 180);
          return Math.abs(distanceM(at, to) - metres) < 0.001 && turned < 0.01;
        },
      ),
    );
  });
});

describe('a surface', () => {
  const withHole = polygon(rectangle(0, 0, 4, 4), rectangle(1, 1, 3, 3));
  const twoParts: Surface = { type: 'MultiPolygon', coordinates: [[rectangle(0, 0, 1, 1)], [rectangle(2, 0, 3, 1)]] };

  it.each([
    ['inside', [0.5, 2], 'inside'],
    ['in the hole', [2, 2], 'outside'],
    ['on the outer ring', [0, 2], 'edge'],
    ['on the rim of the hole', [1, 2], 'edge'],
    ['on a corner', [4, 4], 'edge'],
    ['level with a corner, outside', [5, 4], 'outside'],
    ['level with a level edge, west of it', [-1, 0], 'outside'],
    ['outside', [5, 5], 'outside'],
  ] as const)('knows a point %s', (_name, point, place) => {
    expect(placeInSurface(point, withHole)).toBe(place);
  });

  it('may have several parts', () => {
    expect(surfaceContains(twoParts, [0.5, 0.5])).toBe(true);
    expect(surfaceContains(twoParts, [1.5, 0.5])).toBe(false);
    expect(surfaceContains(twoParts, [2.5, 0.5])).toBe(true);
  });

  it('has a box, an area without its holes, and a centre of gravity', () => {
    expect(surfaceBox(twoParts)).toEqual([0, 0, 3, 1]);
    expect(boundingBox([FOSHAN])).toEqual([...FOSHAN, ...FOSHAN]);
    expect(surfaceCentroid(twoParts)[0]).toBeCloseTo(1.5);
    expect(surfaceCentroid(polygon(rectangle(0, 0, 4, 4), rectangle(2, 0.5, 3.5, 3.5)))[0]).toBeLessThan(2);
    const square = polygon(rectangle(113, 23, 113.01, 23.01));
    expect(surfaceAreaM2(square)).toBeCloseTo(111_195.08 * 0.01 * 111_195.08 * 0.01 * Math.cos((23.005 * Math.PI) / 180), -2);
    const holed = polygon(rectangle(113, 23, 113.01, 23.01), rectangle(113, 23, 113.005, 23.01).reverse());
    expect(surfaceAreaM2(holed) / surfaceAreaM2(square)).toBeCloseTo(0.5, 6);
  });

  it('without area has its centre in the middle of its box', () => {
    expect(
      surfaceCentroid(
        polygon([
          [0, 0],
          [2, 2],
          [1, 1],
          [0, 0],
        ]),
      ),
    ).toEqual([1, 1]);
  });

  it('cut in two by any line through it puts a point in one part, or on the cut', () => {
    const cut = fc.tuple(fc.double({ min: 112.8, max: 113.4, noNaN: true }), fc.double({ min: 112.8, max: 113.4, noNaN: true }));
    fc.assert(
      fc.property(cut, inCity, ([low, high], point) => {
        const west = polygon([
          [112.8, 22.7],
          [low, 22.7],
          [high, 23.3],
          [112.8, 23.3],
          [112.8, 22.7],
        ]);
        const east = polygon([
          [low, 22.7],
          [113.4, 22.7],
          [113.4, 23.3],
          [high, 23.3],
          [low, 22.7],
        ]);
        const places = [placeInSurface(point, west), placeInSurface(point, east)];
        return places.includes('edge') || places.filter((place) => place === 'inside').length === 1;
      }),
      { numRuns: 5_000 },
    );
  });
});

describe('a GeoJSON surface', () => {
  it('is read through JSON, heights dropped', () => {
    const ring = rectangle(0, 0, 1, 1);
    expect(parseSurface({ type: 'Polygon', coordinates: [ring.map(([lon, lat]) => [lon, lat, 7])] })).toEqual({
      ok: true,
      value: polygon(ring),
    });
    expect(parseSurface({ type: 'MultiPolygon', coordinates: [[ring]] }).ok).toBe(true);
  });

  it.each([
    [null, 'geo.geometry_invalid'],
    [{ type: 'Point', coordinates: [0, 0] }, 'geo.geometry_invalid'],
    [{ type: 'Polygon', coordinates: [] }, 'geo.geometry_empty'],
    [{ type: 'Polygon' }, 'geo.geometry_invalid'],
    [
      {
        type: 'Polygon',
        coordinates: [
          [
            [0, 0],
            [1, 0],
            [0, 0],
          ],
        ],
      },
      'geo.ring_too_short',
    ],
    [
      {
        type: 'Polygon',
        coordinates: [
          [
            [0, 0],
            [1, 0],
            [1, 1],
            [0, 1],
          ],
        ],
      },
      'geo.ring_open',
    ],
    [
      {
        type: 'Polygon',
        coordinates: [
          [
            [0, 0],
            [181, 0],
            [1, 1],
            [0, 0],
          ],
        ],
      },
      'geo.position_invalid',
    ],
    [
      {
        type: 'Polygon',
        coordinates: [
          [
            [0, 0],
            [Number.NaN, 0],
            [1, 1],
            [0, 0],
          ],
        ],
      },
      'geo.position_invalid',
    ],
    [
      {
        type: 'MultiPolygon',
        coordinates: [
          [
            [
              [0, 0],
              ['1', 0],
              [1, 1],
              [0, 0],
            ],
          ],
        ],
      },
      'geo.position_invalid',
    ],
  ])('is refused: %j', (input, code) => {
    expect(parseSurface(input)).toMatchObject({ ok: false, refusal: { code } });
  });
});

const shared = process.env.CHENGMAI_SHARED ?? path.resolve(import.meta.dirname, '../../../../shared');
const file = path.join(shared, 'data/geo/boundaries/foshan_districts_wgs84.geojson');

describe.skipIf(!existsSync(file))('the districts of Foshan (set CHENGMAI_SHARED to run)', () => {
  it('are read, and each holds the seat that its own properties name', () => {
    const { features } = JSON.parse(readFileSync(file, 'utf8')) as { features: { properties: { center: LonLat }; geometry: unknown }[] };
    expect(features).toHaveLength(5);
    for (const feature of features) {
      const surface = parseSurface(feature.geometry);
      expect(surface.ok && surfaceContains(surface.value, feature.properties.center)).toBe(true);
    }
  });
});
