import type { SyntheticPlan } from './plan.ts';

export type Point = readonly [lon: number, lat: number];

/** One quadrangle of the lattice; rows count from the north, columns from the west. `x`, `y` are metres from the plan's centre. */
export interface LatticeCell {
  readonly row: number;
  readonly column: number;
  readonly x: number;
  readonly y: number;
}

/** A bent street grid. Neighbouring cells share their corner nodes exactly, so that borders close without gaps. */
export interface Lattice {
  readonly rows: number;
  readonly columns: number;
  /** The quadrangles inside the outline, north to south, west to east. */
  readonly cells: readonly LatticeCell[];
  has(row: number, column: number): boolean;
  /** Corner `row`, `column` of the grid lines, WGS-84, rounded to about 0.1 m. */
  node(row: number, column: number): Point;
}

const METRES_A_DEGREE = 111_320;

/** Grid lines from west to east whose distance shrinks evenly from `westSpacingM` to `eastSpacingM`, centred on 0. */
function columnLines(plan: SyntheticPlan): readonly number[] {
  const lines = [-plan.widthM / 2];
  for (let x = lines[0]!; x < plan.widthM / 2; ) {
    const share = (x + plan.widthM / 2) / plan.widthM;
    x += plan.westSpacingM + (plan.eastSpacingM - plan.westSpacingM) * share;
    lines.push(x);
  }
  return lines;
}

/** A rounded outline with three shallow waves; no real border is copied. */
function insideOutline(x: number, y: number, plan: SyntheticPlan): boolean {
  const across = (2 * x) / plan.widthM;
  const up = (2 * y) / plan.heightM;
  const angle = Math.atan2(up, across);
  const wave = 1 + 0.05 * Math.sin(3 * angle + 0.7) + 0.04 * Math.cos(5 * angle);
  return (Math.abs(across) / wave) ** 2.4 + (Math.abs(up) / wave) ** 2.4 <= 1;
}

/** Bends and turns the plane, so that no street is a ruler line. */
function bend(x: number, y: number, turn: number): readonly [number, number] {
  const u = x + 90 * Math.sin(y / 1_900) + 35 * Math.sin(x / 700 + y / 1_100);
  const v = y + 110 * Math.sin(x / 2_600) + 30 * Math.cos(x / 900 - y / 800);
  return [u * Math.cos(turn) - v * Math.sin(turn), u * Math.sin(turn) + v * Math.cos(turn)];
}

const roundDegree = (value: number): number => Math.round(value * 1e6) / 1e6;

export function createLattice(plan: SyntheticPlan): Lattice {
  const xs = columnLines(plan);
  const rows = Math.round(plan.heightM / plan.rowSpacingM);
  const ys = Array.from({ length: rows + 1 }, (_, row) => plan.heightM / 2 - row * plan.rowSpacingM);
  const columns = xs.length - 1;
  const turn = (plan.turnDegrees * Math.PI) / 180;
  const [lon, lat] = plan.centre;
  const metresEast = METRES_A_DEGREE * Math.cos((lat * Math.PI) / 180);
  const cells: LatticeCell[] = [];
  const inside = new Set<number>();
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const x = (xs[column]! + xs[column + 1]!) / 2;
      const y = (ys[row]! + ys[row + 1]!) / 2;
      if (!insideOutline(x, y, plan)) continue;
      inside.add(row * columns + column);
      cells.push({ row, column, x, y });
    }
  }
  return {
    rows,
    columns,
    cells,
    has: (row, column) => row >= 0 && row < rows && column >= 0 && column < columns && inside.has(row * columns + column),
    node(row, column) {
      const [x, y] = bend(xs[column]!, ys[row]!, turn);
      return [roundDegree(lon + x / metresEast), roundDegree(lat + y / METRES_A_DEGREE)];
    },
  };
}
