import { openPostgres } from '@chengmai/platform/adapters/db-postgres.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../describe-with.ts';
import { type PrivateServer, startPostgres } from '../servers.ts';
import { inspect, killRounds } from './kill-rounds.ts';

const rounds = Number(process.env.CHENGMAI_KILL_ROUNDS ?? 10);

describeWith(['postgres'], 'a program on PostgreSQL that is killed in the middle of its writes', () => {
  let server: PrivateServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.remove());

  it('loses nothing acknowledged; row and history agree; every event has its effect exactly once', {
    timeout: rounds * 60_000,
  }, async () => {
    const report = await killRounds({ kind: 'postgres', url: server.url }, rounds);
    expect(report).toMatchObject({ rounds, lost: [], torn: 0, withoutEffect: 0, withDoubleEffect: 0 });
    expect(report.acknowledged).toBeGreaterThan(rounds * 3);
  });

  it('would see a lost change, a torn row, a missing and a double effect', { timeout: 60_000 }, async () => {
    const db = await openPostgres({ url: server.url, poolSize: 1 });
    await db.script(`insert into fault_row values (1, 3), (2, 1); insert into fault_history values (1, 1), (1, 2), (2, 1);
      insert into fault_effect (n, change) values (1, 1), (1, 1), (2, 1)`);
    await db.close();
    const report = await inspect({ kind: 'postgres', url: server.url }, ['1:1', '9:9']);
    expect(report).toEqual({ acknowledged: 2, lost: ['9:9'], torn: 1, withoutEffect: 1, withDoubleEffect: 1 });
  });
});
