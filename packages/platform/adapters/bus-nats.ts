import { setTimeout as sleep } from 'node:timers/promises';
import {
  AckPolicy,
  type ConsumerMessages,
  DiscardPolicy,
  type JetStreamClient,
  type JetStreamManager,
  type JsMsg,
  jetstream,
  jetstreamManager,
  RetentionPolicy,
  StorageType,
} from '@nats-io/jetstream';
import { connect, type NatsConnection, nanos } from '@nats-io/transport-node';
import type { Logger } from 'pino';
import { type Bus, type Consumer, type DomainEvent, matchesType, type Subscription } from '../ports/bus.ts';
import { type Backoff, defaultBackoff, deliver, turns } from './bus-delivery.ts';

export interface NatsBusOptions {
  readonly url: string;
  readonly log?: Logger;
  /** Stream name, and in lower case the first word of its subjects; default `CHENGMAI`. Tests take their own. */
  readonly stream?: string;
  /** Servers that keep a copy of each event; 3 on a cluster of 3. Default 1. */
  readonly replicas?: number;
  /** Events of one key always go the same of these ways; a consumer works on as many keys at a time. Default 4; never change it on a stream in use. */
  readonly partitions?: number;
  /** After the end of a worker its unfinished event is given to another after this time. Default 10,000. */
  readonly takeOverMs?: number;
  /** How long events are kept for consumers that are away; default 7 days. */
  readonly keepDays?: number;
  readonly backoff?: Backoff;
  readonly connectTimeoutMs?: number;
}

const text = new TextEncoder();
const read = new TextDecoder();
const dayMs = 86_400_000;

