import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { killRounds } from '@chengmai/testkit/faults/kill-rounds.ts';
import { describe, expect, it } from 'vitest';

const rounds = Number(process.env.CHENGMAI_KILL_ROUNDS ?? 3);

describe('a program on the embedded database that is killed in the middle of its writes', () => {
  it('loses nothing acknowledged; row and history agree; every event has its effect exactly once', {
    timeout: 120_000 + rounds * 60_000,
  }, async () => {
    const dir = mkdtempSync(join(tmpdir(), 'chengmai-kill-'));
    const report = await killRounds({ kind: 'pglite', dir }, rounds);
    rmSync(dir, { recursive: true, force: true });
    expect(report).toMatchObject({ rounds, lost: [], torn: 0, withoutEffect: 0, withDoubleEffect: 0 });
    expect(report.acknowledged).toBeGreaterThan(rounds * 3);
  });
});
