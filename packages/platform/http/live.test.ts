import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import type { DomainEvent } from '../ports/bus.ts';
import type { EventLog, LoggedEvent } from '../runtime/event-log.ts';
import type { LiveFeed } from '../runtime/module.ts';
import type { Authenticate } from './authentication.ts';
import { createLiveHub } from './live-hub.ts';
import { byHeader, testServer } from './server.fixture.ts';

/** A log and a tap that a test fills: what the outbox and the bus give in the program. */
class Feed {
  readonly events: LoggedEvent[] = [];
  #listen: () => void = () => undefined;
  reads = 0;
  projected = 0;
  first = 1;

  readonly log: EventLog = {
    eventsAfter: async (position, limit) => {
      this.reads += 1;
      return this.events.filter((event) => event.position > position).slice(0, limit);
    },
    lastPosition: async () => this.events.at(-1)?.position ?? 0,
  };
  readonly bus = {
    tap: async (_types: readonly string[], listen: (event: DomainEvent) => void) => {
      this.#listen = () => listen({} as DomainEvent);
      return { stop: async () => undefined };
    },
  };
  readonly feed: LiveFeed = {
    types: ['cases.*'],
    project: (event) => {
      this.projected += 1;
      if (event.type === 'cases.broken') throw new Error('broken');
      return { body: { n: event.body }, visibleTo: (scope) => event.key === 'all' || event.key === scope.userId };
    },
  };

  happen(key: string, body: unknown, type = 'cases.filed'): void {
    const position = (this.events.at(-1)?.position ?? this.first - 1) + 1;
    this.events.push({ position, event: { id: String(position), type, at: 0, key, trace: 't', body } });
  }
  tell(): void {
    this.#listen();
  }
}

interface Heard {
  readonly id: string;
  readonly event: string;
  readonly data: string;
}

/** A browser's EventSource, as far as the test needs it. */
class Screen {
  readonly heard: Heard[] = [];
  comments = 0;
  lastId = '';
  ended = false;
  readonly #abort = new AbortController();

  static async open(url: string, headers: Record<string, string>): Promise<Screen> {
    const screen = new Screen();
    const response = await fetch(`${url}/api/live`, { headers, signal: screen.#abort.signal });
    if (response.status !== 200) throw new Error(`live answered ${response.status}`);
    void screen.#read(response.body!).catch(() => undefined);
    await screen.until(() => screen.heard.some(({ event }) => event === 'hello'));
    return screen;
  }

  async #read(body: ReadableStream<Uint8Array>): Promise<void> {
    let text = '';
    for await (const chunk of body.pipeThrough(new TextDecoderStream() as unknown as ReadableWritablePair<string, Uint8Array>)) {
      text += chunk;
      const blocks = text.split('\n\n');
      text = blocks.pop()!;
      for (const block of blocks) this.#take(block);
    }
    this.ended = true;
  }

  #take(block: string): void {
    const fields = new Map(block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]));
    if (fields.has('')) this.comments += 1;
    this.lastId = fields.get('id') ?? this.lastId;
    if (fields.has('data')) this.heard.push({ id: this.lastId, event: fields.get('event') ?? 'message', data: fields.get('data')! });
  }

  messages(): unknown[] {
    return this.heard.filter(({ event }) => event.startsWith('cases.')).map(({ data }) => (JSON.parse(data) as { n: unknown }).n);
  }
  async until(condition: () => boolean, withinMs = 3000): Promise<void> {
    for (const end = Date.now() + withinMs; !condition(); await sleep(5)) if (Date.now() > end) throw new Error('it did not happen');
  }
  close(): void {
    this.#abort.abort();
  }
}

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const item of open.splice(0).reverse()) await item.close();
});

async function start(feed: Feed, authenticate: Authenticate = byHeader): Promise<string> {
  const hub = createLiveHub({ feeds: [feed.feed], bus: feed.bus, log: feed.log, logger: pino({ level: 'silent' }), pollMs: 60_000 });
  const { app } = await testServer([], { live: hub, authenticate, liveTiming: { pingMs: 200, recheckMs: 50, backlogBytes: 1_000_000 } });
  open.push(app);
  return app.listen({ port: 0, host: '127.0.0.1' });
}
async function watch(url: string, role: string, headers: Record<string, string> = {}): Promise<Screen> {
  const screen = await Screen.open(url, { 'x-role': role, ...headers });
  open.push(screen);
  return screen;
}