/** FNV-1a, 32 bits: spreads keys over the partitions the same way in every program. */
function partitionOf(key: string, partitions: number): number {
  let hash = 0x811c9dc5;
  for (const byte of text.encode(key)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash % partitions;
}

/** The narrowest single subject filter that lets all the types through; what else comes is skipped on arrival (filter lists need NATS 2.10). */
export function filterOf(types: readonly string[]): string {
  const words = types.map((type) => (type === '*' ? ['>'] : type.replace(/\.\*$/, '.>').split('.')));
  const [first = ['>']] = words;
  const same = first.findIndex((word, i) => !words.every((other) => other[i] === word));
  const shared = same === -1 ? first.length : same;
  if (words.every((other) => other.length === shared)) return first.join('.');
  // `a.>` lets `a.b` through but not `a` itself: when one type is the beginning of another, a word less.
  const kept = Math.min(shared, ...words.map((other) => other.length - 1));
  return [...first.slice(0, kept), '>'].join('.');
}

class NatsBus implements Bus {
  readonly kind = 'nats';
  readonly #options: NatsBusOptions;
  readonly #connection: NatsConnection;
  readonly #client: JetStreamClient;
  readonly #manager: JetStreamManager;
  readonly #closing = new AbortController();
  readonly #running = new Set<Promise<void>>();
  readonly #stream: string;
  readonly #subject: string;
  readonly #partitions: number;

  constructor(options: NatsBusOptions, connection: NatsConnection, manager: JetStreamManager) {
    this.#options = options;
    this.#connection = connection;
    this.#manager = manager;
    this.#client = jetstream(connection);
    this.#stream = options.stream ?? 'CHENGMAI';
    this.#subject = `${this.#stream.toLowerCase()}.events`;
    this.#partitions = options.partitions ?? 4;
  }

  async prepare(): Promise<void> {
    const config = {
      subjects: [`${this.#subject}.>`],
      max_age: nanos((this.#options.keepDays ?? 7) * dayMs),
      duplicate_window: nanos(10 * 60_000),
      num_replicas: this.#options.replicas ?? 1,
      discard: DiscardPolicy.New,
    };
    const exists = await this.#manager.streams.info(this.#stream).then(
      () => true,
      () => false,
    );
    if (exists) await this.#manager.streams.update(this.#stream, config);
    else await this.#manager.streams.add({ ...config, name: this.#stream, storage: StorageType.File, retention: RetentionPolicy.Limits });
  }

  /** Same keys go one after the other, others side by side; a repeated publication is dropped by the server by the event's id. */
  async publish(events: readonly DomainEvent[]): Promise<void> {
    this.#closing.signal.throwIfAborted();
    for (const wave of waves(events)) {
      await Promise.all(
        wave.map((event) =>
          this.#client.publish(
            `${this.#subject}.${partitionOf(event.key, this.#partitions)}.${event.type}`,
            text.encode(JSON.stringify(event)),
            { msgID: event.id, timeout: 5_000 },
          ),
        ),
      );
    }
  }

  async subscribe(consumer: Consumer): Promise<Subscription> {
    const stopping = new AbortController();
    const signal = AbortSignal.any([stopping.signal, this.#closing.signal]);
    const runs: Promise<void>[] = [];
    for (let partition = 0; partition < this.#partitions; partition += 1) {
      const durable = `${consumer.name.replaceAll(/[^\w-]/g, '-')}-${partition}`;
      await this.#manager.consumers.add(this.#stream, {
        durable_name: durable,
        ack_policy: AckPolicy.Explicit,
        ack_wait: nanos(this.#options.takeOverMs ?? 10_000),
        // One at a time per partition: the only order that also holds when a worker dies with events in its hands.
        max_ack_pending: 1,
        filter_subject: `${this.#subject}.${partition}.${filterOf(consumer.types)}`,
      });
      const run = this.#consume(consumer, durable, signal);
      runs.push(run);
      this.#running.add(run);
      void run.finally(() => this.#running.delete(run));
    }
    return {
      stop: async () => {
        stopping.abort(new Error('the subscription was stopped'));
        await Promise.all(runs);
      },
    };
  }

  async tap(types: readonly string[], listen: (event: DomainEvent) => void): Promise<Subscription> {
    const subscription = this.#connection.subscribe(`${this.#subject}.*.${filterOf(types)}`, {
      callback: (error, message) => {
        if (error) return;
        try {
          const event = JSON.parse(read.decode(message.data)) as DomainEvent;
          if (types.some((pattern) => matchesType(pattern, event.type))) listen(event);
        } catch (failure) {
          this.#options.log?.error({ err: failure, subject: message.subject }, 'a tap failed');
        }
      },
    });
    await this.#connection.flush();
    return { stop: async () => subscription.unsubscribe() };
  }

  async health(): Promise<{ ok: boolean; detail: string }> {
    try {
      const { state } = await this.#manager.streams.info(this.#stream);
      return { ok: true, detail: `NATS ${this.#connection.info?.version ?? ''}, ${state.messages} events kept` };
    } catch (error) {
      return { ok: false, detail: error instanceof Error ? error.message : String(error) };
    }
  }

  async close(): Promise<void> {
    this.#closing.abort(new Error('the bus is closed'));
    await Promise.all(this.#running);
    await this.#connection.close();
  }

  /** Pulls until stopped; whatever breaks (server away, consumer moved) is tried again from the last acknowledged event. */
  async #consume(consumer: Consumer, durable: string, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        const pull = await this.#client.consumers.get(this.#stream, durable);
        const messages = await pull.consume({ max_messages: 16, expires: 30_000, idle_heartbeat: 5_000 });
        await this.#handleAll(consumer, messages, signal);
      } catch (error) {
        if (!signal.aborted) this.#options.log?.warn({ err: error, consumer: durable }, 'the consumer was interrupted; it goes on soon');
      }
      if (!signal.aborted) await sleep(500, undefined, { signal }).catch(() => undefined);
    }
  }

  async #handleAll(consumer: Consumer, messages: ConsumerMessages, signal: AbortSignal): Promise<void> {
    const close = (): void => void messages.close();
    signal.addEventListener('abort', close);
    if (signal.aborted) close();
    const watch = this.#reopenWhenLost(messages);
    try {
      for await (const message of messages) await this.#handle(consumer, message, signal);
    } finally {
      signal.removeEventListener('abort', close);
      close();
      await watch;
    }
  }

  /** A pull that the server has forgotten (it was restarted) would wait for ever: missed heartbeats end it, and it is opened anew. */
  async #reopenWhenLost(messages: ConsumerMessages): Promise<void> {
    for await (const status of messages.status()) {
      if (status.type === 'heartbeats_missed' || status.type === 'consumer_not_found' || status.type === 'stream_not_found') {
        void messages.close();
        return;
      }
    }
  }

  async #handle(consumer: Consumer, message: JsMsg, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const event = message.json<DomainEvent>();
    if (!consumer.types.some((pattern) => matchesType(pattern, event.type))) {
      message.ack();
      return;
    }
    const working = setInterval(() => message.working(), (this.#options.takeOverMs ?? 10_000) / 3);
    try {
      await deliver(consumer, event, {
        backoff: this.#options.backoff ?? defaultBackoff,
        closing: signal,
        log: this.#options.log,
        turn: turns(1),
      });
      message.ack();
    } catch {
      // Only stopping comes here; the event stays with the server for the next worker, at once.
      message.nak();
    } finally {
      clearInterval(working);
    }
  }
}

/** Groups so that no group holds a key twice and the order of each key is kept. */
function waves(events: readonly DomainEvent[]): DomainEvent[][] {
  const counts = new Map<string, number>();
  const out: DomainEvent[][] = [];
  for (const event of events) {
    const nth = counts.get(event.key) ?? 0;
    counts.set(event.key, nth + 1);
    out[nth] ??= [];
    out[nth].push(event);
  }
  return out;
}

/** Connects to NATS JetStream; throws when it is not there. Once connected it reconnects alone, for as long as it takes. */
export async function openNatsBus(options: NatsBusOptions): Promise<Bus> {
  const connection = await connect({
    servers: options.url.split(','),
    name: 'chengmai',
    maxReconnectAttempts: -1,
    reconnectTimeWait: 500,
    timeout: options.connectTimeoutMs ?? 5_000,
    pingInterval: 10_000,
  });
  try {
    const bus = new NatsBus(options, connection, await jetstreamManager(connection));
    await bus.prepare();
    return bus;
  } catch (error) {
    await connection.close();
    throw error;
  }
}
