import { scratchDir } from '../city/demo-city.ts';
import { largeCity } from '../city/large-city.ts';
import { serveProgram } from '../city/program.ts';
import type { Suite } from '../suite.ts';
import { actionLine } from './actions.ts';
import { createLine } from './create.ts';
import { queueLines } from './queues.ts';

const nodeOptions = (process.env.BENCH_NODE_OPTIONS ?? '').split(' ').filter(Boolean);

/** Queues, actions and new cases in a city that already has many, in one process beside its database. */
export const cases: Suite = {
  name: 'cases',
  async run(bench) {
    const host = await bench.postgres();
    await host.copy(await largeCity(bench), 'bench_run');
    const database = host.url('bench_run');
    const program = await serveProgram({ database, dataDir: scratchDir('cases'), nodeOptions });
    try {
      await queueLines(bench, program, database);
      await actionLine(bench, program, database);
      await createLine(bench, program, database);
    } finally {
      await program.stop();
      await host.drop('bench_run');
    }
  },
};
