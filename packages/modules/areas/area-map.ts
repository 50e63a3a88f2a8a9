import { type CellIndex, createCellIndex } from '@chengmai/kernel/geo/cell-index.ts';
import type { Queryable } from '@chengmai/platform/ports/db.ts';
import type { Division, Located } from './contract.ts';
import { type IndexedCell, readCellShapes, readDivisions, readRevision } from './store.ts';

/** Divisions and cells at one moment, in memory, never changed: a reload makes a new one. */
export interface AreaMap {
  readonly revision: number;
  /** Parents before children. */
  readonly divisions: readonly Division[];
  readonly cells: number;
  division(code: string): Division | undefined;
  locate(lon: number, lat: number): Located | null;
  /** 「祖庙街道 · 福贤社区」: street and community; higher divisions by their own name. */
  pathName(code: string): string;
}

export interface HeldAreas {
  current(): AreaMap;
  reload(q?: Queryable): Promise<void>;
}

/** The divisions above a cell, by level. */
function placeOf(cell: IndexedCell, byCode: ReadonlyMap<string, Division>): Located {
  const codes: Partial<Record<Division['level'], string>> = {};
  for (let at = byCode.get(cell.communityCode); at; at = at.parent === null ? undefined : byCode.get(at.parent)) codes[at.level] = at.code;
  return {
    cellCode: cell.code,
    communityCode: cell.communityCode,
    streetCode: codes.street ?? cell.communityCode.slice(0, 9),
    districtCode: codes.district ?? codes.city ?? cell.communityCode.slice(0, 6),
  };
}

export function createAreaMap(revision: number, divisions: readonly Division[], cells: readonly IndexedCell[]): AreaMap {
  const byCode = new Map(divisions.map((division) => [division.code, division]));
  const places = new Map(cells.map((cell) => [cell.code, placeOf(cell, byCode)]));
  const index: CellIndex = createCellIndex(cells.map((cell) => ({ id: cell.code, polygon: cell.shape })));
  return {
    revision,
    divisions,
    cells: index.size,
    division: (code) => byCode.get(code),
    locate(lon, lat) {
      const code = index.find(lon, lat);
      return code === null ? null : places.get(code)!;
    },
    pathName(code) {
      const division = byCode.get(code);
      if (!division) return code;
      const above = division.level === 'community' && division.parent !== null ? byCode.get(division.parent) : undefined;
      return above ? `${above.name} · ${division.name}` : division.name;
    },
  };
}

const levelOrder: Readonly<Record<Division['level'], number>> = { province: 0, city: 1, district: 2, street: 3, community: 4 };

/** The revision is read first: a change that comes in between shows as a revision that is behind, and is read by the next reload. */
export async function readAreaMap(q: Queryable): Promise<AreaMap> {
  const revision = await readRevision(q);
  const divisions = await readDivisions(q);
  divisions.sort((a, b) => levelOrder[a.level] - levelOrder[b.level] || (a.code < b.code ? -1 : 1));
  return createAreaMap(revision, divisions, await readCellShapes(q));
}
