import { ok } from '@chengmai/kernel/result.ts';
import type { Tx } from '@chengmai/platform/ports/db.ts';
import { changeCatalogue, type Writing } from './change.ts';
import { classKeyOf, importedClassId } from './contract.ts';
import { type ClassRow, duplicateDefault } from './rows.ts';
import { insertClasses, knownClassIds } from './store.ts';

/** What an import knows of a class. */
export interface ImportedClass {
  readonly code: string;
  readonly name: string;
  readonly majorCode: string;
  readonly majorName: string;
}

function toRow(origin: string, row: ImportedClass): ClassRow {
  const id = importedClassId(origin, row.code);
  const named = { code: row.code, name: row.name, majorCode: row.majorCode, majorName: row.majorName };
  const blank = { nameEn: null, majorNameEn: null, selfHandle: false, publicRank: null, validTo: null };
  const key = { id, classKey: classKeyOf(id), standardRef: `import.${origin}`, kind: 'matter' as const, version: 1 };
  // Valid from the beginning: an import brings cases of years past.
  return { ...key, ...named, ...blank, ...duplicateDefault, origin, validFrom: 0 };
}

/** Adds the classes of a foreign system under its own name, codes as they are. Known ones stay. Returns how many were new. */
export async function ensureImported(writing: Writing, tx: Tx, origin: string, rows: readonly ImportedClass[]): Promise<number> {
  const wanted = new Map(rows.map((row) => [importedClassId(origin, row.code), row]));
  const known = await knownClassIds(tx, [...wanted.keys()]);
  const missing = [...wanted].filter(([id]) => !known.has(id)).map(([, row]) => toRow(origin, row));
  if (missing.length === 0) return 0;
  const name = `import:${origin}`;
  const added = await changeCatalogue(writing, tx, { by: name, trace: name }, async (change) =>
    ok(await insertClasses(tx, missing, change.by)),
  );
  return added.ok ? added.value : 0;
}
