import type { Output } from '../cli/output.ts';

const patienceSeconds = 25;

/** Waits for SIGTERM or SIGINT, then stops in order. A second signal, or 25 seconds, ends the process at once with a failure. */
export async function untilStopped(stop: () => Promise<void>, out: Output): Promise<void> {
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
  });
  out.note(out.say({ zh: '正在停止……', en: 'Stopping …' }));
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => process.exit(1));
  const late = setTimeout(() => process.exit(1), patienceSeconds * 1000);
  await stop();
  clearTimeout(late);
}
