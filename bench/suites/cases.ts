import { cityTemplate, scratchDir } from '../city/demo-city.ts';
import { serveProgram } from '../city/program.ts';
import type { Suite } from '../suite.ts';
import { createLine } from './create.ts';

export const cases: Suite = {
  name: 'cases',
  async run(bench) {
    const host = await bench.postgres();
    const template = await cityTemplate(host);
    await host.copy(template, 'bench_run');
    const database = host.url('bench_run');
    const program = await serveProgram({
      database,
      dataDir: scratchDir('cases'),
      nodeOptions: (process.env.BENCH_NODE_OPTIONS ?? '').split(' ').filter(Boolean),
    });
    try {
      await createLine(bench, program, database);
    } finally {
      await program.stop();
    }
  },
};
