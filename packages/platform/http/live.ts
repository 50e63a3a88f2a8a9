import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Gauge } from 'prom-client';
import type { Scope } from '../runtime/scope.ts';
import type { Authenticate } from './authentication.ts';
import { sendRefusal } from './failure.ts';
import type { LiveHub } from './live-hub.ts';

export interface LiveTiming {
  /** How often an idle stream gets a comment, so that proxies keep it open. */
  readonly pingMs?: number;
  /** How often the caller is looked at again: a revoked session ends its stream within this time. */
  readonly recheckMs?: number;
  /** A client with more unsent bytes than this is dropped; it reconnects and catches up. */
  readonly backlogBytes?: number;
}

export interface LiveMount extends LiveTiming {
  readonly authenticate: Authenticate;
  readonly liveClients: Gauge;
}

interface Stream {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly userId: string;
  scope: Scope;
  sentAt: number;
}

const perUser = 12;

/** Last-Event-ID as the browser repeats it, or `?after=` for clients that cannot set headers. */
function startOf(request: FastifyRequest): number | null {
  const given = request.headers['last-event-id'] ?? (request.query as { after?: unknown }).after;
  return typeof given === 'string' && /^\d{1,15}$/.test(given) ? Number(given) : null;
}

function openStream(reply: FastifyReply): void {
  reply.hijack();
  reply.raw.socket?.setNoDelay(true);
  reply.raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no',
    connection: 'keep-alive',
  });
}

function drained(raw: FastifyReply['raw']): Promise<void> {
  if (!raw.writableNeedDrain || raw.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      raw.off('drain', done).off('close', done);
      resolve();
    };
    raw.on('drain', done).on('close', done);
  });
}

class Streams {
  readonly #open = new Set<Stream>();
  readonly #hub: LiveHub;
  readonly #mount: LiveMount;
  readonly #timers: NodeJS.Timeout[];

  constructor(hub: LiveHub, mount: LiveMount) {
    this.#hub = hub;
    this.#mount = mount;
    const pingMs = mount.pingMs ?? 14_000;
    this.#timers = [
      setInterval(() => this.#ping(pingMs), pingMs / 2).unref(),
      setInterval(() => void this.#recheck(), mount.recheckMs ?? 4000).unref(),
    ];
  }

  async add(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { caller } = request.who!;
    const stream: Stream = { request, reply, userId: caller.userId, scope: caller.scope, sentAt: Date.now() };
    this.#makeRoomFor(stream.userId);
    this.#open.add(stream);
    this.#mount.liveClients.set(this.#open.size);
    openStream(reply);
    let leave = (): void => undefined;
    let closed = false;
    reply.raw.once('close', () => {
      closed = true;
      this.#open.delete(stream);
      this.#mount.liveClients.set(this.#open.size);
      leave();
    });
    const client = {
      get scope() {
        return stream.scope;
      },
      write: (text: string) => this.#write(stream, text),
      drained: () => drained(reply.raw),
    };
    try {
      leave = await this.#hub.join(client, startOf(request));
      if (closed) leave();
    } catch {
      // The log cannot be read now: end, the browser comes back after `retry`.
      reply.raw.end();
    }
  }

  close(): void {
    for (const timer of this.#timers) clearInterval(timer);
    for (const stream of this.#open) stream.reply.raw.end();
    this.#open.clear();
  }

  #write(stream: Stream, text: string): boolean {
    const { raw } = stream.reply;
    if (raw.destroyed || raw.writableEnded) return false;
    if (raw.writableLength > (this.#mount.backlogBytes ?? 1_048_576)) {
      raw.destroy();
      return false;
    }
    stream.sentAt = Date.now();
    raw.write(text);
    return true;
  }

  /** A browser that leaks streams loses its oldest, not everybody's server. */
  #makeRoomFor(userId: string): void {
    const own = [...this.#open].filter((stream) => stream.userId === userId);
    for (const oldest of own.slice(0, Math.max(0, own.length - perUser + 1))) oldest.reply.raw.end();
  }

  #ping(pingMs: number): void {
    // An id without data moves the browser's Last-Event-ID on, so that a reconnect does not replay what was not for it anyway.
    const text = `: ping\nid: ${this.#hub.position()}\n\n`;
    const before = Date.now() - pingMs / 2 + 50;
    for (const stream of this.#open) if (stream.sentAt < before) this.#write(stream, text);
  }

  async #recheck(): Promise<void> {
    for (const stream of [...this.#open]) {
      const who = await this.#mount.authenticate(stream.request.headers, stream.request.ip, true).catch(() => null);
      // The database being away is no reason to throw anybody out.
      if (who === null) continue;
      if (who.caller.userId === stream.userId) stream.scope = who.caller.scope;
      else stream.reply.raw.end('event: signed-out\ndata: {}\n\n');
    }
  }
}

/**
 * GET /api/live: one stream of server-sent events per screen, filtered by the caller's data scope (WHATWG HTML §9.2). Domain events come as
 * `event: <type>` with `{key, at, …}`; besides these `hello` (the place to read on from), `reset` (load everything again) and `signed-out`.
 */
export function mountLive(app: FastifyInstance, hub: LiveHub, mount: LiveMount): void {
  const streams = new Streams(hub, mount);
  app.addHook('preClose', async () => {
    streams.close();
    await hub.close();
  });
  app.get(
    '/api/live',
    {
      config: { declared: '/api/live', rateLimit: { max: 120, timeWindow: 60_000 } },
      onRequest: async (request) => {
        request.who = await mount.authenticate(request.headers, request.ip);
      },
    },
    async (request, reply) => {
      if (request.who!.caller.kind === 'anonymous') return sendRefusal(request, reply, { refusal: { code: 'auth.required' } });
      await streams.add(request, reply);
      return reply;
    },
  );
}
