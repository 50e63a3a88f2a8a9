import { clockJump } from '../faults/clock-jump.ts';
import { secondProgram } from '../faults/directory.ts';
import { diskFull } from '../faults/disk-full.ts';
import { embeddedCity, postgresCity } from '../faults/fault-city.ts';
import { hostileRequests } from '../faults/hostile.ts';
import { killRounds } from '../faults/kill.ts';
import { outage } from '../faults/outage.ts';
import type { Bench, Suite } from '../suite.ts';

async function onPostgres(bench: Bench): Promise<void> {
  const host = await bench.postgres();
  const city = await postgresCity(host, 'bench_faults');
  try {
    await hostileRequests(bench, city);
    await killRounds(bench, 'faults.kill.postgres', city);
  } finally {
    await city.close();
    await host.drop('bench_faults');
  }
}

async function onEmbedded(bench: Bench): Promise<void> {
  const city = await embeddedCity();
  try {
    await secondProgram(bench, city);
    await killRounds(bench, 'faults.kill.embedded', city);
  } finally {
    await city.close();
  }
}

/** What can go wrong while people work, on both databases: nothing acknowledged may be lost, torn or done twice. */
export const faults: Suite = {
  name: 'faults',
  async run(bench) {
    await onPostgres(bench);
    await outage(bench);
    await clockJump(bench);
    await diskFull(bench);
    await onEmbedded(bench);
  },
};