describe('the live stream', () => {
  it('shows each caller what its scope sees, in order, from now on', async () => {
    const feed = new Feed();
    feed.happen('all', 'before');
    const url = await start(feed);
    const [admin, handler] = [await watch(url, 'admin'), await watch(url, 'handler')];
    for (const [key, n] of [
      ['all', 1],
      ['admin', 2],
      ['handler', 3],
      ['all', 4],
    ] as const)
      feed.happen(key, n);
    feed.tell();
    await admin.until(() => admin.messages().length === 3 && handler.messages().length === 3);
    expect(admin.messages()).toEqual([1, 2, 4]);
    expect(handler.messages()).toEqual([1, 3, 4]);
    expect(admin.heard.at(-1)).toEqual({ id: '5', event: 'cases.filed', data: '{"key":"all","at":0,"n":4}' });
  });

  it('repeats what a screen missed, once and in order, while new events happen', async () => {
    const feed = new Feed();
    for (let n = 1; n <= 1200; n++) feed.happen('all', n);
    const url = await start(feed);
    const first = await watch(url, 'admin');
    const back = watch(url, 'handler', { 'last-event-id': '100' });
    for (let n = 1201; n <= 1300; n++) {
      feed.happen('all', n);
      feed.tell();
      if (n % 20 === 0) await sleep(1);
    }
    const screen = await back;
    await screen.until(() => screen.messages().length === 1200);
    await first.until(() => first.messages().length === 100);
    expect(screen.messages()).toEqual(Array.from({ length: 1200 }, (_, i) => i + 101));
  });

  it('tells a screen to load again when what it missed is no longer in the log, or never was', async () => {
    const feed = new Feed();
    feed.first = 500;
    feed.happen('all', 1);
    feed.happen('all', 2);
    const url = await start(feed);
    for (const id of ['100', '999999']) {
      const screen = await watch(url, 'admin', { 'last-event-id': id });
      await screen.until(() => screen.heard.some(({ event }) => event === 'reset'));
      expect(screen.messages()).toEqual([]);
      expect(screen.lastId).toBe('501');
    }
  });

  it('skips an event that cannot be shown and goes on', async () => {
    const feed = new Feed();
    const url = await start(feed);
    const screen = await watch(url, 'admin');
    feed.happen('all', 1, 'cases.broken');
    feed.happen('all', 2, 'fleet.fixes');
    feed.happen('all', 3);
    feed.tell();
    await screen.until(() => screen.messages().length > 0);
    expect(screen.messages()).toEqual([3]);
  });

  it('projects and reads an event once for two hundred screens', async () => {
    const feed = new Feed();
    const url = await start(feed);
    const screens = await Promise.all(Array.from({ length: 200 }, (_, i) => watch(url, `role-${i}`)));
    const { reads } = feed;
    feed.happen('all', 'x');
    feed.tell();
    await screens[0]!.until(() => screens.every((screen) => screen.messages().length === 1));
    expect(feed.projected).toBe(1);
    expect(feed.reads - reads).toBeLessThanOrEqual(2);
  });

  it('sends comments to an idle screen, and moves its place on', async () => {
    const feed = new Feed();
    const url = await start(feed);
    const screen = await watch(url, 'admin');
    feed.happen('handler', 1);
    feed.tell();
    await screen.until(() => screen.comments > 0 && screen.lastId === '1');
    expect(screen.messages()).toEqual([]);
  });

  it('ends when the session is revoked, and takes over a changed scope', async () => {
    const feed = new Feed();
    let as = 'admin';
    const url = await start(feed, (headers, address) => byHeader({ ...headers, ...(as === '' ? { 'x-role': undefined } : {}) }, address));
    const screen = await watch(url, 'admin');
    as = '';
    await screen.until(() => screen.ended);
    expect(screen.heard.at(-1)).toMatchObject({ event: 'signed-out' });
  });

  it('lets go of a screen that does not read, without holding up the others', async () => {
    const feed = new Feed();
    const url = await start(feed);
    const { connect } = await import('node:net');
    const { hostname, port } = new URL(url);
    const lazy = connect(Number(port), hostname).pause();
    open.push({ close: () => lazy.destroy() });
    lazy.write('GET /api/live HTTP/1.1\r\nHost: x\r\nx-role: handler\r\n\r\n');
    const screen = await watch(url, 'admin');
    const clients = async () => Number(/chengmai_live_clients (\d+)/.exec(await (await fetch(`${url}/metrics`)).text())![1]);
    await sleep(100);
    expect(await clients()).toBe(2);
    for (let n = 0; n < 120; n++) {
      feed.happen('all', 'x'.repeat(100_000));
      feed.tell();
      // At the pace of the screen that reads.
      await screen.until(() => screen.messages().length === n + 1);
    }
    await screen.until(() => screen.messages().length === 120);
    expect(await clients()).toBe(1);
  });

  it('is for signed-in people', async () => {
    const url = await start(new Feed());
    expect((await fetch(`${url}/api/live`)).status).toBe(401);
  });
});
