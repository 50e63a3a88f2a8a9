import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { until } from './free-port.ts';
import { startNats, startPostgres } from './servers.ts';

/** The process that lives as long as the test run: vitest's own when this is one of its workers. */
const runPid = process.env.VITEST && isMainThread ? process.ppid : process.pid;
const runDir = join(tmpdir(), `chengmai-test-${runPid}`);

/** The PostgreSQL of this test run, without fsync: every test file clones its own database in it. It ends with the run. */
export const sharedPostgres = (): Promise<string> =>
  once('postgres', async () => (await startPostgres({ dir: join(runDir, 'pg'), ownerPid: runPid, fsync: false })).url);

/** The NATS server of this test run; use a prefix of your own for streams and subjects. */
export const sharedNats = (): Promise<string> =>
  once('nats', async () => (await startNats({ dir: join(runDir, 'nats'), ownerPid: runPid })).url);

/** Makes something once for all workers of the run; the others wait for its answer, and fail with it when it fails. */
export async function once(name: string, make: () => Promise<string>): Promise<string> {
  openRunDir();
  const answer = join(runDir, `${name}.json`);
  try {
    mkdirSync(join(runDir, `${name}.taken`));
  } catch {
    await until(`another worker prepares ${name}`, () => existsSync(answer), 120_000);
    return read(answer);
  }
  const result = await make().then(
    (value) => ({ value }),
    (error: unknown) => ({ error: error instanceof Error ? error.message : String(error) }),
  );
  writeFileSync(`${answer}.new`, JSON.stringify(result));
  renameSync(`${answer}.new`, answer);
  return read(answer);
}

function read(file: string): string {
  const result = JSON.parse(readFileSync(file, 'utf8')) as { value?: string; error?: string };
  if (result.value === undefined) throw new Error(result.error);
  return result.value;
}

function openRunDir(): void {
  if (existsSync(runDir)) return;
  mkdirSync(runDir, { recursive: true });
  chmodSync(runDir, 0o755);
  const script = 'while kill -0 "$1" 2>/dev/null; do sleep 1; done; sleep 4; rm -rf "$2"';
  spawn('/bin/sh', ['-c', script, 'keeper', String(runPid), runDir], { stdio: 'ignore', detached: true, cwd: '/' }).unref();
}
