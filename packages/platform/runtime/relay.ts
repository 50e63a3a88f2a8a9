import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import sql from 'sql-template-tag';
import type { Bus } from '../ports/bus.ts';
import type { Clock } from '../ports/clock.ts';
import type { Db, Tx } from '../ports/db.ts';
import type { Ids } from '../ports/ids.ts';
import { eventsAfter, type LoggedEvent } from './event-log.ts';

export interface RelayOptions {
  readonly db: Db;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log?: Logger;
  /** Events taken at once; default 500. */
  readonly batch?: number;
  /** How often an idle relay looks for what other processes wrote; default 50 on PostgreSQL, 1,000 embedded. */
  readonly pollMs?: number;
  /** A relay that fell silent for so long may be replaced; default 15,000. */
  readonly leaseMs?: number;
}

export interface Relay {
  /** Something was committed: look now. */
  wake(): void;
  start(): void;
  /** Lets what is on its way arrive, then ends. */
  stop(): Promise<void>;
  /** Resolves when everything that is committed now has been published. For tests and for shutting down. */
  drain(): Promise<void>;
  health(): Promise<{ ok: boolean; detail: string }>;
}

interface RelayRow {
  readonly holder: string | null;
  readonly held: boolean;
  readonly last_position: number;
  readonly published_position: number;
}

/** Batches on their way to the in-process bus at a time: one slow key does not hold up the others. NATS takes one after the other. */
const inFlightLimit = { memory: 16, nats: 1 } as const;

class OutboxRelay implements Relay {
  readonly #options: RelayOptions;
  readonly #id: string;
  readonly #batch: number;
  readonly #leaseMs: number;
  readonly #stopping = new AbortController();
  /** Up to which position this relay has taken events from the log; `null` when it does not hold the lease. */
  #taken: number | null = null;
  #inFlight: { readonly upTo: number; done: boolean }[] = [];
  #woken = false;
  #wakeUp: () => void = () => undefined;
  #loop: Promise<void> | undefined;
  #renewedAt = 0;
  #progress: () => void = () => undefined;

  constructor(options: RelayOptions) {
    this.#options = options;
    this.#id = options.ids.uuid();
    this.#batch = options.batch ?? 500;
    this.#leaseMs = options.leaseMs ?? 15_000;
  }

  wake(): void {
    this.#woken = true;
    this.#wakeUp();
  }

  start(): void {
    this.#loop ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.wake();
    this.#progress();
    await this.#loop;
  }

  async drain(): Promise<void> {
    const { db } = this.#options;
    for (;;) {
      this.wake();
      const [state] = await db.query<{ waiting: boolean; behind: boolean }>(sql`
        select exists (select 1 from platform_outbox) as waiting, published_position < last_position as behind
        from platform_relay where name = 'outbox'`);
      if (!state?.waiting && !state?.behind) return;
      await sleep(10);
    }
  }

