import type { Logger } from 'pino';
import { type Bus, type Consumer, type DomainEvent, matchesType, type Subscription } from '../ports/bus.ts';
import { type Backoff, defaultBackoff, deliver, type Turn, turns } from './bus-delivery.ts';

export interface MemoryBusOptions {
  readonly log?: Logger;
  readonly backoff?: Backoff;
  /** Events of different keys that one consumer handles at a time; default 4. */
  readonly concurrency?: number;
}

interface Tap {
  readonly types: readonly string[];
  readonly listen: (event: DomainEvent) => void;
}

interface Waiting {
  readonly event: DomainEvent;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/** A consumer with one queue per key: the end of each queue. One that takes many at once has a single queue before these. */
interface Line {
  readonly consumer: Consumer;
  readonly turn: Turn;
  readonly tails: Map<string, Promise<void>>;
  readonly waiting: Waiting[];
  working?: Promise<void> | undefined;
}

const most = 500;

class MemoryBus implements Bus {
  readonly kind = 'memory';
  readonly #lines = new Map<string, Line>();
  readonly #taps = new Set<Tap>();
  readonly #closing = new AbortController();
  readonly #options: MemoryBusOptions;

  constructor(options: MemoryBusOptions) {
    this.#options = options;
  }

  async publish(events: readonly DomainEvent[]): Promise<void> {
    this.#closing.signal.throwIfAborted();
    const done: Promise<void>[] = [];
    for (const event of events) {
      for (const tap of this.#taps) this.#tell(tap, event);
      for (const line of this.#lines.values()) {
        if (line.consumer.types.some((pattern) => matchesType(pattern, event.type))) done.push(this.#give(line, event));
      }
    }
    await Promise.all(done);
  }

  async subscribe(consumer: Consumer): Promise<Subscription> {
    if (this.#lines.has(consumer.name)) throw new Error(`bug: two consumers are named ${consumer.name}`);
    const line: Line = { consumer, turn: turns(this.#options.concurrency ?? 4), tails: new Map(), waiting: [] };
    this.#lines.set(consumer.name, line);
    return {
      stop: async () => {
        this.#lines.delete(consumer.name);
        await settled(line);
      },
    };
  }

  async tap(types: readonly string[], listen: (event: DomainEvent) => void): Promise<Subscription> {
    const tap = { types, listen };
    this.#taps.add(tap);
    return { stop: async () => void this.#taps.delete(tap) };
  }

  async health(): Promise<{ ok: boolean; detail: string }> {
    const waiting = [...this.#lines.values()].reduce((sum, line) => sum + line.tails.size + line.waiting.length, 0);
    return { ok: !this.#closing.signal.aborted, detail: `in this process, ${this.#lines.size} consumers, ${waiting} keys waiting` };
  }

  async close(): Promise<void> {
    this.#closing.abort(new Error('the bus is closed'));
    await Promise.all([...this.#lines.values()].map(settled));
  }

  #give(line: Line, event: DomainEvent): Promise<void> {
    if (!line.consumer.handleMany) return this.#enqueue(line, event);
    return new Promise((done, failed) => {
      line.waiting.push({ event, done, failed });
      line.working ??= this.#work(line);
    });
  }

  /** What comes while the consumer works waits and goes together. After a failure each by itself, so that one bad event holds up no other. */
  async #work(line: Line): Promise<void> {
    // What is published in one go goes in one go.
    await null;
    while (line.waiting.length > 0) {
      const batch = line.waiting.splice(0, most);
      const events = batch.map(({ event }) => event);
      const together = this.#closing.signal.aborted
        ? false
        : await line
            .turn(() => line.consumer.handleMany!(events))
            .then(
              () => true,
              () => false,
            );
      await Promise.all(
        batch.map(({ event, done, failed }) => (together ? Promise.resolve() : this.#enqueue(line, event)).then(done, failed)),
      );
    }
    // In the same breath as the last look: whatever comes from now on starts anew.
    line.working = undefined;
  }

  #enqueue(line: Line, event: DomainEvent): Promise<void> {
    const before = line.tails.get(event.key) ?? Promise.resolve();
    const work = before.then(() =>
      deliver(line.consumer, event, {
        backoff: this.#options.backoff ?? defaultBackoff,
        closing: this.#closing.signal,
        log: this.#options.log,
        turn: line.turn,
      }),
    );
    const tail = work
      .catch(() => undefined)
      .then(() => {
        if (line.tails.get(event.key) === tail) line.tails.delete(event.key);
      });
    line.tails.set(event.key, tail);
    return work;
  }

  #tell(tap: Tap, event: DomainEvent): void {
    if (!tap.types.some((pattern) => matchesType(pattern, event.type))) return;
    try {
      tap.listen(event);
    } catch (error) {
      this.#options.log?.error({ err: error, event: event.id }, 'a tap failed');
    }
  }
}

async function settled(line: Line): Promise<void> {
  await line.working;
  await Promise.all(line.tails.values());
}

/** The bus of a program in one process. Events of one key reach a consumer one after the other, in publish order. */
export const createMemoryBus = (options: MemoryBusOptions = {}): Bus => new MemoryBus(options);
