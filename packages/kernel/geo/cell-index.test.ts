import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Cell, createCellIndex } from './cell-index.ts';
import type { LonLat, Surface } from './geometry.ts';
import { surfaceContains } from './polygon.ts';

/** The oracle: asks every cell in the order of its id. */
function findBySearch(cells: readonly Cell[], point: LonLat): string | null {
  const sorted = [...cells].sort((a, b) => (a.id < b.id ? -1 : 1));
  return sorted.find((cell) => surfaceContains(cell.polygon, point))?.id ?? null;
}

const rectangle = (west: number, south: number, east: number, north: number): Surface => ({
  type: 'Polygon',
  coordinates: [
    [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ],
  ],
});

const idOf = (column: number, row: number): string => `440604001001${String(row * 20 + column).padStart(3, '0')}`;

const corner = (i: number, j: number): LonLat => [
  113 + (i + 0.35 * Math.sin(7 * i + 3 * j)) * 0.01,
  23 + (j + 0.35 * Math.sin(5 * i - 2 * j)) * 0.01,
];

/** 20 × 20 cells that share bent borders; corners moved by a fixed pattern. */
function bentMesh(): Cell[] {
  const cells: Cell[] = [];
  for (let j = 0; j < 20; j += 1) {
    for (let i = 0; i < 20; i += 1) {
      const ring = [corner(i, j), corner(i + 1, j), corner(i + 1, j + 1), corner(i, j + 1), corner(i, j)];
      cells.push({ id: idOf(i, j), polygon: { type: 'Polygon', coordinates: [i % 2 === 0 ? ring : ring.reverse()] } });
    }
  }
  return cells;
}

const aroundMesh = fc.tuple(fc.double({ min: 112.98, max: 113.22, noNaN: true }), fc.double({ min: 22.98, max: 23.22, noNaN: true }));

describe('the cell of a point', () => {
  const mesh = bentMesh();
  const index = createCellIndex(mesh);

  it('is the one that a search through all cells finds', () => {
    fc.assert(
      fc.property(aroundMesh, ([lon, lat]) => index.find(lon, lat) === findBySearch(mesh, [lon, lat])),
      { numRuns: 3_000 },
    );
  });

  it('is the lowest id at every corner and on every border', () => {
    const edges = mesh.flatMap((cell) => {
      const ring = ringOf(cell.polygon);
      return ring.slice(1).map((b, i) => ({ a: ring[i]!, b }));
    });
    const places = edges.flatMap(({ a, b }): LonLat[] => [a, [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]]);
    for (const [lon, lat] of places) expect(index.find(lon, lat)).toBe(findBySearch(mesh, [lon, lat]));
  });

  it('leaves no gap on a border that two cells share', () => {
    const inner = fc.tuple(fc.integer({ min: 1, max: 19 }), fc.integer({ min: 1, max: 18 }), fc.double({ min: 0, max: 1, noNaN: true }));
    fc.assert(
      fc.property(inner, ([column, row, share]) => {
        const [a, b] = [corner(column, row), corner(column, row + 1)];
        return index.find(a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])) !== null;
      }),
      { numRuns: 5_000 },
    );
  });

  it('does not depend on the order in which the cells came', () => {
    const reversed = createCellIndex([...mesh].reverse());
    fc.assert(fc.property(aroundMesh, ([lon, lat]) => reversed.find(lon, lat) === index.find(lon, lat)));
  });

  it('on a shared edge is the lowest id, from either side', () => {
    const pair = createCellIndex([
      { id: 'b', polygon: rectangle(0, 0, 1, 1) },
      { id: 'a', polygon: rectangle(1, 0, 2, 1) },
    ]);
    expect(pair.size).toBe(2);
    expect(pair.find(1, 0.5)).toBe('a');
    expect(pair.find(0.999, 0.5)).toBe('b');
    expect(pair.find(2, 1)).toBe('a');
  });

  it('respects holes, several parts and cells inside others', () => {
    const lake: Surface = { type: 'Polygon', coordinates: [[...ringOf(rectangle(0, 0, 10, 10))], [...ringOf(rectangle(4, 4, 6, 6))]] };
    const parts: Surface = { type: 'MultiPolygon', coordinates: [[ringOf(rectangle(20, 0, 21, 1))], [ringOf(rectangle(0, 20, 1, 21))]] };
    const cells: Cell[] = [
      { id: 'c', polygon: lake },
      { id: 'd', polygon: rectangle(5, 5, 9, 9) },
      { id: 'e', polygon: parts },
    ];
    const mixed = createCellIndex(cells);
    expect(mixed.find(4.5, 4.5)).toBeNull();
    expect(mixed.find(5.5, 5.5)).toBe('d');
    expect(mixed.find(8, 8)).toBe('c');
    expect(mixed.find(20.5, 0.5)).toBe('e');
    expect(mixed.find(0.5, 20.5)).toBe('e');
    expect(mixed.find(10, 20)).toBeNull();
  });

  it('is found in large cells of many corners, whole squares and all', () => {
    const star = (lon: number, lat: number): Surface => {
      const ring = Array.from({ length: 240 }, (_, i): LonLat => {
        const [turn, reach] = [(i / 240) * 2 * Math.PI, i % 2 === 0 ? 1 : 0.6];
        return [lon + reach * Math.cos(turn), lat + reach * Math.sin(turn)];
      });
      return { type: 'Polygon', coordinates: [[...ring, ring[0]!]] };
    };
    const small = Array.from(
      { length: 300 },
      (_, i): Cell => ({ id: `s${i}`, polygon: rectangle(4 + i * 0.001, 0, 4.001 + i * 0.001, 0.5) }),
    );
    const cells: Cell[] = [{ id: 'big', polygon: star(0, 0) }, { id: 'also', polygon: star(1, 0.5) }, ...small];
    const large = createCellIndex(cells);
    const around = fc.tuple(fc.double({ min: -1.2, max: 4.5, noNaN: true }), fc.double({ min: -1.2, max: 1.7, noNaN: true }));
    fc.assert(
      fc.property(around, ([lon, lat]) => large.find(lon, lat) === findBySearch(cells, [lon, lat])),
      { numRuns: 4_000 },
    );
  });

  it('is null outside, for what is no number, and when there is no cell', () => {
    expect(index.find(0, 0)).toBeNull();
    expect(index.find(Number.NaN, 23)).toBeNull();
    expect(index.find(113.1, Number.POSITIVE_INFINITY)).toBeNull();
    expect(createCellIndex([]).find(113, 23)).toBeNull();
  });
});

function ringOf(surface: Surface): readonly LonLat[] {
  if (surface.type !== 'Polygon') throw new TypeError('one polygon is meant');
  return surface.coordinates[0]!;
}