  async health(): Promise<{ ok: boolean; detail: string }> {
    const [state] = await this.#options.db.query<{ waiting: number; oldest: number | null; behind: number }>(sql`
      select count(*) as waiting, min(at) as oldest,
        (select last_position - published_position from platform_relay where name = 'outbox') as behind
      from (select at from platform_outbox order by seq limit 10000) first`);
    const ageS = state?.oldest ? Math.max(0, Math.round((this.#options.clock.now() - state.oldest) / 1000)) : 0;
    return { ok: ageS < 60, detail: `${(state?.waiting ?? 0) + (state?.behind ?? 0)} events on their way, the oldest for ${ageS} s` };
  }

  async #run(): Promise<void> {
    const pollMs = this.#options.pollMs ?? (this.#options.db.kind === 'postgres' ? 50 : 1_000);
    let failures = 0;
    while (!this.#stopping.signal.aborted) {
      this.#woken = false;
      try {
        const moved = await this.#once();
        failures = 0;
        if (!moved && !this.#woken) await this.#pause(pollMs);
      } catch (error) {
        failures += 1;
        this.#taken = null;
        // The database or the broker is away. What is not published stays in the log, so waiting loses nothing.
        if (failures === 1 || failures % 20 === 0) this.#options.log?.warn({ err: error, failures }, 'the outbox waits');
        await this.#pause(Math.min(2_000, 100 * 2 ** failures));
      }
    }
    await this.#settle().catch((error: unknown) => this.#options.log?.warn({ err: error }, 'the outbox stopped with events on their way'));
  }

  /** Takes the next batch and sends it; true when there was one. */
  async #once(): Promise<boolean> {
    await this.#confirm();
    if (this.#inFlight.length >= inFlightLimit[this.#options.bus.kind]) {
      await this.#arrival();
      await this.#confirm();
      return true;
    }
    const { db } = this.#options;
    const [idle] = await db.query<{ idle: boolean }>(sql`
      select not exists (select 1 from platform_outbox)
        and not exists (select 1 from platform_relay where name = 'outbox' and last_position > ${this.#taken ?? -1}
          and last_position > published_position) as idle`);
    if (idle?.idle) return false;
    const events = await db.tx((tx) => this.#take(tx));
    if (events.length === 0) return false;
    this.#send(events);
    return true;
  }

  /** Gives positions to what is in the outbox and reads on in the log, holding the one row that all relays lock. */
  async #take(tx: Tx): Promise<LoggedEvent[]> {
    const row = await this.#hold(tx);
    if (!row) {
      this.#taken = null;
      return [];
    }
    const from = this.#taken !== null && row.holder === this.#id ? this.#taken : row.published_position;
    const now = new Date(this.#options.clock.now());
    const [{ moved } = { moved: 0 }] = await tx.query<{ moved: number }>(sql`
      with gone as (
        delete from platform_outbox where seq in (select seq from platform_outbox order by seq limit ${this.#batch}) returning *
      ), logged as (
        insert into platform_event (position, id, type, key, trace, at, logged_at, body)
        select ${row.last_position}::bigint + row_number() over (order by seq), id, type, key, trace, at, ${now}::timestamptz, body from gone
        returning 1
      )
      select count(*) as moved from logged`);
    await tx.query(sql`
      update platform_relay set holder = ${this.#id}::uuid, held_until = now() + ${this.#leaseMs}::int * interval '1 ms',
        last_position = last_position + ${moved}
      where name = 'outbox'`);
    const events = await eventsAfter(tx, from, this.#batch);
    this.#taken = events.at(-1)?.position ?? from;
    this.#renewedAt = performance.now();
    return events;
  }

  /** The relay's row, locked; nothing when another relay has it. A lease too far ahead is the trace of a clock that stepped back. */
  async #hold(tx: Tx): Promise<RelayRow | undefined> {
    const [row] = await tx.query<RelayRow>(sql`
      select holder, last_position, published_position,
        coalesce(held_until between now() and now() + 2 * ${this.#leaseMs}::int * interval '1 ms', false) as held
      from platform_relay where name = 'outbox' for update skip locked`);
    return row && (row.holder === this.#id || !row.held) ? row : undefined;
  }

  #send(events: readonly LoggedEvent[]): void {
    const entry = { upTo: events.at(-1)?.position ?? 0, done: false };
    this.#inFlight.push(entry);
    this.#options.bus.publish(events.map(({ event }) => event)).then(
      () => {
        entry.done = true;
        this.#progress();
        this.wake();
      },
      (error: unknown) => {
        // From here on everything is sent again; handlers know what they have handled.
        if (!this.#stopping.signal.aborted) this.#options.log?.warn({ err: error }, 'events were not accepted; they are sent again');
        this.#inFlight = [];
        this.#taken = null;
        this.#progress();
      },
    );
  }

  /** Writes down how far everything has arrived, and keeps the lease while something is on its way. */
  async #confirm(): Promise<void> {
    let upTo: number | undefined;
    while (this.#inFlight[0]?.done) upTo = this.#inFlight.shift()?.upTo;
    const leaseIsOld = this.#inFlight.length > 0 && performance.now() - this.#renewedAt > this.#leaseMs / 3;
    if (upTo === undefined && !leaseIsOld) return;
    await this.#options.db.query(sql`
      update platform_relay set published_position = greatest(published_position, ${upTo ?? 0}),
        held_until = now() + ${this.#leaseMs}::int * interval '1 ms'
      where name = 'outbox' and holder = ${this.#id}::uuid`);
    this.#renewedAt = performance.now();
  }

  async #settle(): Promise<void> {
    while (this.#inFlight.length > 0 && this.#taken !== null) {
      if (!this.#inFlight[0]?.done) await this.#arrival();
      await this.#confirm();
    }
  }

  /** The next batch has arrived or failed; or it is time to renew the lease. */
  async #arrival(): Promise<void> {
    if (this.#inFlight[0]?.done || this.#inFlight.length === 0) return;
    await this.#signalled((resolve) => {
      this.#progress = resolve;
    }, this.#leaseMs / 3);
  }

  async #pause(ms: number): Promise<void> {
    await this.#signalled((resolve) => {
      this.#wakeUp = resolve;
    }, ms);
  }

  async #signalled(register: (resolve: () => void) => void, ms: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      register(resolve);
      timer = setTimeout(resolve, ms);
    });
    clearTimeout(timer);
  }
}

/**
 * The reading end of the outbox: publishes committed events in order. Any number of processes may run one; a lease on one row
 * lets one of them work at a time, and another take over when it falls silent. Events may be published again then, never lost.
 */
export const createRelay = (options: RelayOptions): Relay => new OutboxRelay(options);
