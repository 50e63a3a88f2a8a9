import type { Tx } from '@chengmai/platform/ports/db.ts';
import { type Desk, utcOffsetMinutes } from './desk.ts';
import { clearFacts, insertFacts } from './fact-store.ts';
import { linesOf } from './record-facts.ts';
import { StandingDeltas } from './standing-cubes.ts';
import { addDeltas } from './standing-store.ts';

const CHUNK = 1_000;

/** Computes every fact and standing figure again from the cases, in one transaction. Returns how many cases there were. */
export async function rebuild(desk: Desk, tx: Tx): Promise<number> {
  await clearFacts(tx);
  let rebuilt = 0;
  for (let after: string | null = null; ; ) {
    const outlines = await desk.cases.outlines(tx, after, CHUNK);
    if (outlines.length === 0) return rebuilt;
    const facts = outlines.flatMap(linesOf);
    const deltas = new StandingDeltas(utcOffsetMinutes(desk));
    for (const fact of facts) deltas.add(fact, 1);
    await insertFacts(tx, facts);
    await addDeltas(tx, deltas.list());
    rebuilt += outlines.length;
    after = outlines.at(-1)!.caseId;
  }
}
