import type { LatticeCell } from './lattice.ts';
import type { SyntheticPlan } from './plan.ts';

const ROUNDS = 12;

const squared = (a: { x: number; y: number }, b: { x: number; y: number }): number => (a.x - b.x) ** 2 + (a.y - b.y) ** 2;

function nearest(cell: LatticeCell, centres: readonly { x: number; y: number; bonus?: number }[]): number {
  let best = 0;
  let bestDistance = Number.POSITIVE_INFINITY;
  centres.forEach((centre, i) => {
    const distance = squared(cell, centre) - (centre.bonus ?? 0);
    if (distance < bestDistance) [best, bestDistance] = [i, distance];
  });
  return best;
}

/** Cells by street: a power diagram of the plan's street centres, whose regions are convex. */
export function cellsByStreet(cells: readonly LatticeCell[], plan: SyntheticPlan): ReadonlyMap<string, readonly LatticeCell[]> {
  const centres = plan.streets.map((street) => ({
    x: (street.at[0] * plan.widthM) / 2,
    y: (street.at[1] * plan.heightM) / 2,
    bonus: Math.sign(street.reach) * street.reach ** 2,
  }));
  const groups = new Map<string, LatticeCell[]>(plan.streets.map((street) => [street.code, []]));
  for (const cell of cells) groups.get(plan.streets[nearest(cell, centres)]!.code)!.push(cell);
  return groups;
}

/** The cell farthest from its centre, of a group that can spare one. */
function farthest(cells: readonly LatticeCell[], groups: readonly LatticeCell[][], centres: readonly { x: number; y: number }[]) {
  let found = cells[0]!;
  let distance = -1;
  for (const [i, group] of groups.entries()) {
    if (group.length < 2) continue;
    for (const cell of group) {
      const d = squared(cell, centres[i]!);
      if (d > distance) [found, distance] = [cell, d];
    }
  }
  return found;
}

const meanOf = (cells: readonly LatticeCell[]) => ({
  x: cells.reduce((sum, cell) => sum + cell.x, 0) / cells.length,
  y: cells.reduce((sum, cell) => sum + cell.y, 0) / cells.length,
});

/**
 * Splits cells into `count` neighbourhoods: the Voronoi regions of centres that settle in the middle of their region (Lloyd's rounds).
 * No region is empty. Sorted from north-west to south-east. Throws when there are fewer cells than regions.
 */
export function neighbourhoods(cells: readonly LatticeCell[], count: number, random: () => number): readonly (readonly LatticeCell[])[] {
  if (count < 1) throw new RangeError('a street has no community');
  if (cells.length < count) throw new RangeError(`${cells.length} cells cannot hold ${count} communities; make the spacing smaller`);
  const stride = cells.length / count;
  let centres: { x: number; y: number }[] = Array.from({ length: count }, (_, i) => cells[Math.floor((i + random()) * stride)]!);
  let groups: LatticeCell[][] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    groups = centres.map(() => []);
    for (const cell of cells) groups[nearest(cell, centres)]!.push(cell);
    centres = groups.map((group) => (group.length > 0 ? meanOf(group) : farthest(cells, groups, centres)));
  }
  groups = centres.map(() => []);
  for (const cell of cells) groups[nearest(cell, centres)]!.push(cell);
  if (groups.some((group) => group.length === 0)) throw new RangeError('a community got no cell; choose another seed');
  const key = (group: readonly LatticeCell[]): number => meanOf(group).x - meanOf(group).y;
  return groups.sort((a, b) => key(a) - key(b));
}
