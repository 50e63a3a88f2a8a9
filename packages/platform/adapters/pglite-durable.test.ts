import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import sql from 'sql-template-tag';
import { describe, expect, it } from 'vitest';
import { openPglite } from '../adapters/db-pglite.ts';

describe('the durable embedded database', () => {
  it('runs with fsync on', { timeout: 120_000 }, async () => {
    const db = await openPglite({ dir: null });
    const [row] = await db.query(sql`select current_setting('fsync') as fsync, current_setting('wal_sync_method') as method,
      current_setting('synchronous_commit') as commit, current_setting('full_page_writes') as pages`);
    expect(row).toEqual({ fsync: 'on', method: 'fsync', commit: 'on', pages: 'on' });
    await db.close();
  });

  it('asks the kernel to write at every commit', { timeout: 120_000 }, async () => {
    const dir = mkdtempSync(join(tmpdir(), 'chengmai-durable-'));
    const program = `
      import fs from 'node:fs';
      import { syncBuiltinESMExports } from 'node:module';
      const real = fs.fsyncSync;
      let calls = 0;
      fs.fsyncSync = (fd) => { calls += 1; return real(fd); };
      syncBuiltinESMExports();
      const { openPglite } = await import(${JSON.stringify(new URL('./db-pglite.ts', import.meta.url).href)});
      const db = await openPglite({ dir: ${JSON.stringify(dir)} });
      await db.script('create table t (a int)');
      const before = calls;
      for (let i = 0; i < 10; i += 1) await db.tx((tx) => tx.query({ text: 'insert into t values (1)', values: [] }));
      console.log(calls - before);
      await db.close();`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program]);
    rmSync(dir, { recursive: true });
    expect(Number(stdout)).toBeGreaterThanOrEqual(10);
  });
});
