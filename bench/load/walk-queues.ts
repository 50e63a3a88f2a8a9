import { Browser, type Credentials } from '../city/browser.ts';
import { answerTask } from './run-load.ts';

export interface WalkTask {
  readonly address: string;
  readonly credentials: Credentials;
  readonly requests: readonly { readonly name: string; readonly path: string }[];
  /** How often each is asked. */
  readonly times: number;
  /** Answers before the measured ones, so that caches and prepared statements are as in a running program. */
  readonly warmUp: number;
  /** A request that took longer than this is not asked again and again. */
  readonly patienceMs: number;
}

export interface WalkResult {
  readonly samples: readonly { readonly name: string; readonly ms: readonly number[]; readonly rows: number; readonly status: number }[];
}

/** One connection, one request after the other: the time is that of the answer, not of a queue. */
async function walk(task: WalkTask): Promise<WalkResult> {
  const browser = new Browser(task.address, task.credentials);
  const samples: { name: string; ms: number[]; rows: number; status: number }[] = [];
  for (const { name, path } of task.requests) {
    let last = await browser.get(path);
    const slow = last.ms > task.patienceMs;
    for (let i = 1; i < task.warmUp && !slow; i += 1) last = await browser.get(path);
    const ms: number[] = slow ? [last.ms] : [];
    for (let i = 0; i < (slow ? 1 : task.times); i += 1) {
      last = await browser.get(path);
      ms.push(last.ms);
    }
    samples.push({ name, ms, rows: last.body?.items?.length ?? -1, status: last.status });
  }
  await browser.close();
  return { samples };
}

answerTask(walk);
