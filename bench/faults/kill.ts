import { setTimeout as sleep } from 'node:timers/promises';
import { withProgram } from '../city/demo-city.ts';
import { line } from '../report/line.ts';
import type { Bench } from '../suite.ts';
import type { FaultCity } from './fault-city.ts';
import { describeFaults, type Faults, faultCount, inspectStore } from './inspect-store.ts';
import { resolveDoubts, startWriters } from './ledger.ts';

const WRITERS = 8;
/** Between two full looks at the embedded store, which has to be opened for that. */
const EMBEDDED_LOOK_EVERY = 10;

const sum = (a: Faults, b: Faults): Faults => ({
  lost: a.lost + b.lost,
  torn: a.torn + b.torn,
  doubled: a.doubled + b.doubled,
  unhandled: a.unhandled + b.unhandled,
  wrongFigures: a.wrongFigures + b.wrongFigures,
  first: a.first || b.first,
});
const none: Faults = { lost: 0, torn: 0, doubled: 0, unhandled: 0, wrongFigures: 0, first: '' };

/** Serves, writes, and kills the program at a random moment in the middle of it. Requests without an answer stay in the ledger. */
async function oneRound(city: FaultCity): Promise<{ resent: number }> {
  const program = await city.serve();
  const resent = await resolveDoubts(city.ledger, city.browser());
  const before = city.ledger.acknowledged;
  const writers = startWriters(city.ledger, city.browser(), city.scene, city.mark, WRITERS, true);
  while (city.ledger.acknowledged < before + WRITERS && !program.ended()) await sleep(5);
  await sleep(Math.random() * 700);
  await program.kill();
  await writers.stop();
  return { resent };
}

/** kill -9 again and again in the middle of writes; after each, whether everything acknowledged is there, whole and once. */
export async function killRounds(bench: Bench, name: string, city: FaultCity): Promise<void> {
  const { rounds } = bench.options;
  const embedded = city.store.database === undefined;
  let faults = none;
  let resent = 0;
  for (let round = 1; round <= rounds; round += 1) {
    const known = new Set(city.ledger.versions.keys());
    resent += (await oneRound(city)).resent;
    if (!embedded || round % EMBEDDED_LOOK_EVERY === 0) {
      // A doubtful step of an older case is only judged once it has been resolved.
      const doubtful = new Set(city.ledger.doubts.map(({ caseId }) => caseId));
      const fresh = [...city.ledger.versions.keys()].filter((id) => (embedded || !known.has(id)) && !doubtful.has(id));
      faults = sum(faults, await withProgram(city.store, (program) => inspectStore(program, city.ledger, city.mark, false, fresh)));
    }
    if (round % 10 === 0 || round === rounds)
      bench.tell(`${name}: ${round} of ${rounds} rounds, ${city.ledger.acknowledged} changes acknowledged, ${describeFaults(faults)}`);
  }
  const program = await city.serve();
  resent += await resolveDoubts(city.ledger, city.browser());
  faults = sum(faults, await city.settleAndInspect(program));
  const odd = [...city.ledger.odd].map(([what, n]) => `${n} × ${what}`).join(', ');
  const note = [
    `wrong after ${rounds} × kill -9 in the middle of writes: ${describeFaults(faults)}`,
    `${city.ledger.acknowledged} acknowledged changes of ${city.ledger.versions.size} cases folded from their history and compared`,
    `${resent} requests without an answer sent again under their key`,
    odd ? `odd answers: ${odd}` : 'no odd answer',
  ].join('; ');
  bench.emit(line(name, faultCount(faults) + city.ledger.odd.size, 'faults', { exactly: 0 }, note));
}
