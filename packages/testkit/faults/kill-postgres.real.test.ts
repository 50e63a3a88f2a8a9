import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../describe-with.ts';
import { type PrivateServer, startPostgres } from '../servers.ts';
import { killRounds } from './kill-rounds.ts';

const rounds = Number(process.env.CHENGMAI_KILL_ROUNDS ?? 10);

describeWith(['postgres'], 'a program on PostgreSQL that is killed in the middle of its writes', () => {
  let server: PrivateServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.remove());

  it('loses nothing acknowledged; row and history agree; every event has its effect exactly once', { timeout: rounds * 60_000 }, async () => {
    const report = await killRounds({ kind: 'postgres', url: server.url }, rounds);
    expect(report).toMatchObject({ rounds, lost: [], torn: 0, withoutEffect: 0, withDoubleEffect: 0 });
    expect(report.acknowledged).toBeGreaterThan(rounds * 3);
  });
});
