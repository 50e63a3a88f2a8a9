import { ok } from '@chengmai/kernel/result.ts';
import type { Tx } from '@chengmai/platform/ports/db.ts';
import { changeAreas, type Writing } from './change.ts';
import type { Division } from './contract.ts';
import type { DivisionRow } from './rows.ts';
import { insertDivisions, readDivisions } from './store.ts';

/** What an import knows of a division. */
export interface ImportedDivision {
  readonly code: string;
  readonly name: string;
  readonly level: Division['level'];
  readonly parent: string | null;
}

/** Adds divisions of a foreign system that are not known yet, codes as they are, without a boundary. Returns how many were new. */
export async function ensureImported(writing: Writing, tx: Tx, origin: string, rows: readonly ImportedDivision[]): Promise<number> {
  const known = new Set((await readDivisions(tx)).map((division) => division.code));
  const missing = [...new Map(rows.map((row) => [row.code, row])).values()].filter((row) => !known.has(row.code));
  if (missing.length === 0) return 0;
  const blank = { nameEn: null, lon: null, lat: null, shape: null, synthetic: false, origin };
  const divisions = missing.map((row): DivisionRow => ({ ...row, ...blank }));
  const added = await changeAreas(writing, tx, `import:${origin}`, async () => ok(await insertDivisions(tx, divisions, false)));
  return added.ok ? added.value : 0;
}
