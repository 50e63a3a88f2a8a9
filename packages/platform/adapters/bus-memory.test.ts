import { anEvent, busContract, recorder } from '@chengmai/testkit/bus-contract.ts';
import { describe, expect, it } from 'vitest';
import { createMemoryBus } from './bus-memory.ts';

const backoff = { delaysMs: [1, 2] };

busContract('the in-process bus', async () => createMemoryBus({ backoff }));

describe('the in-process bus', () => {
  it('has handled an event everywhere when its publication resolves', async () => {
    const bus = createMemoryBus({ backoff });
    const slow = recorder('slow', ['*']);
    await bus.subscribe({ ...slow, handle: (event) => new Promise((resolve) => setTimeout(() => resolve(slow.handle(event)), 20)) });
    await bus.publish([anEvent('a.b', 'k', 1)]);
    expect(slow.got).toEqual(['k:1']);
    await bus.close();
  });

  it('does not let one key that fails hold up another', async () => {
    const bus = createMemoryBus({ backoff: { delaysMs: [200] }, concurrency: 1 });
    const consumer = recorder('c', ['*'], { attempts: 2 });
    const done: string[] = [];
    await bus.subscribe({
      ...consumer,
      handle: async (event) => {
        if (event.key === 'bad') throw new Error('no');
        done.push(event.key);
      },
      dead: async (event) => void done.push(`${event.key} buried`),
    });
    await bus.publish([anEvent('a.b', 'bad'), anEvent('a.b', 'good')]);
    expect(done).toEqual(['good', 'bad buried']);
    await bus.close();
  });

  it('rejects publications whose events it could not finish when it closes, so that they are sent again', async () => {
    const bus = createMemoryBus({ backoff: { delaysMs: [10_000] } });
    await bus.subscribe({
      ...recorder('c', ['*']),
      handle: async () => {
        throw new Error('no');
      },
    });
    const published = bus.publish([anEvent('a.b', 'k')]);
    const outcome = expect(published).rejects.toThrow();
    await new Promise((resolve) => setTimeout(resolve, 20));
    await bus.close();
    await outcome;
  });

  it('gives what waits together to a consumer that takes many, in order, and does not publish before it is handled', async () => {
    const bus = createMemoryBus({ backoff });
    const batches: string[][] = [];
    const slow = async (events: readonly { body: unknown }[]): Promise<void> => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      batches.push(events.map(({ body }) => String(body)));
    };
    await bus.subscribe({ ...recorder('many', ['*']), handleMany: slow });
    const first = bus.publish([anEvent('a.b', 'k', 1), anEvent('a.b', 'j', 2)]);
    await new Promise((resolve) => setTimeout(resolve, 5));
    const later = [bus.publish([anEvent('a.b', 'k', 3)]), bus.publish([anEvent('a.b', 'j', 4)])];
    await first;
    expect(batches).toEqual([['1', '2']]);
    await Promise.all(later);
    expect(batches).toEqual([
      ['1', '2'],
      ['3', '4'],
    ]);
    await bus.close();
  });

  it('gives them one by one when together they fail, so that only the bad one is buried, and goes on together', async () => {
    const bus = createMemoryBus({ backoff });
    const consumer = recorder('many', ['*'], { attempts: 2 });
    const said: string[] = [];
    await bus.subscribe({
      ...consumer,
      handle: async (event) => {
        if (event.body === 'bad') throw new Error('no');
        await consumer.handle(event);
      },
      handleMany: async (events) => {
        if (events.some(({ body }) => body === 'bad')) throw new Error('no');
        said.push(`${events.length} together`);
      },
      dead: async (event) => void said.push(`${String(event.body)} buried`),
    });
    await bus.publish([anEvent('a.b', 'k', 'good'), anEvent('a.b', 'k', 'bad'), anEvent('a.b', 'k', 'after')]);
    await bus.publish([anEvent('a.b', 'k', 'next')]);
    expect(consumer.got).toEqual(['k:good', 'k:after']);
    expect(said).toEqual(['bad buried', '1 together']);
    await bus.close();
  });
});
