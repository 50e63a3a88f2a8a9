import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { destination, distanceM } from './distance.ts';
import { type LonLat, ringsOf } from './geometry.ts';
import { corridorDistanceM, lineLengthM, nearestOnLine, simplifyLine, simplifySurface } from './line.ts';

const START: LonLat = [113.12, 23.02];
const position: fc.Arbitrary<LonLat> = fc.tuple(
  fc.double({ min: 113, max: 113.2, noNaN: true }),
  fc.double({ min: 22.95, max: 23.1, noNaN: true }),
);
const line = fc.array(position, { minLength: 2, maxLength: 60 });

describe('the distance from a corridor', () => {
  const east = destination(START, 90, 1_000);
  const axis = [START, east, destination(east, 0, 1_000)];

  it('is measured across the axis, beyond its ends to the end', () => {
    expect(corridorDistanceM(destination(destination(START, 90, 400), 180, 60), axis)).toBeCloseTo(60, 1);
    expect(corridorDistanceM(destination(START, 270, 75), axis)).toBeCloseTo(75, 1);
    expect(corridorDistanceM(destination(east, 90, 30), axis)).toBeCloseTo(30, 1);
    expect(corridorDistanceM(east, axis)).toBeCloseTo(0, 6);
  });

  it('names the segment, the share of it and the place', () => {
    const nearest = nearestOnLine(destination(destination(east, 0, 250), 90, 10), axis);
    expect(nearest.segment).toBe(1);
    expect(nearest.share).toBeCloseTo(0.25, 3);
    expect(distanceM(nearest.at, destination(east, 0, 250))).toBeLessThan(0.1);
  });

  it('of one position is the distance to it, of none an error', () => {
    expect(corridorDistanceM(east, [START])).toBeCloseTo(1_000, 0);
    expect(() => corridorDistanceM(east, [])).toThrow(RangeError);
  });

  it('is never more than the distance to any position of the axis, and reaches its own nearest place', () => {
    fc.assert(
      fc.property(position, line, (point, axisPositions) => {
        const nearest = nearestOnLine(point, axisPositions);
        const toVertex = Math.min(...axisPositions.map((vertex) => distanceM(point, vertex)));
        return nearest.distanceM <= toVertex * 1.002 + 0.01 && Math.abs(distanceM(point, nearest.at) - nearest.distanceM) < 20;
      }),
    );
  });
});

describe('a simplified line', () => {
  it('keeps its ends, only drops positions, and stays within the tolerance', () => {
    fc.assert(
      fc.property(line, fc.double({ min: 1, max: 3_000, noNaN: true }), (positions, toleranceM) => {
        const simple = simplifyLine(positions, toleranceM);
        const within = positions.every((vertex) => corridorDistanceM(vertex, simple) <= toleranceM * 1.01 + 0.01);
        return simple[0] === positions[0] && simple.at(-1) === positions.at(-1) && simple.every((one) => positions.includes(one)) && within;
      }),
    );
  });

  it('of a straight road is its two ends; a detour beyond the tolerance stays', () => {
    const road = [0, 100, 200, 300].map((metres) => destination(START, 45, metres));
    expect(simplifyLine(road, 2)).toEqual([road[0], road[3]]);
    const bent = [road[0]!, destination(road[1]!, 135, 10), road[2]!, road[3]!];
    expect(simplifyLine(bent, 20)).toHaveLength(2);
    expect(simplifyLine(bent, 5)).toContain(bent[1]);
  });

  it('of a hundred thousand positions does not overflow the stack', () => {
    const spiral = Array.from({ length: 100_000 }, (_, i): LonLat => [113 + i * 1e-6, 23 + (i % 2) * 1e-3 * (1 - i / 1e5)]);
    expect(simplifyLine(spiral.slice(0, 3_000), 0.01).length).toBeGreaterThan(2_900);
    expect(simplifyLine(spiral, 200)).toHaveLength(2);
  });

  it('of a ring stays closed, and a ring that would collapse stays whole', () => {
    const ring = [0, 1, 2, 89, 90, 180, 270].map((bearing) => destination(START, bearing, 500));
    const closed = [...ring, ring[0]!];
    const simple = ringsOf(simplifySurface({ type: 'Polygon', coordinates: [closed] }, 20))[0]!;
    expect(simple.length).toBe(5);
    expect(simple[0]).toEqual(simple.at(-1));
    const tiny = simplifySurface({ type: 'MultiPolygon', coordinates: [[closed]] }, 5_000);
    expect(tiny.coordinates).toEqual([[closed]]);
  });
});

it('the length of a line is the sum of its pieces', () => {
  expect(lineLengthM([START, destination(START, 90, 300), destination(destination(START, 90, 300), 0, 400)])).toBeCloseTo(700, 3);
  expect(lineLengthM([START])).toBe(0);
});
