import { Browser, type Credentials } from '../city/browser.ts';
import { reportNo, type Scene } from '../city/scene.ts';
import { answerTask } from './run-load.ts';

export interface CreateTask {
  readonly address: string;
  readonly credentials: Credentials;
  readonly scene: Scene;
  readonly connections: number;
  readonly warmUpMs: number;
  readonly measureMs: number;
  /** Stands in every description, so that the rows can be found. */
  readonly mark: string;
}

export interface CreateResult {
  /** Ids of all acknowledged cases, those of the warm-up too. */
  readonly ids: readonly string[];
  /** Acknowledged within the measured time. */
  readonly measured: number;
  readonly seconds: number;
  readonly latenciesMs: readonly number[];
  /** Answers other than 201, by status. */
  readonly refused: Readonly<Record<string, number>>;
}

/** As many reports as go through, one after the other on each connection. */
async function createCases(task: CreateTask): Promise<CreateResult> {
  const browser = new Browser(task.address, task.credentials, task.connections);
  const ids: string[] = [];
  const latenciesMs: number[] = [];
  const refused: Record<string, number> = {};
  let n = 0;
  const start = performance.now() + task.warmUpMs;
  const end = start + task.measureMs;
  const connection = async (): Promise<void> => {
    while (performance.now() < end) {
      n += 1;
      const answer = await browser.post('/api/cases', reportNo(task.scene, n, task.mark));
      const at = performance.now();
      if (answer.status !== 201) {
        refused[answer.status] = (refused[answer.status] ?? 0) + 1;
        continue;
      }
      ids.push(answer.body.id);
      if (at >= start && at <= end) latenciesMs.push(answer.ms);
    }
  };
  await Promise.all(Array.from({ length: task.connections }, connection));
  await browser.close();
  return { ids, measured: latenciesMs.length, seconds: task.measureMs / 1000, latenciesMs, refused };
}

answerTask(createCases);
