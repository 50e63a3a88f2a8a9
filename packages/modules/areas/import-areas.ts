import { ok, type Result, refuse } from '@chengmai/kernel/result.ts';
import type { Queryable, Tx } from '@chengmai/platform/ports/db.ts';
import { changeAreas, type Writing } from './change.ts';
import type { AreasImportOutcome, RefusedFeature } from './contract.ts';
import { type ImportForm, type ReadFeatures, readFeatureFile, refusedFeature } from './import-features.ts';
import { loadAreas } from './load-areas.ts';
import { invalidShapes, readDivisions } from './store.ts';

const shownRefusals = 200;

/** What is wrong with a file, by feature. */
async function judge(q: Queryable, content: unknown, form: ImportForm): Promise<Result<ReadFeatures>> {
  const known = new Set((await readDivisions(q)).map((division) => division.code));
  const read = readFeatureFile(content, form, known);
  if (!read.ok) return read;
  const surfaces = [...read.value.divisions, ...read.value.cells].flatMap(({ code, shape }) => (shape ? [{ code, shape }] : []));
  const crossing = surfaces.length > 0 ? await invalidShapes(q, surfaces) : [];
  const refused: RefusedFeature[] = crossing.map(({ code }) => refusedFeature(read.value.rowOf.get(code) ?? 0, code, 'areas.row_crossing'));
  return ok({ ...read.value, refused: [...read.value.refused, ...refused].sort((a, b) => a.row - b.row) });
}

/** What an import of this file would do, without doing it. */
export async function tryImport(q: Queryable, content: unknown, form: ImportForm): Promise<Result<AreasImportOutcome>> {
  const read = await judge(q, content, form);
  return read.ok ? ok({ applied: false, rows: read.value.rows, refused: read.value.refused.slice(0, shownRefusals) }) : read;
}

/**
 * Imports boundaries, cells or roads from a GeoJSON object. All or nothing: one bad feature refuses the file
 * (`areas.import_refused` with the list). Known codes get the new shape; who is on duty there stays.
 */
export async function importAreas(
  writing: Writing,
  tx: Tx,
  content: unknown,
  form: ImportForm,
  trace: string,
): Promise<Result<AreasImportOutcome>> {
  return changeAreas(writing, tx, trace, async () => {
    const read = await judge(tx, content, form);
    if (!read.ok) return read;
    const { refused, rows } = read.value;
    if (refused.length > 0) return refuse('areas.import_refused', { count: refused.length, refused: refused.slice(0, shownRefusals) });
    await loadAreas(tx, read.value, true);
    return ok({ applied: true, rows, refused: [] });
  });
}
