import { createLattice, type Lattice, type LatticeCell, type Point } from './lattice.ts';
import { cellRing, outlineOf, type Polygons, type Ring } from './outline.ts';
import type { SyntheticPlan } from './plan.ts';
import { seededRandom } from './random.ts';
import { cellsByStreet, neighbourhoods } from './regions.ts';
import { drawRoads, type SyntheticRoad } from './roads.ts';

export interface SyntheticArea {
  readonly code: string;
  readonly polygons: Polygons;
}
export interface SyntheticCell {
  /** 15 digits: community and a sequence from west to east, then north to south. GB/T 47678.3 practice. */
  readonly code: string;
  readonly communityCode: string;
  readonly ring: Ring;
}
export interface SyntheticComponent {
  /** 17 digits: area, class, sequence. */
  readonly code: string;
  readonly classCode: string;
  readonly name: string;
  readonly cellCode: string;
  readonly at: Point;
}

/** Made-up geometry of one district. Everything in it is 示意数据. */
export interface SyntheticCity {
  readonly divisions: readonly SyntheticArea[];
  readonly cells: readonly SyntheticCell[];
  readonly roads: readonly SyntheticRoad[];
  readonly components: readonly SyntheticComponent[];
}

/** Which components stand in the sample, most common first; codes of GB/T 47678.5-2026. */
const COMPONENT_CLASSES = [
  ['01001', '供水井盖'],
  ['01002', '污水井盖'],
  ['01003', '雨水井盖'],
  ['01004', '雨水箅子'],
  ['01037', '路灯'],
  ['02014', '交通信号灯'],
  ['03005', '垃圾箱'],
  ['03001', '公共厕所'],
  ['04002', '行道树'],
  ['02012', '路名牌'],
] as const;
const CELLS_A_COMPONENT = 9;

const byRowThenColumn = (a: LatticeCell, b: LatticeCell): number => a.row - b.row || a.column - b.column;

function placeComponents(district: string, cells: readonly SyntheticCell[], random: () => number): readonly SyntheticComponent[] {
  const sequence = new Map<string, number>();
  return cells
    .filter(() => random() < 1 / CELLS_A_COMPONENT)
    .map((cell) => {
      const [classCode, name] = COMPONENT_CLASSES[Math.floor(random() ** 1.5 * COMPONENT_CLASSES.length)]!;
      const next = (sequence.get(classCode) ?? 0) + 1;
      sequence.set(classCode, next);
      const [a, , c] = cell.ring;
      const share = 0.1 + 0.8 * random();
      const at: Point = [a![0] + (c![0] - a![0]) * share, a![1] + (c![1] - a![1]) * share];
      return { code: `${district}${classCode}${String(next).padStart(6, '0')}`, classCode, name, cellCode: cell.code, at };
    });
}

function cellsOf(communityCode: string, cells: readonly LatticeCell[], lattice: Lattice): readonly SyntheticCell[] {
  return [...cells].sort(byRowThenColumn).map((cell, i) => ({
    code: `${communityCode}${String(i + 1).padStart(3, '0')}`,
    communityCode,
    ring: cellRing(cell, lattice),
  }));
}

/**
 * Draws a district from its plan: cells of a bent street grid, communities as Voronoi neighbourhoods of cells, streets and the district
 * as their unions, roads along the cell borders, a few components. Deterministic.
 * `communities` are 12-digit codes; each must belong to a street of the plan.
 */
export function drawCity(district: string, plan: SyntheticPlan, communities: readonly string[]): SyntheticCity {
  const random = seededRandom(plan.seed);
  const lattice = createLattice(plan);
  const divisions: SyntheticArea[] = [{ code: district, polygons: outlineOf(lattice.cells, lattice) }];
  const cells: SyntheticCell[] = [];
  for (const [street, streetCells] of cellsByStreet(lattice.cells, plan)) {
    divisions.push({ code: street, polygons: outlineOf(streetCells, lattice) });
    const codes = communities.filter((code) => code.startsWith(street)).sort();
    for (const [i, group] of neighbourhoods(streetCells, codes.length, random).entries()) {
      divisions.push({ code: codes[i]!, polygons: outlineOf(group, lattice) });
      cells.push(...cellsOf(codes[i]!, group, lattice));
    }
  }
  return { divisions, cells, roads: drawRoads(lattice, random), components: placeComponents(district, cells, random) };
}
