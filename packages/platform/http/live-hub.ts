import type { Logger } from 'pino';
import type { Bus, DomainEvent, Subscription } from '../ports/bus.ts';
import { matchesType } from '../ports/bus.ts';
import type { EventLog, LoggedEvent } from '../runtime/event-log.ts';
import type { LiveFeed } from '../runtime/module.ts';
import type { Scope } from '../runtime/scope.ts';

/** One open stream. `write` answers `false` when the client does not keep up any more; it is then let go and comes back by itself. */
export interface LiveClient {
  readonly scope: Scope;
  write(text: string): boolean;
  /** Resolves when what was written is on its way, or the client is gone. */
  drained(): Promise<void>;
}

export interface LiveOptions {
  readonly feeds: readonly LiveFeed[];
  readonly bus: Pick<Bus, 'tap'>;
  readonly log: EventLog;
  readonly logger: Logger;
  /** The log is also read this often while somebody watches, should a tap be lost. */
  readonly pollMs?: number;
}

export interface LiveHub {
  /** Sends everything visible after `from` (now, when `null`), then everything new. Returns how to leave. */
  join(client: LiveClient, from: number | null): Promise<() => void>;
  readonly position: () => number;
  close(): Promise<void>;
}

interface Frame {
  readonly position: number;
  readonly text: string;
  visibleTo(scope: Scope): boolean;
}

interface Member {
  readonly client: LiveClient;
  position: number;
  caughtUp: boolean;
  gone: boolean;
}

const pageSize = 500;
/** Whoever missed more than this reloads the screen instead: cheaper for both sides. */
const replayLimit = 5000;

class Hub implements LiveHub {
  readonly #options: LiveOptions;
  readonly #members = new Set<Member>();
  #position = 0;
  #started: Promise<void> | null = null;
  #tap: Subscription | null = null;
  #timer: NodeJS.Timeout | null = null;
  #pumping = false;
  #again = false;
  #closed = false;

  constructor(options: LiveOptions) {
    this.#options = options;
  }

  readonly position = (): number => this.#position;

  async join(client: LiveClient, from: number | null): Promise<() => void> {
    await this.#start();
    const start = from ?? this.#position;
    const member: Member = { client, position: Math.min(start, Math.max(this.#position, 0)), caughtUp: false, gone: false };
    this.#members.add(member);
    const leave = (): void => {
      member.gone = true;
      this.#members.delete(member);
    };
    client.write(`retry: 2000\nevent: hello\nid: ${member.position}\ndata: {"position":${member.position}}\n\n`);
    // A place that does not exist yet: the browser remembers another database.
    if (start > member.position) client.write('event: reset\ndata: {}\n\n');
    await this.#catchUp(member);
    return leave;
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#timer) clearInterval(this.#timer);
    this.#members.clear();
    await this.#tap?.stop();
  }

  /** The log is first looked at when somebody watches: a process without screens costs nothing. */
  #start(): Promise<void> {
    this.#started ??= this.#open().catch((error: unknown) => {
      this.#started = null;
      throw error;
    });
    return this.#started;
  }

  async #open(): Promise<void> {
    this.#position = await this.#options.log.lastPosition();
    const types = [...new Set(this.#options.feeds.flatMap((feed) => feed.types))];
    this.#tap ??= await this.#options.bus.tap(types, () => this.#wake());
    this.#timer ??= setInterval(() => this.#wake(), this.#options.pollMs ?? 2000).unref();
  }

  async #catchUp(member: Member): Promise<void> {
    let sent = 0;
    while (!member.gone && member.position < this.#position) {
      const events = await this.#options.log.eventsAfter(member.position, pageSize);
      sent += events.length;
      // Places have no gaps: a first one that does not follow means that what lies between was already forgotten.
      const forgotten = events[0]?.position !== member.position + 1;
      if (forgotten || sent > replayLimit) {
        member.position = this.#position;
        member.client.write(`event: reset\nid: ${member.position}\ndata: {}\n\n`);
        continue;
      }
      this.#deliver(member, this.#frames(events), events.at(-1)!.position);
      // A long repetition goes at the pace of the client; only falling behind what is new counts as not keeping up.
      await member.client.drained();
    }
    member.caughtUp = true;
  }

  #wake(): void {
    this.#again = true;
    if (!this.#pumping && !this.#closed) void this.#pump();
  }

  async #pump(): Promise<void> {
    this.#pumping = true;
    try {
      while (this.#again && !this.#closed) {
        this.#again = false;
        await this.#readOnce();
      }
    } catch (error) {
      // The database is away; the timer tries again.
      this.#options.logger.warn({ err: error }, 'live: the event log cannot be read');
    } finally {
      this.#pumping = false;
    }
  }

  async #readOnce(): Promise<void> {
    if (this.#members.size === 0) {
      // Nobody watches: move on without projecting anything.
      this.#position = Math.max(this.#position, await this.#options.log.lastPosition());
      return;
    }
    const events = await this.#options.log.eventsAfter(this.#position, pageSize);
    if (events.length === 0) return;
    const frames = this.#frames(events);
    this.#position = Math.max(this.#position, events.at(-1)!.position);
    for (const member of this.#members) if (member.caughtUp) this.#deliver(member, frames, this.#position);
    if (events.length === pageSize) this.#again = true;
  }

  /** Projected and serialised once, whoever reads it. */
  #frames(events: readonly LoggedEvent[]): Frame[] {
    return events.flatMap(({ position, event }) =>
      this.#options.feeds
        .filter((feed) => feed.types.some((pattern) => matchesType(pattern, event.type)))
        .flatMap((feed) => this.#frame(feed, position, event)),
    );
  }

  #frame(feed: LiveFeed, position: number, event: DomainEvent): Frame[] {
    try {
      const projected = feed.project(event);
      if (projected === null) return [];
      const line = JSON.stringify({ key: event.key, at: event.at, ...projected.body });
      return [
        { position, text: `id: ${position}\nevent: ${event.type}\ndata: ${line}\n\n`, visibleTo: (scope) => projected.visibleTo(scope) },
      ];
    } catch (error) {
      this.#options.logger.error({ err: error, event: event.id, type: event.type }, 'live: an event cannot be shown');
      return [];
    }
  }

  #deliver(member: Member, frames: readonly Frame[], upTo: number): void {
    const seen = frames.filter((frame) => frame.position > member.position && frame.visibleTo(member.client.scope));
    member.position = Math.max(member.position, upTo);
    if (seen.length === 0 || member.gone) return;
    if (!member.client.write(seen.map((frame) => frame.text).join(''))) {
      member.gone = true;
      this.#members.delete(member);
    }
  }
}

/**
 * The one reader of the event log for all live screens of this process. It is woken by the bus and reads the log, so that every client gets
 * every event once and in order, whichever process it happened in.
 */
export const createLiveHub = (options: LiveOptions): LiveHub => new Hub(options);
