import { spawn } from 'node:child_process';
import { anEvent, busContract, recorder } from '@chengmai/testkit/bus-contract.ts';
import { describeWith } from '@chengmai/testkit/describe-with.ts';
import { until } from '@chengmai/testkit/free-port.ts';
import { type PrivateServer, startNats } from '@chengmai/testkit/servers.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Bus } from '../ports/bus.ts';
import { filterOf, openNatsBus } from './bus-nats.ts';

const backoff = { delaysMs: [1, 2] };

describe('the subject filter of a consumer', () => {
  it.each([
    [['cases.filed'], 'cases.filed'],
    [['cases.*'], 'cases.>'],
    [['cases.filed', 'cases.closed'], 'cases.>'],
    [['cases.filed', 'fleet.fixes'], '>'],
    [['cases.filed', 'cases.filed.late'], 'cases.>'],
    [['*'], '>'],
  ])('of %j is %s', (types, filter) => {
    expect(filterOf(types)).toBe(filter);
  });
});

describeWith(['nats'], 'the bus on NATS JetStream', () => {
  let server: PrivateServer;
  let streams = 0;
  const ownStream = (): string => {
    streams += 1;
    return `TEST${streams}`;
  };
  const open = (stream = ownStream(), more = {}): Promise<Bus> =>
    openNatsBus({ url: server.url, stream, backoff, takeOverMs: 1_000, ...more });
  beforeAll(async () => {
    server = await startNats();
  });
  afterAll(() => server.remove());

  busContract('JetStream', () => open());

  it('keeps events for a consumer that was away', async () => {
    const stream = ownStream();
    const first = await open(stream);
    await first.subscribe(recorder('away', ['a.*']));
    await first.close();
    const second = await open(stream);
    await second.publish([anEvent('a.b', 'k', 1), anEvent('a.b', 'k', 2)]);
    const consumer = recorder('away', ['a.*']);
    await second.subscribe(consumer);
    await until('both arrived', () => consumer.got.length === 2);
    expect(consumer.got).toEqual(['k:1', 'k:2']);
    await second.close();
  });

  it('drops the repetition of an event', async () => {
    const bus = await open();
    const consumer = recorder('once', ['*']);
    await bus.subscribe(consumer);
    const event = anEvent('a.b', 'k', 1);
    await bus.publish([event]);
    await bus.publish([event, anEvent('a.b', 'k', 2)]);
    await until('the second arrived', () => consumer.got.includes('k:2'));
    expect(consumer.got).toEqual(['k:1', 'k:2']);
    await bus.close();
  });

  it('shares a consumer between two workers, each event once and each key in order, also when one ends in the middle', async () => {
    const stream = ownStream();
    const [one, two] = [await open(stream), await open(stream)];
    const got: string[] = [];
    const slow = (): ReturnType<typeof recorder> =>
      recorder('shared', ['*'], {
        handle: async (event) => {
          await new Promise((resolve) => setTimeout(resolve, 5));
          got.push(`${event.key}:${String(event.body)}`);
        },
      });
    await one.subscribe(slow());
    await two.subscribe(slow());
    const events = Array.from({ length: 100 }, (_, i) => anEvent('a.b', `k${i % 5}`, i));
    await two.publish(events.slice(0, 50));
    await one.close();
    await two.publish(events.slice(50));
    await until('all arrived', () => new Set(got).size === 100, 20_000);
    const firsts = [...new Set(got)];
    for (let k = 0; k < 5; k += 1) {
      const numbers = firsts.filter((line) => line.startsWith(`k${k}:`)).map((line) => Number(line.split(':')[1]));
      expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    }
    await two.close();
  });

  it('gives the event of a worker that was killed to another', async () => {
    const stream = ownStream();
    const other = await open(stream);
    const source = `import { openNatsBus } from ${JSON.stringify(new URL('./bus-nats.ts', import.meta.url).href)};
      const bus = await openNatsBus(${JSON.stringify({ url: server.url, stream, takeOverMs: 1_000 })});
      await bus.subscribe({ name: 'handed', types: ['*'], dead: async () => {},
        handle: () => new Promise((resolve) => { console.log('taken'); setTimeout(resolve, 60_000); }) });
      console.log('ready');`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', source]);
    let said = '';
    child.stdout.on('data', (text) => (said += String(text)));
    await until('the worker is ready', () => said.includes('ready'), 60_000);
    await other.publish([anEvent('a.b', 'k', 1), anEvent('a.b', 'k', 2)]);
    await until('it has the event', () => said.includes('taken'));
    child.kill('SIGKILL');
    const consumer = recorder('handed', ['*']);
    await other.subscribe(consumer);
    await until('the other got both', () => consumer.got.length === 2, 30_000);
    expect(consumer.got).toEqual(['k:1', 'k:2']);
    await other.close();
  });

  it('leaves an event with a worker that takes long', async () => {
    const stream = ownStream();
    const [one, two] = [await open(stream), await open(stream)];
    let taken = 0;
    const slow = (): ReturnType<typeof recorder> =>
      recorder('long', ['*'], {
        handle: async () => {
          taken += 1;
          await new Promise((resolve) => setTimeout(resolve, 3_000));
        },
      });
    await one.subscribe(slow());
    await two.subscribe(slow());
    await one.publish([anEvent('a.b', 'k', 1)]);
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    expect(taken).toBe(1);
    await one.close();
    await two.close();
  });

  it.each(['stop', 'kill'] as const)('goes on alone after the server went away by %s, and loses nothing it accepted', async (way) => {
    const bus = await open();
    const consumer = recorder(`survivor-${way}`, ['*']);
    await bus.subscribe(consumer);
    const accepted: number[] = [];
    let running = true;
    const writing = (async () => {
      for (let i = 0; running; i += 1) {
        const event = anEvent('a.b', 'k', i);
        await bus.publish([event]).then(
          () => accepted.push(i),
          () => undefined,
        );
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    })();
    await until('some accepted', () => accepted.length > 20);
    await server[way]();
    await new Promise((resolve) => setTimeout(resolve, 300));
    await server.start();
    const before = accepted.length;
    await until('accepts again', () => accepted.length > before + 20, 60_000);
    running = false;
    await writing;
    await until('all accepted arrived', () => accepted.every((i) => consumer.got.includes(`k:${i}`)), 60_000);
    expect(await bus.health()).toMatchObject({ ok: true });
    await bus.close();
  });
});
