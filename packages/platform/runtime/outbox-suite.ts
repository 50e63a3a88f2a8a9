import { randomUUID } from 'node:crypto';
import { anEvent, recorder } from '@chengmai/testkit/bus-contract.ts';
import { FakeClock } from '@chengmai/testkit/clock.ts';
import { until } from '@chengmai/testkit/free-port.ts';
import sql from 'sql-template-tag';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMemoryBus } from '../adapters/bus-memory.ts';
import { RandomIds } from '../adapters/ids-random.ts';
import type { Bus, DomainEvent } from '../ports/bus.ts';
import type { Db } from '../ports/db.ts';
import { eventLog } from './event-log.ts';
import { createOutbox, type Outbox } from './outbox.ts';
import { createRelay, type Relay } from './relay.ts';
import { keepDays, retentionJob } from './retention.ts';

/** What the outbox and its relay promise, on either database. */
export function outboxSuite(open: () => Db): void {
  describe('the outbox', () => {
    let db: Db;
    let bus: Bus;
    let relay: Relay;
    let outbox: Outbox;
    const clock = new FakeClock();
    const ids = new RandomIds();
    const begin = (own: Bus, leaseMs = 5_000): Relay => createRelay({ db, bus: own, clock, ids, batch: 50, pollMs: 10, leaseMs });
    const write = (...events: DomainEvent[]): Promise<void> => outbox.db.tx((tx) => outbox.emit(tx, events));

    beforeEach(async () => {
      db = open();
      await db.script(`delete from platform_outbox; delete from platform_event;
        update platform_relay set holder = null, held_until = null, last_position = 0, published_position = 0`);
      bus = createMemoryBus({ backoff: { delaysMs: [1] } });
      relay = begin(bus);
      outbox = createOutbox(db, () => relay.wake());
    });
    afterEach(async () => {
      await relay.stop();
      await bus.close();
    });

    it('publishes what committed, unchanged and in order, and nothing of what was rolled back', async () => {
      const seen: DomainEvent[] = [];
      await bus.subscribe({ ...recorder('r', ['*']), handle: async (event) => void seen.push(event) });
      relay.start();
      const events = Array.from({ length: 7 }, (_, i) => anEvent('a.b', 'k', { i, text: '𠮷 "x" \u0000' }));
      await write(...events.slice(0, 3));
      const failing = outbox.db.tx(async (tx) => {
        await outbox.emit(tx, [anEvent('a.b', 'k', 'never')]);
        throw new Error('rolled back');
      });
      await expect(failing).rejects.toThrow('rolled back');
      await write(...events.slice(3));
      await relay.drain();
      expect(seen).toEqual(events);
    });

    it('publishes what was written before it started, and more than one batch of it', async () => {
      const consumer = recorder('r', ['*']);
      await bus.subscribe(consumer);
      await write(...Array.from({ length: 1_130 }, (_, i) => anEvent('a.b', 'k', i)));
      relay.start();
      await relay.drain();
      expect(consumer.got).toEqual(Array.from({ length: 1_130 }, (_, i) => `k:${i}`));
    });

    it('gives positions without gaps, in publish order, and keeps the events for who missed them', async () => {
      relay.start();
      const events = Array.from({ length: 120 }, (_, i) => anEvent('a.b', `k${i % 3}`, i));
      await Promise.all(events.map((event) => write(event)));
      await relay.drain();
      const log = eventLog(db);
      const all = await log.eventsAfter(0, 1_000);
      expect(all.map(({ position }) => position)).toEqual(Array.from({ length: 120 }, (_, i) => i + 1));
      expect(new Set(all.map(({ event }) => event.id))).toEqual(new Set(events.map(({ id }) => id)));
      expect(await log.eventsAfter(118, 10)).toHaveLength(2);
      expect(await log.lastPosition()).toBe(120);
    });

    it('sends again what the bus did not accept', async () => {
      let refusals = 3;
      const consumer = recorder('r', ['*']);
      await bus.subscribe(consumer);
      const flaky: Bus = {
        kind: bus.kind,
        subscribe: (own) => bus.subscribe(own),
        tap: (types, listen) => bus.tap(types, listen),
        health: () => bus.health(),
        close: () => bus.close(),
        publish: async (events) => {
          if (refusals > 0) {
            refusals -= 1;
            throw new Error('not now');
          }
          await bus.publish(events);
        },
      };
      relay = begin(flaky);
      relay.start();
      await write(anEvent('a.b', 'k', 1), anEvent('a.b', 'k', 2));
      await relay.drain();
      expect([...new Set(consumer.got)]).toEqual(['k:1', 'k:2']);
      expect(refusals).toBe(0);
    });

    it('has one relay at work at a time; the other takes over when it falls silent, and nothing is lost', async () => {
      const order: string[] = [];
      let breakOff: (error: Error) => void = () => undefined;
      const stuck: Bus = { ...recorderBus(order, 'stuck'), publish: () => new Promise((_, reject) => (breakOff = reject)) };
      const silent = begin(stuck, 600);
      silent.start();
      await write(anEvent('a.b', 'k', 1));
      await until('the silent one has it', async () => (await eventLog(db).lastPosition()) === 1);
      relay = begin(recorderBus(order, 'other'), 600);
      relay.start();
      await write(anEvent('a.b', 'k', 2));
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(order).toEqual([]);
      // Dead without a word: its lease is not renewed any more.
      await db.query(sql`update platform_relay set holder = ${randomUUID()}::uuid`);
      await until('the other took over', () => order.length === 2, 20_000);
      expect(order).toEqual(['other 1', 'other 2']);
      breakOff(new Error('the test ends'));
      await silent.stop();
    });

    it('is not held up by a lease that a clock stepping back left in the far future', async () => {
      const consumer = recorder('r', ['*']);
      await bus.subscribe(consumer);
      await db.query(sql`update platform_relay set holder = ${randomUUID()}::uuid, held_until = now() + interval '1 day'`);
      relay.start();
      await write(anEvent('a.b', 'k', 1));
      await relay.drain();
      expect(consumer.got).toEqual(['k:1']);
    });

    it('forgets published events after their days, and no other', async () => {
      relay.start();
      await write(anEvent('a.b', 'k', 1));
      await relay.drain();
      const { run } = retentionJob(db);
      await run(clock.now() + (keepDays.events - 1) * 86_400_000);
      expect(await eventLog(db).eventsAfter(0, 10)).toHaveLength(1);
      await run(clock.now() + (keepDays.events + 1) * 86_400_000);
      expect(await eventLog(db).eventsAfter(0, 10)).toEqual([]);
      await write(anEvent('a.b', 'k', 2));
      await relay.drain();
      expect((await eventLog(db).eventsAfter(0, 10)).map(({ position }) => position)).toEqual([2]);
    });
  });
}

/** A bus that only notes what is published, and by whom. */
function recorderBus(order: string[], name: string): Bus {
  const nothing = { stop: async () => undefined };
  return {
    kind: 'memory',
    publish: async (events) => void order.push(...events.map((event) => `${name} ${String(event.body)}`)),
    subscribe: async () => nothing,
    tap: async () => nothing,
    health: async () => ({ ok: true, detail: '' }),
    close: async () => undefined,
  };
}
