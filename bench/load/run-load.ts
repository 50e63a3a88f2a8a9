import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Runs a load generator as a process of its own: it gets `task`, and its one answer is the result. */
export async function runLoad<Task, Result>(file: string, task: Task): Promise<Result> {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const result = await new Promise<Result>((resolve, reject) => {
    child.once('message', (value) => resolve(value as Result));
    child.once('error', reject);
    child.once('exit', (code, signal) => reject(new Error(`${file} ended without a result (${code ?? signal})`)));
    child.send(task as object);
  });
  child.kill();
  return result;
}

/** The other side: waits for the task, sends the result. */
export function answerTask<Task, Result>(work: (task: Task) => Promise<Result>): void {
  process.once('message', (task) => {
    work(task as Task).then(
      (result) => process.send?.(result),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  });
}
