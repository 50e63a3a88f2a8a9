import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Consumer, DomainEvent } from '../ports/bus.ts';

/** Waits between attempts; the last one repeats. */
export interface Backoff {
  readonly delaysMs: readonly number[];
}
export const defaultBackoff: Backoff = { delaysMs: [50, 250, 1_000, 4_000] };

/** Runs a piece of work when a turn is free; waiting between attempts holds no turn. */
export type Turn = <T>(work: () => Promise<T>) => Promise<T>;

const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));

/**
 * One event to one consumer, to the end: handled, or buried by `dead` after the last attempt. `dead` itself is tried until it
 * resolves, because a failure nobody recorded would be a lost event. Rejects only when `closing` is aborted.
 */
export async function deliver(
  consumer: Consumer,
  event: DomainEvent,
  options: { readonly backoff: Backoff; readonly closing: AbortSignal; readonly log?: Logger | undefined; readonly turn: Turn },
): Promise<void> {
  const { backoff, closing, log, turn } = options;
  const limit = consumer.attempts ?? 5;
  const pause = (attempt: number): Promise<void> =>
    sleep(backoff.delaysMs[Math.min(attempt, backoff.delaysMs.length) - 1] ?? 0, undefined, { signal: closing });
  let failure: Error | undefined;
  for (let attempt = 1; attempt <= limit; attempt += 1) {
    closing.throwIfAborted();
    failure = await turn(() => consumer.handle(event)).then(() => undefined, asError);
    if (!failure) return;
    closing.throwIfAborted();
    log?.warn({ consumer: consumer.name, event: event.id, type: event.type, attempt, err: failure }, 'an event was not handled');
    if (attempt < limit) await pause(attempt);
  }
  for (let attempt = 1; ; attempt += 1) {
    const error = await turn(() => consumer.dead(event, failure as Error, limit)).then(() => undefined, asError);
    if (!error) return;
    log?.error({ consumer: consumer.name, event: event.id, err: error }, 'a dead letter was not recorded; trying again');
    await pause(attempt);
  }
}

/** At most `size` pieces of work at a time, first come first served. */
export function turns(size: number): Turn {
  let free = size;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (free === 0) await new Promise<void>((resolve) => waiting.push(resolve));
    else free -= 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
