import { describeWith } from '@chengmai/testkit/describe-with.ts';
import { startPostgres } from '@chengmai/testkit/servers.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openHost, type PostgresHost } from '../city/postgres-host.ts';
import type { Line } from '../report/line.ts';
import { readOptions } from '../report/options.ts';
import { type FaultCity, postgresCity } from './fault-city.ts';
import { hostileRequests } from './hostile.ts';
import { killRounds } from './kill.ts';

/** The fault suite in short: the real program as a process, PostgreSQL with fsync. `./chengmai bench faults` does it at length. */
describeWith(['postgres'], 'the program under faults', () => {
  const lines: Line[] = [];
  let close: () => Promise<void>;
  let city: FaultCity;
  let host: PostgresHost;
  beforeAll(async () => {
    const server = await startPostgres();
    close = () => server.remove();
    host = await openHost(server.url);
    city = await postgresCity(host, 'faults');
  });
  afterAll(async () => {
    await city?.close();
    await close?.();
  });
  const bench = () => ({
    options: readOptions(['--rounds', '4']),
    postgres: async () => host,
    emit: (line: Line) => void lines.push(line),
    tell: () => undefined,
  });
  const faultsOf = (name: string) => lines.filter((line) => line.name === name).map(({ value, note }) => (value === 0 ? 0 : note));

  it('refuses what is malformed, oversized or hostile, and keeps odd texts as they are', async () => {
    await hostileRequests(bench(), city);
    expect(faultsOf('faults.hostile')).toEqual([0]);
  });

  it('killed four times in the middle of writes loses, tears and repeats nothing', async () => {
    await killRounds(bench(), 'faults.kill.postgres', city);
    expect(faultsOf('faults.kill.postgres')).toEqual([0]);
    expect(city.ledger.acknowledged).toBeGreaterThan(30);
  });
});
