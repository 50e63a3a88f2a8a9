import { type ChildProcess, spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { programRoot } from '../cli/version.ts';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const add = (a: Counts, b: Counts): Counts => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
});

const running = new Set<ChildProcess>();

/** Ends every child and whatever the child started: each child leads its own process group. */
export function stopChildren(): void {
  for (const child of running) {
    try {
      if (child.pid) process.kill(-child.pid, 'SIGKILL');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}

/** Runs a program at the root with its output shown; resolves with its exit status, 124 when it took longer than the limit. */
export function runShown(
  command: string,
  args: readonly string[],
  limitSeconds: number,
  env: Record<string, string> = {},
): Promise<number> {
  const child = spawn(command, args, {
    cwd: programRoot,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: true,
  });
  running.add(child);
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    if (child.pid) process.kill(-child.pid, 'SIGKILL');
  }, limitSeconds * 1000);
  return new Promise((resolve) => {
    const end = (status: number) => {
      clearTimeout(timer);
      running.delete(child);
      resolve(late ? 124 : status);
    };
    child.on('error', () => end(127));
    child.on('exit', (code) => end(code ?? 137));
  });
}

interface VitestReport {
  readonly success: boolean;
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

export const readJson = async <T>(file: string): Promise<T | null> => {
  const value = await readFile(file, 'utf8').then(
    (text) => JSON.parse(text) as T,
    () => null,
  );
  await rm(file, { force: true });
  return value;
};

/** Counts of a vitest report and the names of what it skipped. A run that broke without a failed test still counts as one failure. */
export function countReport(report: VitestReport | null, status: number): { counts: Counts; skipped: string[] } {
  if (!report) return { counts: { passed: 0, failed: 1, skipped: 0 }, skipped: [] };
  const failed = report.success && status === 0 ? report.numFailedTests : Math.max(1, report.numFailedTests);
  const skipped = report.testResults.flatMap((file) =>
    file.assertionResults.filter((test) => ['pending', 'skipped', 'todo', 'disabled'].includes(test.status)).map((test) => test.fullName),
  );
  return { counts: { passed: report.numPassedTests, failed, skipped: report.numPendingTests + report.numTodoTests }, skipped };
}
