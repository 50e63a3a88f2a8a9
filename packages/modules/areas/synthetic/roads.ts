import type { Lattice, Point } from './lattice.ts';
import { createRoadNames, type RoadRank } from './road-names.ts';

export interface SyntheticRoad {
  readonly name: string;
  readonly rank: RoadRank;
  readonly line: readonly Point[];
}

const PRIMARY_EVERY = 10;
const SECONDARY_EVERY = 5;
/** How many of the small streets are left out between two crossings, so that the grid does not look like graph paper. */
const GAP_SHARE = 0.28;
const SHORTEST_LOCAL = 3;

const rankOf = (line: number): RoadRank => (line % PRIMARY_EVERY === 4 ? 'primary' : line % SECONDARY_EVERY === 4 ? 'secondary' : 'local');

/** Stretches of consecutive grid edges, each edge given by its index along the line. */
function stretches(count: number, isRoad: (edge: number) => boolean): readonly (readonly [from: number, to: number])[] {
  const found: [number, number][] = [];
  for (let edge = 0; edge < count; edge += 1) {
    if (!isRoad(edge)) continue;
    const last = found.at(-1);
    if (last && last[1] === edge) last[1] = edge + 1;
    else found.push([edge, edge + 1]);
  }
  return found;
}

interface Direction {
  readonly lines: number;
  readonly edges: number;
  touches(line: number, edge: number): boolean;
  node(line: number, step: number): Point;
}

function directions(lattice: Lattice): readonly Direction[] {
  const { rows, columns, has, node } = lattice;
  return [
    {
      lines: columns + 1,
      edges: rows,
      touches: (line, edge) => has(edge, line - 1) || has(edge, line),
      node: (line, step) => node(step, line),
    },
    {
      lines: rows + 1,
      edges: columns,
      touches: (line, edge) => has(line - 1, edge) || has(line, edge),
      node: (line, step) => node(line, step),
    },
  ];
}

/** Named roads along the borders of the grid cells, as real unit grids are drawn. */
export function drawRoads(lattice: Lattice, random: () => number): readonly SyntheticRoad[] {
  const nameOf = createRoadNames(random);
  const roads: SyntheticRoad[] = [];
  for (const way of directions(lattice)) {
    for (let line = 0; line < way.lines; line += 1) {
      const rank = rankOf(line);
      const name = nameOf(rank);
      const runs = stretches(way.edges, (edge) => way.touches(line, edge) && (rank !== 'local' || random() > GAP_SHARE));
      for (const [from, to] of runs) {
        if (rank === 'local' && to - from < SHORTEST_LOCAL) continue;
        roads.push({ name, rank, line: Array.from({ length: to - from + 1 }, (_, i) => way.node(line, from + i)) });
      }
    }
  }
  return roads;
}
