import type { Tx } from '@chengmai/platform/ports/db.ts';
import type { AreasPackage } from './rows.ts';
import { insertCells, insertDivisions, insertFeatures } from './store.ts';

export interface AreasLoaded {
  readonly divisions: number;
  /** Codes of the cells that were new (or, when replacing, written). */
  readonly cells: readonly string[];
  readonly features: number;
}

/**
 * Writes a validated package. What is there already stays as it is, unless `replaceShapes`: then its shape, name and origin follow the
 * package, and duty stays. Call it inside `changeAreas`.
 */
export async function loadAreas(tx: Tx, areas: AreasPackage, replaceShapes = false): Promise<AreasLoaded> {
  const divisions = await insertDivisions(tx, areas.divisions, replaceShapes);
  const cells = await insertCells(tx, areas.cells, replaceShapes);
  const features = await insertFeatures(tx, areas.features, replaceShapes);
  return { divisions, cells, features };
}
