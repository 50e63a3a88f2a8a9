import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { scratchDir } from '../city/demo-city.ts';
import { line } from '../report/line.ts';
import type { Bench } from '../suite.ts';
import { postgresCity } from './fault-city.ts';
import { describeFaults, faultCount } from './inspect-store.ts';
import { resolveDoubts, startWriters } from './ledger.ts';

const HOUR_MS = 3_600_000;
/** Forward and back, over midnight and by a day: a wrong clock that is put right, and a right one that is set wrong. */
const JUMPS_MS = [0, 3 * HOUR_MS, 0, -24 * HOUR_MS, 0] as const;

/** The wall clock of the running program jumps while people work. */
export async function clockJump(bench: Bench): Promise<void> {
  bench.tell('faults: the clock jumps');
  const file = join(scratchDir('clock'), 'offset');
  await writeFile(file, '0');
  const preload = fileURLToPath(new URL('./shifted-clock.ts', import.meta.url));
  const host = await bench.postgres();
  const city = await postgresCity(host, 'bench_clock');
  try {
    const program = await city.serve({ nodeOptions: ['--import', preload], env: { CHENGMAI_BENCH_CLOCK: file } });
    const stalls: string[] = [];
    for (const jumpMs of JUMPS_MS) {
      await writeFile(file, String(jumpMs));
      await sleep(200);
      const before = city.ledger.acknowledged;
      const writers = startWriters(city.ledger, city.browser(), city.scene, city.mark, 4, false);
      await sleep(1500);
      await writers.stop();
      if (city.ledger.acknowledged === before) stalls.push(`${jumpMs / HOUR_MS} h`);
    }
    await resolveDoubts(city.ledger, city.browser());
    const faults = await city.settleAndInspect(program);
    const wrong = faultCount(faults) + city.ledger.odd.size + stalls.length;
    const odd = [...city.ledger.odd].map(([what, n]) => `${n} × ${what}`).join(', ') || 'none';
    const note = `clock set to ${JUMPS_MS.map((ms) => `${ms / HOUR_MS} h`).join(', ')} of the true time while writing: ${describeFaults(faults)}; odd answers ${odd}; stood still at ${stalls.join(', ') || 'none'}; ${city.ledger.acknowledged} acknowledged changes`;
    bench.emit(line('faults.clock', wrong, 'faults', { exactly: 0 }, note));
  } finally {
    await city.close();
    await host.drop('bench_clock');
  }
}
