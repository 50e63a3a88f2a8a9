import { randomUUID } from 'node:crypto';
import type { Bus, Consumer, DomainEvent } from '@chengmai/platform/ports/bus.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from './free-port.ts';

/** An event with a new id. */
export const anEvent = (type: string, key: string, body: unknown = {}): DomainEvent => ({
  id: randomUUID(),
  type,
  at: Date.UTC(2026, 2, 2, 1),
  key,
  trace: 'test',
  body,
});

/** A consumer that writes down what it gets, as `key:body`. */
export function recorder(name: string, types: readonly string[], more: Partial<Consumer> = {}): Consumer & { readonly got: string[] } {
  const got: string[] = [];
  return {
    name,
    types,
    got,
    handle: async (event) => void got.push(`${event.key}:${String(event.body)}`),
    dead: async () => undefined,
    ...more,
  };
}

/** What every Bus adapter promises. `open` gives a bus of its own with short waits between attempts. */
export function busContract(name: string, open: () => Promise<Bus>): void {
  describe(`${name} keeps the contract of Bus`, () => {
    let bus: Bus;
    beforeAll(async () => {
      bus = await open();
    });
    afterAll(() => bus.close());

    it('gives an event to every consumer whose types it matches, exactly, by prefix or all', async () => {
      const exact = recorder('c1.exact', ['first.filed']);
      const prefix = recorder('c1.prefix', ['first.*']);
      const several = recorder('c1.several', ['first.closed', 'other.thing']);
      const every = recorder('c1.every', ['*']);
      const subscriptions = await Promise.all([exact, prefix, several, every].map((consumer) => bus.subscribe(consumer)));
      await bus.publish([
        anEvent('first.filed', 'a', 1),
        anEvent('first.closed', 'a', 2),
        anEvent('other.thing', 'a', 3),
        anEvent('firstly.not', 'a', 4),
      ]);
      await until(
        'all arrived',
        () => every.got.length === 4 && several.got.length === 2 && prefix.got.length === 2 && exact.got.length === 1,
      );
      expect([exact.got, prefix.got, several.got]).toEqual([['a:1'], ['a:1', 'a:2'], ['a:2', 'a:3']]);
      for (const subscription of subscriptions) await subscription.stop();
    });

    it('carries an event unchanged', async () => {
      const seen: DomainEvent[] = [];
      const consumer = recorder('c2', ['second.*'], { handle: async (event) => void seen.push(event) });
      const subscription = await bus.subscribe(consumer);
      const event = anEvent('second.thing', '案件-1', { text: '𠮷 "引号"', list: [1, null], deep: { at: 1.5 } });
      await bus.publish([event]);
      await until('it arrived', () => seen.length === 1);
      expect(seen).toEqual([event]);
      await subscription.stop();
    });

    it('keeps the order of each key, over several publications and slow handling', async () => {
      const consumer = recorder('c3', ['third.*']);
      const slow: Consumer = {
        ...consumer,
        handle: async (event) => {
          await new Promise((resolve) => setTimeout(resolve, Number(event.body) % 3));
          await consumer.handle(event);
        },
      };
      const subscription = await bus.subscribe(slow);
      const published: Promise<void>[] = [];
      for (let i = 0; i < 60; i += 3) published.push(bus.publish([0, 1, 2].map((k) => anEvent('third.step', `k${k}`, i + k))));
      await Promise.all(published);
      await until('all arrived', () => consumer.got.length === 60);
      for (const k of [0, 1, 2]) {
        const steps = consumer.got.filter((line) => line.startsWith(`k${k}:`));
        expect(steps).toEqual(Array.from({ length: 20 }, (_, i) => `k${k}:${i * 3 + k}`));
      }
      await subscription.stop();
    });

    it('tries a failed event again before the next of its key', async () => {
      let failures = 2;
      const consumer = recorder('c4', ['fourth.*']);
      const failing: Consumer = {
        ...consumer,
        handle: async (event) => {
          if (event.body === 1 && failures > 0) {
            failures -= 1;
            throw new Error('not yet');
          }
          await consumer.handle(event);
        },
      };
      const subscription = await bus.subscribe(failing);
      await bus.publish([anEvent('fourth.x', 'k', 1), anEvent('fourth.x', 'k', 2)]);
      await until('both arrived', () => consumer.got.length === 2);
      expect(consumer.got).toEqual(['k:1', 'k:2']);
      await subscription.stop();
    });

    it('buries an event once after the last attempt, with its error, and goes on', async () => {
      let attempts = 0;
      const buried: unknown[] = [];
      const consumer = recorder('c5', ['fifth.*'], {
        attempts: 3,
        dead: async (event, error, tried) => void buried.push([event.body, error.message, tried]),
      });
      const failing: Consumer = {
        ...consumer,
        handle: async (event) => {
          if (event.body !== 'bad') return consumer.handle(event);
          attempts += 1;
          throw new Error('never');
        },
      };
      const subscription = await bus.subscribe(failing);
      await bus.publish([anEvent('fifth.x', 'k', 'bad'), anEvent('fifth.x', 'k', 'good')]);
      await until('the good one arrived', () => consumer.got.length === 1);
      expect([attempts, buried]).toEqual([3, [['bad', 'never', 3]]]);
      await subscription.stop();
    });

    it('tries `dead` again until it is written down', async () => {
      let refused = 2;
      let buried = 0;
      const consumer = recorder('c6', ['sixth.*'], {
        attempts: 1,
        handle: async () => {
          throw new Error('never');
        },
        dead: async () => {
          if (refused > 0) {
            refused -= 1;
            throw new Error('no room');
          }
          buried += 1;
        },
      });
      const subscription = await bus.subscribe(consumer);
      await bus.publish([anEvent('sixth.x', 'k')]);
      await until('it is buried', () => buried === 1);
      await subscription.stop();
    });

    it('lets taps listen; a throwing tap harms nobody, a stopped one hears nothing', async () => {
      const heard: unknown[] = [];
      const throwing = await bus.tap(['seventh.*'], () => {
        throw new Error('tap');
      });
      const tap = await bus.tap(['seventh.*'], (event) => heard.push(event.body));
      await bus.publish([anEvent('seventh.x', 'k', 1), anEvent('eighth.x', 'k', 2)]);
      await until('it was heard', () => heard.length === 1);
      await tap.stop();
      await throwing.stop();
      await bus.publish([anEvent('seventh.x', 'k', 3)]);
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(heard).toEqual([1]);
    });

    it('gives nothing to a stopped consumer', async () => {
      const consumer = recorder('c9', ['ninth.*']);
      const subscription = await bus.subscribe(consumer);
      await subscription.stop();
      await bus.publish([anEvent('ninth.x', 'k', 1)]);
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(consumer.got).toEqual([]);
    });

    it('says how it is, and refuses events after closing', async () => {
      const other = await open();
      expect(await other.health()).toMatchObject({ ok: true });
      await other.close();
      expect(await other.health()).toMatchObject({ ok: false });
      await expect(other.publish([anEvent('tenth.x', 'k')])).rejects.toThrow();
    });
  });
}
