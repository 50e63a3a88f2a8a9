import sql from 'sql-template-tag';
import type { DomainEvent } from '../ports/bus.ts';
import type { Db, Tx } from '../ports/db.ts';

export interface Outbox {
  /** The database as modules get it: a transaction that emitted wakes the relay when it has committed. */
  readonly db: Db;
  /** Appends events beside the change they speak of; they are published if and only if the transaction commits. */
  emit(tx: Tx, events: readonly DomainEvent[]): Promise<void>;
}

const chunk = 1_000;

/**
 * The writing end of the outbox. `wake` is called after a commit with events, outside the transaction.
 * Emit after the change itself: the row that the change locked then orders the events of its key.
 */
export function createOutbox(db: Db, wake: () => void): Outbox {
  const emitting = new WeakSet<Tx>();
  return {
    emit: async (tx, events) => {
      if (events.length === 0) return;
      emitting.add(tx);
      for (let i = 0; i < events.length; i += chunk) await append(tx, events.slice(i, i + chunk));
    },
    db: {
      kind: db.kind,
      query: (statement) => db.query(statement),
      script: (text) => db.script(text),
      health: () => db.health(),
      close: () => db.close(),
      tx: async (work) => {
        let emitted = false;
        const value = await db.tx(async (tx) => {
          const result = await work(tx);
          emitted = emitting.has(tx);
          return result;
        });
        if (emitted) wake();
        return value;
      },
    },
  };
}

async function append(tx: Tx, events: readonly DomainEvent[]): Promise<void> {
  await tx.query(sql`
    insert into platform_outbox (id, type, key, trace, at, body)
    select * from unnest(
      ${events.map((event) => event.id)}::uuid[],
      ${events.map((event) => event.type)}::text[],
      ${events.map((event) => event.key)}::text[],
      ${events.map((event) => event.trace)}::text[],
      ${events.map((event) => new Date(event.at))}::timestamptz[],
      ${events.map((event) => JSON.stringify(event.body ?? null))}::json[])`);
}
