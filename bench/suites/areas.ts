import { Browser } from '../city/browser.ts';
import { cityTemplate, PASSWORD, scratchDir } from '../city/demo-city.ts';
import { serveProgram } from '../city/program.ts';
import { sceneOf, withPostgres } from '../city/scene.ts';
import { line, median, percentile } from '../report/line.ts';
import type { Suite } from '../suite.ts';

/** Finding the cell of a point through the running program, against PostGIS asked the same. */
export const areas: Suite = {
  name: 'areas',
  async run(bench) {
    const host = await bench.postgres();
    await host.copy(await cityTemplate(host), 'bench_areas');
    const database = host.url('bench_areas');
    const program = await serveProgram({ database, dataDir: scratchDir('areas') });
    try {
      bench.tell('areas: points over HTTP and in PostGIS');
      const { spots } = await withPostgres(database, sceneOf);
      const browser = await Browser.open(program.address, 'leader', PASSWORD);
      const ms: number[] = [];
      for (let i = 0; i < 500; i += 1) {
        const { lon, lat } = spots[(i * 37) % spots.length]!;
        const answer = await browser.get(`/api/areas/locate?lon=${lon}&lat=${lat}`);
        if (answer.status !== 200 || !answer.body?.cellCode) throw new Error(`no cell at ${lon}, ${lat}`);
        if (i >= 100) ms.push(answer.ms);
      }
      await browser.close();
      const peer = await withPostgres(database, async (db) => {
        const times: number[] = [];
        for (let i = 0; i < 300; i += 1) {
          const { lon, lat } = spots[(i * 37) % spots.length]!;
          const started = performance.now();
          await db.query({
            text: 'select code from areas_cell where st_intersects(shape, st_setsrid(st_makepoint($1::float8, $2::float8), 4326)) order by code limit 1',
            values: [lon, lat],
          });
          times.push(performance.now() - started);
        }
        return median(times);
      });
      const note = `median over HTTP; p95 ${percentile(ms, 0.95).toFixed(1)} ms; PostGIS alone, without HTTP, ${peer.toFixed(2)} ms`;
      bench.emit(line('areas.locate', median(ms), 'ms', null, note));
    } finally {
      await program.stop();
      await host.drop('bench_areas');
    }
  },
};
