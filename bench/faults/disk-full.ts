import { execFile } from 'node:child_process';
import { appendFile, mkdir, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { startPostgres } from '@chengmai/testkit/servers.ts';
import { scratchDir } from '../city/demo-city.ts';
import { openHost } from '../city/postgres-host.ts';
import { line } from '../report/line.ts';
import type { Bench } from '../suite.ts';
import { embeddedCity, type FaultCity, postgresCity } from './fault-city.ts';
import { describeFaults, faultCount } from './inspect-store.ts';
import { resolveDoubts, startWriters } from './ledger.ts';

const run = promisify(execFile);

/** A small file system in memory; null where nobody may mount one. */
async function smallDisk(megabytes: number): Promise<string | null> {
  const dir = scratchDir('disk');
  return run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=755`, 'chengmai-bench', dir]).then(
    () => dir,
    () => null,
  );
}

const freeBytes = async (dir: string): Promise<number> => {
  const { bavail, bsize } = await statfs(dir);
  return bavail * bsize;
};

/** Leaves no room, though others write at the same time: what is still free after the large piece goes in small ones. */
async function fillUp(dir: string): Promise<string> {
  const ballast = join(dir, 'ballast');
  const add = (bytes: number): Promise<boolean> =>
    appendFile(ballast, Buffer.alloc(bytes)).then(
      () => true,
      () => false,
    );
  while (await add(Math.max(4_096, Math.floor((await freeBytes(dir)) / 2))));
  while (await add(4_096));
  return ballast;
}

const counted = (map: ReadonlyMap<string, number>): string => [...map].map(([what, n]) => `${n} × ${what}`).join(', ') || 'none';

/** Writes while the disk has room, then without any, then with room again; `again` is what an operator does when the database itself has ended. */
async function suffer(bench: Bench, name: string, city: FaultCity, disk: string, again: () => Promise<void>): Promise<void> {
  let program = await city.serve();
  const writers = startWriters(city.ledger, city.browser(), city.scene, city.mark, 4, false);
  await sleep(1500);
  const ballast = await fillUp(disk);
  await sleep(5000);
  const survived = !program.ended();
  await rm(ballast);
  await again();
  if (!survived) program = await city.serve();
  await sleep(2500);
  await writers.stop();
  for (let i = 0; i < 20 && city.ledger.doubts.length > 0; i += 1) {
    await resolveDoubts(city.ledger, city.browser());
    await sleep(250);
  }
  const faults = await city.settleAndInspect(program);
  const wrong = faultCount(faults) + city.ledger.odd.size + city.ledger.doubts.length;
  const note = [
    `no room on the disk for 5 s: ${describeFaults(faults)}`,
    `answers meanwhile ${counted(city.ledger.unavailable)}, odd ${counted(city.ledger.odd)}`,
    survived ? 'the program went on by itself' : 'the program ended and was started again',
    `${city.ledger.acknowledged} acknowledged changes`,
  ].join('; ');
  bench.emit(line(name, wrong, 'faults', { exactly: 0 }, note));
}

async function onPostgres(bench: Bench, disk: string): Promise<void> {
  const server = await startPostgres({ dir: join(disk, 'pg'), settings: { max_wal_size: '64MB', min_wal_size: '32MB' } });
  const city = await postgresCity(await openHost(server.url), 'bench_disk');
  try {
    await suffer(bench, 'faults.disk.postgres', city, disk, async () => {
      await server.stop();
      await server.start();
    });
  } finally {
    await city.close();
    await server.remove();
  }
}

async function onEmbedded(bench: Bench, disk: string): Promise<void> {
  const dataDir = join(disk, 'city');
  await mkdir(dataDir);
  const city = await embeddedCity(dataDir);
  await suffer(bench, 'faults.disk.embedded', city, disk, async () => undefined).finally(() => city.close());
}

/** Both databases on a disk that fills up while people work. */
export async function diskFull(bench: Bench): Promise<void> {
  for (const [name, megabytes, work] of [
    ['PostgreSQL', 400, onPostgres],
    ['embedded', 300, onEmbedded],
  ] as const) {
    const disk = await smallDisk(megabytes);
    if (disk === null) {
      bench.tell('faults: disk full is left out: a small file system can only be mounted by root');
      return;
    }
    bench.tell(`faults: disk full, ${name}`);
    await work(bench, disk).finally(() => run('umount', ['-l', disk]));
  }
}
