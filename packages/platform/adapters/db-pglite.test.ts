import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { dbContract } from '@chengmai/testkit/db-contract.ts';
import { until } from '@chengmai/testkit/free-port.ts';
import sql from 'sql-template-tag';
import { afterAll, describe, expect, it } from 'vitest';
import { openPglite } from './db-pglite.ts';
import { lockDirectory } from './directory-lock.ts';

const run = promisify(execFile);

dbContract('PGlite', () => openPglite({ dir: null, durable: false }));
dbContract('durable PGlite', () => openPglite({ dir: null }));

describe('a PGlite directory', () => {
  const dir = mkdtempSync(join(tmpdir(), 'chengmai-dir-'));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));
  const taking = `import { lockDirectory } from ${JSON.stringify(new URL('./directory-lock.ts', import.meta.url).href)};
    const lock = lockDirectory(${JSON.stringify(dir)}); console.log('taken');`;
  const takeInOtherProcess = (): Promise<string> =>
    run(process.execPath, ['--input-type=module', '-e', taking]).then(
      ({ stdout }) => stdout.trim(),
      (error: { stderr: string }) => error.stderr,
    );

  it('is refused to a second process, in a sentence that names the first', async () => {
    const lock = lockDirectory(dir);
    const answer = await takeInOtherProcess();
    lock.release();
    expect(answer).toContain(`is in use by process ${process.pid}`);
    expect(await takeInOtherProcess()).toBe('taken');
  });

  it('is refused to a second opener in the same process', () => {
    const lock = lockDirectory(dir);
    expect(() => lockDirectory(dir)).toThrow(expect.objectContaining({ code: 'db.directory_in_use' }));
    lock.release();
    lockDirectory(dir).release();
  });

  it('goes to exactly one of many who come at once', async () => {
    // Collecting garbage all the while: the lock must not go with its handle.
    const holding = `${taking} setInterval(() => globalThis.gc(), 20);`;
    const children = Array.from({ length: 5 }, () => spawn(process.execPath, ['--expose-gc', '--input-type=module', '-e', holding]));
    let taken = 0;
    let refused = 0;
    for (const child of children) {
      child.stdout.on('data', () => (taken += 1));
      child.on('exit', (code) => (refused += code === 1 ? 1 : 0));
    }
    await until('all have tried', () => taken + refused === children.length, 60_000);
    for (const child of children) child.kill('SIGKILL');
    expect([taken, refused]).toEqual([1, 4]);
    await until('all have ended', () => children.every((child) => child.exitCode !== null || child.signalCode !== null));
  });

  it('is free again after its holder was killed', async () => {
    const dying = `${taking} process.kill(process.pid, 'SIGKILL');`;
    await run(process.execPath, ['--input-type=module', '-e', dying]).catch(() => undefined);
    expect(existsSync(join(dir, 'in-use-by'))).toBe(true);
    lockDirectory(dir).release();
  });

  it('keeps its data over closing and opening, and survives a first start that was interrupted', { timeout: 120_000 }, async () => {
    const place = join(dir, 'kept');
    const template = join(dir, 'no-such-template');
    await expect(openPglite({ dir: place, template })).rejects.toThrow();
    expect(existsSync(join(place, 'pgdata'))).toBe(false);
    writeFileSync(join(place, 'pgdata.new', 'half'), 'made');
    const first = await openPglite({ dir: place });
    await first.script("create table kept (word text); insert into kept values ('留')");
    await first.close();
    const second = await openPglite({ dir: place });
    expect(await second.query(sql`select word from kept`)).toEqual([{ word: '留' }]);
    await second.close();
  });
});
