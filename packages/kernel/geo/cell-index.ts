import { type Box, ringsOf, type Surface } from './geometry.ts';
import { surfaceBox, upwardEdgeSide } from './polygon.ts';

export interface Cell {
  readonly id: string;
  readonly polygon: Surface;
}

export interface CellIndex {
  readonly size: number;
  /** The cell in which a point lies, its edge included; of several the lowest id, by code unit. Null outside every cell. */
  find(lon: number, lat: number): string | null;
}

/** Squares of the grid per cell: few candidates a square, and a build that stays below a second for 20,000 cells. */
const SQUARES_PER_CELL = 6;
const MAX_SQUARES = 4_000_000;

/** The raster over all cells. `column` and `row` are monotone, which is what makes "no edge in this square" exact. */
function rasterOver([west, south, east, north]: Box, cellCount: number) {
  const [width, height] = [Math.max(east - west, 1e-9), Math.max(north - south, 1e-9)];
  const wanted = Math.min(MAX_SQUARES, Math.max(1, cellCount * SQUARES_PER_CELL));
  const columns = Math.min(wanted, Math.max(1, Math.round(Math.sqrt((wanted * width) / height))));
  const rows = Math.max(1, Math.round(wanted / columns));
  const [perLon, perLat] = [columns / width, rows / height];
  return {
    columns,
    rows,
    column: (lon: number): number => Math.min(columns - 1, Math.floor((lon - west) * perLon)),
    row: (lat: number): number => Math.min(rows - 1, Math.floor((lat - south) * perLat)),
    middleOf: (column: number, row: number) => [west + (column + 0.5) / perLon, south + (row + 0.5) / perLat] as const,
    latOfRow: (row: number): number => south + row / perLat,
  };
}
type Raster = ReturnType<typeof rasterOver>;

/** All edges of a cell, four numbers each, turned to run upwards, level ones eastwards. */
function edgesOf(polygon: Surface): number[] {
  const edges: number[] = [];
  for (const ring of ringsOf(polygon)) {
    for (let i = 1; i < ring.length; i += 1) {
      const [a, b] = [ring[i - 1]!, ring[i]!];
      if (a[1] > b[1] || (a[1] === b[1] && a[0] > b[0])) edges.push(b[0], b[1], a[0], a[1]);
      else edges.push(a[0], a[1], b[0], b[1]);
    }
  }
  return edges;
}

/** Whether the edges `from` … `to` of the list hold a point, their own line included: `placeInSurface` over a flat list. */
function holds(edges: Float64Array, from: number, to: number, lon: number, lat: number): boolean {
  let inside = false;
  for (let i = from; i < to; i += 4) {
    const ay = edges[i + 1]!;
    const by = edges[i + 3]!;
    if (lat < ay || lat > by) continue;
    const side = upwardEdgeSide(edges[i]!, ay, edges[i + 2]!, by, lon, lat);
    if (side === 0) return true;
    if (side > 0) inside = !inside;
  }
  return inside;
}

/** Calls `mark` for every square that an edge may touch, one square to either side for rounding. */
function markEdge(raster: Raster, ax: number, ay: number, bx: number, by: number, mark: (column: number, row: number) => void): void {
  const [first, last] = [raster.column(Math.min(ax, bx)), raster.column(Math.max(ax, bx))];
  const [bottom, top] = [raster.row(ay), raster.row(by)];
  for (let row = bottom; row <= top; row += 1) {
    let [from, to] = [first, last];
    // Over one or two rows an almost level edge could be cut wrongly by rounding; there the whole width is marked.
    if (top > bottom + 1) {
      const share = (lat: number): number => Math.min(1, Math.max(0, (lat - ay) / (by - ay)));
      const x0 = ax + (bx - ax) * share(raster.latOfRow(row));
      const x1 = ax + (bx - ax) * share(raster.latOfRow(row + 1));
      from = Math.max(first, raster.column(Math.min(x0, x1)) - 1);
      to = Math.min(last, raster.column(Math.max(x0, x1)) + 1);
    }
    for (let column = from; column <= to; column += 1) mark(column, row);
  }
}

/** For each square its candidates in ascending order; `~i` when cell i fills the whole square, so that nothing is left to test. */
function candidatesOf(raster: Raster, boxes: readonly Box[], edges: Float64Array, edgeStart: Int32Array): number[][] {
  const squares: number[][] = Array.from({ length: raster.columns * raster.rows }, () => []);
  const touchedBy = new Int32Array(squares.length).fill(-1);
  boxes.forEach(([west, south, east, north], cell) => {
    const [from, to] = [edgeStart[cell]!, edgeStart[cell + 1]!];
    for (let i = from; i < to; i += 4) {
      markEdge(raster, edges[i]!, edges[i + 1]!, edges[i + 2]!, edges[i + 3]!, (column, row) => {
        touchedBy[row * raster.columns + column] = cell;
      });
    }
    for (let row = raster.row(south); row <= raster.row(north); row += 1) {
      let filled: boolean | null = null;
      for (let column = raster.column(west); column <= raster.column(east); column += 1) {
        const square = row * raster.columns + column;
        const touched = touchedBy[square] === cell;
        // Squares without an edge between them lie on the same side: one test for the run.
        filled = touched ? null : (filled ?? holds(edges, from, to, ...raster.middleOf(column, row)));
        if (touched || filled) squares[square]!.push(touched ? cell : ~cell);
      }
    }
  });
  return squares;
}

/** One flat list with the beginning of each part: far fewer cache misses than an array of arrays. */
function flatten(lists: readonly (readonly number[])[]): { readonly start: Int32Array; readonly flat: number[] } {
  const start = new Int32Array(lists.length + 1);
  lists.forEach((list, i) => {
    start[i + 1] = start[i]! + list.length;
  });
  return { start, flat: lists.flat() };
}

/**
 * Point → cell in memory: a uniform grid names the few cells of a square, only those are tested. Cells that share border
 * vertices leave no gap and no doubt between them. Degrees, WGS-84; rings are closed (`parseSurface`).
 */
export function createCellIndex(cells: readonly Cell[]): CellIndex {
  const sorted = [...cells].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  const ids = sorted.map((cell) => cell.id);
  const boxes = sorted.map((cell) => surfaceBox(cell.polygon));
  const { start: edgeStart, flat: edgeList } = flatten(sorted.map((cell) => edgesOf(cell.polygon)));
  const edges = Float64Array.from(edgeList);
  const [west, south, east, north] = boxes.reduce<Box>(
    (all, box) => [Math.min(all[0], box[0]), Math.min(all[1], box[1]), Math.max(all[2], box[2]), Math.max(all[3], box[3])],
    [Infinity, Infinity, -Infinity, -Infinity],
  );
  if (sorted.length === 0) return { size: 0, find: () => null };
  const raster = rasterOver([west, south, east, north], sorted.length);
  const { start, flat } = flatten(candidatesOf(raster, boxes, edges, edgeStart));
  const candidates = Int32Array.from(flat);

  return {
    size: sorted.length,
    find(lon, lat) {
      if (!(lon >= west && lon <= east && lat >= south && lat <= north)) return null;
      const square = raster.row(lat) * raster.columns + raster.column(lon);
      for (let i = start[square]!; i < start[square + 1]!; i += 1) {
        const cell = candidates[i]!;
        if (cell < 0) return ids[~cell]!;
        if (holds(edges, edgeStart[cell]!, edgeStart[cell + 1]!, lon, lat)) return ids[cell]!;
      }
      return null;
    },
  };
}
