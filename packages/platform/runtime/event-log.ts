import sql from 'sql-template-tag';
import type { DomainEvent } from '../ports/bus.ts';
import type { Queryable } from '../ports/db.ts';

/** An event with its place in the log. Places only grow, without gaps, and become visible in their order. */
export interface LoggedEvent {
  readonly position: number;
  readonly event: DomainEvent;
}

export interface EventLog {
  eventsAfter(position: number, limit: number): Promise<readonly LoggedEvent[]>;
  lastPosition(): Promise<number>;
}

/** The published events of the last days, as the relay ordered them; live screens repeat from here what they missed. */
export const eventLog = (db: Queryable): EventLog => ({
  eventsAfter: (position, limit) => eventsAfter(db, position, limit),
  lastPosition: async () => {
    const [row] = await db.query<{ last_position: number }>(sql`select last_position from platform_relay where name = 'outbox'`);
    return row?.last_position ?? 0;
  },
});

export async function eventsAfter(db: Queryable, position: number, limit: number): Promise<LoggedEvent[]> {
  const rows = await db.query<DomainEvent & { position: number }>(sql`
    select position, id, type, key, trace, at, body from platform_event where position > ${position} order by position limit ${limit}`);
  return rows.map(({ position: at, ...event }) => ({ position: at, event }));
}
