import { setTimeout as sleep } from 'node:timers/promises';
import { ok, type Result, refuse } from '@chengmai/kernel/result.ts';
import type { Logger } from 'pino';
import sql from 'sql-template-tag';
import type { Consumer, DomainEvent } from '../ports/bus.ts';
import type { Clock } from '../ports/clock.ts';
import { type Db, DbUnavailable, type Queryable } from '../ports/db.ts';
import type { Handler } from './module.ts';

export interface HandlerRuntime {
  readonly db: Db;
  readonly clock: Clock;
  readonly log?: Logger;
  /** Aborted when the program stops: waiting for the database ends then. */
  readonly stopping: AbortSignal;
}

/** An event that a handler failed on; it can be replayed when the cause is removed. */
export interface DeadLetter {
  readonly handler: string;
  readonly eventId: string;
  readonly event: DomainEvent;
  readonly error: string;
  readonly attempts: number;
  /** ms */
  readonly at: number;
}

/** Runs a handler once per event: its effect and the mark that the event is handled commit together. False when it was handled before. */
export async function handleOnce(runtime: HandlerRuntime, handler: Handler, event: DomainEvent): Promise<boolean> {
  return runtime.db.tx(async (tx) => {
    const claimed = await tx.query(sql`
      insert into platform_handled (handler, event_id, at)
      values (${handler.name}, ${event.id}::uuid, ${new Date(runtime.clock.now())}::timestamptz)
      on conflict do nothing returning 1`);
    if (claimed.length === 0) return false;
    await handler.handle(tx, event);
    return true;
  });
}

/** The same for several events: their effects and marks commit together; those that were handled before are left out. */
async function handleManyOnce(
  runtime: HandlerRuntime,
  handler: Pick<Handler, 'name'>,
  handleMany: NonNullable<Handler['handleMany']>,
  events: readonly DomainEvent[],
): Promise<void> {
  await runtime.db.tx(async (tx) => {
    const claimed = await tx.query<{ event_id: string }>(sql`
      insert into platform_handled (handler, event_id, at)
      select ${handler.name}, id, ${new Date(runtime.clock.now())}::timestamptz from unnest(${events.map(({ id }) => id)}::uuid[]) as id
      on conflict do nothing returning event_id`);
    const fresh = new Set(claimed.map((row) => row.event_id));
    const left = events.filter(({ id }) => fresh.delete(id));
    if (left.length > 0) await handleMany(tx, left);
  });
}

/** A handler as the bus sees it. A database that is away is waited for: that is no failure of the event. */
export function consumerOf(runtime: HandlerRuntime, handler: Handler): Consumer {
  return {
    name: handler.name,
    types: handler.types,
    handle: async (event) => void (await untilAvailable(runtime, () => handleOnce(runtime, handler, event))),
    ...manyOf(runtime, handler),
    dead: (event, error, attempts) => untilAvailable(runtime, () => bury(runtime, handler.name, event, error, attempts)),
  };
}

function manyOf(runtime: HandlerRuntime, handler: Handler): Pick<Consumer, 'handleMany'> {
  const { handleMany } = handler;
  if (!handleMany) return {};
  const many = handleMany.bind(handler);
  return { handleMany: (events) => untilAvailable(runtime, () => handleManyOnce(runtime, handler, many, events)) };
}

async function untilAvailable<T>(runtime: HandlerRuntime, work: () => Promise<T>): Promise<T> {
  for (let waitMs = 100; ; waitMs = Math.min(waitMs * 2, 2_000)) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof DbUnavailable) || runtime.stopping.aborted) throw error;
      await sleep(waitMs, undefined, { signal: runtime.stopping });
    }
  }
}

async function bury(runtime: HandlerRuntime, handler: string, event: DomainEvent, error: Error, attempts: number): Promise<void> {
  runtime.log?.error({ handler, event: event.id, type: event.type, key: event.key, err: error }, 'an event became a dead letter');
  await runtime.db.query(sql`
    insert into platform_dead_letter (handler, event_id, event, error, attempts, at)
    values (${handler}, ${event.id}::uuid, ${JSON.stringify(event)}::json, ${error.message}, ${attempts},
      ${new Date(runtime.clock.now())}::timestamptz)
    on conflict (handler, event_id) do update set error = excluded.error, at = excluded.at,
      attempts = platform_dead_letter.attempts + excluded.attempts`);
}

/** The dead letters, newest first; `before` continues a list. */
export async function listDeadLetters(db: Queryable, options: { readonly limit: number; readonly before?: number }): Promise<DeadLetter[]> {
  return db.query<DeadLetter>(sql`
    select handler, event_id as "eventId", event, error, attempts, at from platform_dead_letter
    where at < coalesce(${options.before === undefined ? null : new Date(options.before)}::timestamptz, 'infinity')
    order by at desc limit ${options.limit}`);
}

/**
 * Gives a dead letter to its handler once more; its effect and the letter's removal commit together. An error of the handler is
 * written to the letter and refused as `event.replay_failed`; other refusals: `event.dead_letter_unknown`, `event.handler_unknown`.
 */
export async function replayDeadLetter(
  runtime: HandlerRuntime,
  handlers: readonly Handler[],
  letter: { readonly handler: string; readonly eventId: string },
): Promise<Result<void>> {
  const handler = handlers.find(({ name }) => name === letter.handler);
  if (!handler) return refuse('event.handler_unknown', { handler: letter.handler });
  const [row] = await runtime.db.query<{ event: DomainEvent }>(sql`
    select event from platform_dead_letter where handler = ${letter.handler} and event_id = ${letter.eventId}::uuid`);
  if (!row) return refuse('event.dead_letter_unknown');
  const removing: Handler = {
    ...handler,
    handle: async (tx, event) => {
      await handler.handle(tx, event);
      await tx.query(sql`delete from platform_dead_letter where handler = ${letter.handler} and event_id = ${letter.eventId}::uuid`);
    },
  };
  try {
    await handleOnce(runtime, removing, row.event);
    return ok(undefined);
  } catch (error) {
    if (error instanceof DbUnavailable) throw error;
    const failure = error instanceof Error ? error : new Error(String(error));
    await bury(runtime, letter.handler, row.event, failure, 1);
    return refuse('event.replay_failed', { problem: failure.message });
  }
}
