import { setTimeout as sleep } from 'node:timers/promises';
import { startPostgres } from '@chengmai/testkit/servers.ts';
import { openHost } from '../city/postgres-host.ts';
import { line } from '../report/line.ts';
import type { Bench } from '../suite.ts';
import { postgresCity } from './fault-city.ts';
import { describeFaults, faultCount } from './inspect-store.ts';
import { resolveDoubts, startWriters } from './ledger.ts';

const counted = (map: ReadonlyMap<string, number>): string => [...map].map(([what, n]) => `${n} × ${what}`).join(', ') || 'none';

/** The database is stopped while the program serves, and comes back. */
export async function outage(bench: Bench): Promise<void> {
  const { outageSeconds } = bench.options;
  bench.tell(`faults: the database is away for ${outageSeconds} s`);
  const server = await startPostgres();
  const host = await openHost(server.url);
  const city = await postgresCity(host, 'bench_outage');
  try {
    const program = await city.serve();
    const writers = startWriters(city.ledger, city.browser(), city.scene, city.mark, 6, false);
    await sleep(3000);
    await server.stop();
    city.ledger.slowestMs = 0;
    await sleep(outageSeconds * 1000);
    const slowestMs = city.ledger.slowestMs;
    await server.start();
    const [back, before] = [performance.now(), city.ledger.acknowledged];
    while (city.ledger.acknowledged < before + 20 && performance.now() - back < 60_000) await sleep(20);
    const recoveredS = (performance.now() - back) / 1000;
    await sleep(2000);
    await writers.stop();
    while (city.ledger.doubts.length > 0 && performance.now() - back < 120_000) await resolveDoubts(city.ledger, city.browser());
    const faults = await city.settleAndInspect(program);
    const refusedRight = [...city.ledger.unavailable.keys()].every((what) => what.startsWith('503 '));
    const wrong = faultCount(faults) + city.ledger.odd.size + city.ledger.doubts.length + (refusedRight ? 0 : 1);
    const note = [
      `PostgreSQL away for ${outageSeconds} s: ${describeFaults(faults)}`,
      `answers meanwhile ${counted(city.ledger.unavailable)}, the slowest after ${(slowestMs / 1000).toFixed(1)} s`,
      `odd answers ${counted(city.ledger.odd)}`,
      `${city.ledger.acknowledged} acknowledged changes`,
    ].join('; ');
    bench.emit(line('faults.outage', wrong, 'faults', { exactly: 0 }, note));
    bench.emit(
      line(
        'faults.outage.recovery',
        recoveredS,
        's',
        { atMost: 10 },
        'from the database accepting connections to 20 further changes, without anybody touching the program',
      ),
    );
  } finally {
    await city.close();
    await server.remove();
  }
}
