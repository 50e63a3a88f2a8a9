import { readFile } from 'node:fs/promises';
import { runProgram } from '../city/program.ts';
import { line } from '../report/line.ts';
import type { Bench } from '../suite.ts';
import type { FaultCity } from './fault-city.ts';

/** A second program on the directory of the first is refused with a sentence, and the first does not notice. */
export async function secondProgram(bench: Bench, city: FaultCity): Promise<void> {
  bench.tell('faults: two programs on one embedded directory');
  const program = await city.serve();
  const second = await runProgram(city.store, ['serve', '--port', '0']);
  const said = await readFile(second.logFile, 'utf8');
  const refused = second.status !== 0 && said.includes('[db.directory_in_use]');
  const first = await city.browser().get('/api/cases?view=open');
  await program.stop();
  const sentence = said.split('\n').find((text) => text.includes('db.directory_in_use')) ?? said.slice(0, 200);
  bench.emit(
    line(
      'faults.directory',
      Number(!refused) + Number(first.status !== 200),
      'faults',
      { exactly: 0 },
      `the second ends with ${second.status}: ${sentence}`,
    ),
  );
}
