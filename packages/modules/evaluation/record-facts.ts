import { factRows } from '@chengmai/kernel/evaluation/facts.ts';
import type { Tx } from '@chengmai/platform/ports/db.ts';
import type { CaseOutline } from '../cases/contract.ts';
import { type Desk, utcOffsetMinutes } from './desk.ts';
import { placeOfCase, type StoredFact, storable } from './fact-columns.ts';
import { deleteFacts, insertFacts, lockFacts, updateFacts } from './fact-store.ts';
import { factsOfCase } from './facts-of-case.ts';
import { StandingDeltas } from './standing-cubes.ts';
import { addDeltas } from './standing-store.ts';

/** The lines that a case makes. Nothing in an outline lies in the future, so there is nothing to cut off. */
export function linesOf(outline: CaseOutline): StoredFact[] {
  const place = placeOfCase(outline);
  return factRows(factsOfCase(outline), Number.POSITIVE_INFINITY).map((row) => ({ ...row, ...place, version: outline.version }));
}

const lineKey = (fact: StoredFact): string => `${fact.case_id}/${fact.line}`;
/** Equal in all but the version: a comment changes no figure. */
const content = (fact: StoredFact): string => JSON.stringify({ ...storable(fact), version: 0 });

/**
 * Computes the lines of these cases anew and changes facts and standing figures by what is different. It looks at the cases after it
 * holds their lines: whichever of two events comes last, the newest state of the case is what remains.
 */
export async function recordCases(desk: Desk, tx: Tx, caseIds: readonly string[]): Promise<number> {
  const before = new Map((await lockFacts(tx, caseIds)).map((fact) => [lineKey(fact), fact]));
  const outlines = await desk.cases.outlinesOf(tx, caseIds);
  const after = outlines.flatMap(linesOf);
  await writeChange(desk, tx, before, after);
  return after.length;
}

async function writeChange(desk: Desk, tx: Tx, before: ReadonlyMap<string, StoredFact>, after: readonly StoredFact[]): Promise<void> {
  const kept = new Set(after.map(lineKey));
  const added = after.filter((fact) => !before.has(lineKey(fact)));
  const changed = after.filter((fact) => {
    const old = before.get(lineKey(fact));
    return old !== undefined && content(old) !== content(fact);
  });
  const gone = [...before.values()].filter((fact) => !kept.has(lineKey(fact)));
  const deltas = new StandingDeltas(utcOffsetMinutes(desk));
  for (const fact of [...added, ...changed]) deltas.add(fact, 1);
  for (const fact of changed) deltas.add(before.get(lineKey(fact))!, -1);
  for (const fact of gone) deltas.add(fact, -1);
  await deleteFacts(tx, gone);
  await updateFacts(tx, changed);
  await insertFacts(tx, added);
  await addDeltas(tx, deltas.list());
}
