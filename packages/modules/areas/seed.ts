import { fileURLToPath } from 'node:url';
import { ok } from '@chengmai/kernel/result.ts';
import { changeAreas, type Writing } from './change.ts';
import { type AreasFiles, readAreasFiles } from './city-package.ts';
import { loadAreas } from './load-areas.ts';
import type { CellRow } from './rows.ts';

export interface AreasSeeded {
  readonly divisions: number;
  readonly cells: number;
  readonly features: number;
}

const midLon = (cells: readonly CellRow[]): number => cells.reduce((sum, cell) => sum + cell.lon, 0) / cells.length;

/** Gives each collector of a division a run of its communities from west to east, so that duty areas hang together. */
function withDuty(files: AreasFiles): readonly CellRow[] {
  const byCommunity = Map.groupBy(files.cells, (cell) => cell.communityCode);
  const collectorOf = new Map<string, string>();
  for (const [area, collectors] of Map.groupBy(files.collectors, (collector) => collector.areas[0] ?? '')) {
    const communities = [...byCommunity.keys()].filter((code) => code.startsWith(area));
    communities.sort((a, b) => midLon(byCommunity.get(a)!) - midLon(byCommunity.get(b)!));
    for (const [i, code] of communities.entries()) {
      collectorOf.set(code, collectors[Math.floor((i * collectors.length) / communities.length)]!.id);
    }
  }
  return files.cells.map((cell) => ({ ...cell, collectorId: collectorOf.get(cell.communityCode) ?? null }));
}

/**
 * Loads divisions, cells, roads, components and duty of a city package, in one transaction. What is there already stays as it is, so a
 * second run adds nothing. Answers how many rows were new. Throws Refused on a bad file, and then loads nothing.
 */
export async function seedCity(writing: Writing, cityDir: string | URL): Promise<AreasSeeded> {
  const files = await readAreasFiles(cityDir instanceof URL ? fileURLToPath(cityDir) : cityDir);
  return writing.db.tx(async (tx) => {
    const loaded = await changeAreas(writing, tx, 'seed', async () => ok(await loadAreas(tx, { ...files, cells: withDuty(files) })));
    if (!loaded.ok) throw new Error('bug: loading a package does not refuse');
    return { divisions: loaded.value.divisions, cells: loaded.value.cells.length, features: loaded.value.features };
  });
}
