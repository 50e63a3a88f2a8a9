import { setTimeout as sleep } from 'node:timers/promises';
import { Browser, type Credentials } from '../city/browser.ts';
import { answerTask } from './run-load.ts';

/** One action to be taken at its time, after the step before it on the same case. */
export interface Step {
  readonly who: string;
  readonly action: string;
  readonly input: Readonly<Record<string, unknown>>;
}

export interface ActTask {
  readonly address: string;
  readonly credentials: Readonly<Record<string, Credentials>>;
  readonly cases: readonly { readonly id: string; readonly version: number }[];
  /** Taken in this order on every case: first step on all of them, then the second … */
  readonly steps: readonly Step[];
  readonly perSecond: number;
  readonly connections: number;
  /** Requests at the beginning that warm the program up. */
  readonly warmUp: number;
}

export interface ActResult {
  /** From the moment an action was due to its answer: a stall is counted for everybody who had to wait. */
  readonly latenciesMs: readonly number[];
  readonly refused: Readonly<Record<string, number>>;
  readonly seconds: number;
}

/** Sends at a fixed pace whether or not earlier answers have come. */
async function act(task: ActTask): Promise<ActResult> {
  const browsers = new Map(
    Object.entries(task.credentials).map(([who, headers]) => [who, new Browser(task.address, headers, task.connections)]),
  );
  const versions = task.cases.map(({ version }) => version);
  const refused: Record<string, number> = {};
  const latenciesMs: number[] = [];
  const running: Promise<void>[] = [];
  const started = performance.now();
  let n = 0;
  const one = async (step: Step, index: number, dueMs: number, count: boolean): Promise<void> => {
    const target = task.cases[index]!;
    const answer = await browsers
      .get(step.who)!
      .post(`/api/cases/${target.id}/actions/${step.action}`, { version: versions[index], ...step.input });
    if (answer.status === 200) versions[index] = answer.body.version;
    else
      refused[`${step.action} ${answer.status} ${answer.body?.code ?? ''}`] =
        (refused[`${step.action} ${answer.status} ${answer.body?.code ?? ''}`] ?? 0) + 1;
    if (count) latenciesMs.push(performance.now() - dueMs);
  };
  for (const step of task.steps) {
    // A case whose answer is still on its way would be acted on with an old version.
    for (let index = 0; index < task.cases.length; index += 1) {
      const dueMs = started + (n * 1000) / task.perSecond;
      const aheadMs = dueMs - performance.now();
      if (aheadMs > 1) await sleep(aheadMs);
      running.push(one(step, index, dueMs, n >= task.warmUp));
      n += 1;
    }
  }
  await Promise.all(running);
  const seconds = (performance.now() - started) / 1000;
  for (const browser of browsers.values()) await browser.close();
  return { latenciesMs, refused, seconds };
}

answerTask(act);
