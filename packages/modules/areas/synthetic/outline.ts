import type { Lattice, LatticeCell, Point } from './lattice.ts';

export type Ring = readonly Point[];
export type Polygons = readonly (readonly Ring[])[];

/** A directed edge of the grid, walked with its cell on the left. */
interface Edge {
  readonly from: readonly [row: number, column: number];
  readonly to: readonly [row: number, column: number];
}

const keyOf = (node: readonly [number, number]): string => `${node[0]},${node[1]}`;

/** The four sides of a cell, counter-clockwise, each with the neighbour on its other side. */
const SIDES = [
  { from: [1, 0], to: [1, 1], beyond: [1, 0] },
  { from: [1, 1], to: [0, 1], beyond: [0, 1] },
  { from: [0, 1], to: [0, 0], beyond: [-1, 0] },
  { from: [0, 0], to: [1, 0], beyond: [0, -1] },
] as const;

function borderEdges(cells: readonly LatticeCell[]): readonly Edge[] {
  const members = new Set(cells.map((cell) => keyOf([cell.row, cell.column])));
  const edges: Edge[] = [];
  for (const { row, column } of cells) {
    for (const { from, to, beyond } of SIDES) {
      if (members.has(keyOf([row + beyond[0], column + beyond[1]]))) continue;
      edges.push({ from: [row + from[0], column + from[1]], to: [row + to[0], column + to[1]] });
    }
  }
  return edges;
}

/** At a node where two cells touch by their corners only, the left turn keeps each cell's border to itself. */
function leftTurn(came: Edge, ways: readonly Edge[]): Edge {
  const step = [came.to[0] - came.from[0], came.to[1] - came.from[1]] as const;
  const left = [-step[1], step[0]] as const;
  return ways.find((way) => way.to[0] - way.from[0] === left[0] && way.to[1] - way.from[1] === left[1]) ?? ways[0]!;
}

function rings(edges: readonly Edge[]): readonly (readonly Edge[])[] {
  const starts = new Map<string, Edge[]>();
  for (const edge of edges) starts.set(keyOf(edge.from), [...(starts.get(keyOf(edge.from)) ?? []), edge]);
  const take = (edge: Edge): void => {
    starts.set(
      keyOf(edge.from),
      starts.get(keyOf(edge.from))!.filter((other) => other !== edge),
    );
  };
  const found: Edge[][] = [];
  for (const first of edges) {
    if (!starts.get(keyOf(first.from))!.includes(first)) continue;
    const ring: Edge[] = [];
    for (let edge = first; ; ) {
      take(edge);
      ring.push(edge);
      const ways = starts.get(keyOf(edge.to))!;
      if (ways.length === 0 || keyOf(edge.to) === keyOf(first.from)) break;
      edge = leftTurn(edge, ways);
    }
    found.push(ring);
  }
  return found;
}

/** Twice the signed area; positive is counter-clockwise. */
export const doubleArea = (ring: Ring): number =>
  ring.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = ring[(i + 1) % ring.length]!;
    return sum + x * nextY - nextX * y;
  }, 0);

function covers(ring: Ring, [x, y]: Point): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const [xi, yi] = ring[i]!;
    const [xj, yj] = ring[j]!;
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}

/** The union of cells as GeoJSON polygons: closed rings, outer ones counter-clockwise, holes clockwise behind the ring that holds them. */
export function outlineOf(cells: readonly LatticeCell[], lattice: Lattice): Polygons {
  const closed = rings(borderEdges(cells)).map((ring) => {
    const points = ring.map((edge) => lattice.node(edge.from[0], edge.from[1]));
    return [...points, points[0]!];
  });
  const outer = closed.filter((ring) => doubleArea(ring) > 0).map((ring) => [ring]);
  for (const hole of closed.filter((ring) => doubleArea(ring) <= 0)) {
    const [a, b] = [hole[0]!, hole[1]!];
    const onEdge: Point = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
    (outer.find(([ring]) => covers(ring!, onEdge)) ?? outer[0]!).push(hole);
  }
  return outer;
}

export const cellRing = (cell: LatticeCell, lattice: Lattice): Ring => {
  const { row, column } = cell;
  const corners = [
    [row + 1, column],
    [row + 1, column + 1],
    [row, column + 1],
    [row, column],
    [row + 1, column],
  ] as const;
  return corners.map(([r, c]) => lattice.node(r, c));
};
