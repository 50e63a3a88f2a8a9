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
});
