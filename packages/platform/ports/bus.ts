import type { Instant } from '@chengmai/kernel/calendar/types.ts';

/** What happened, said once, in the past tense. `key` (a case, a vehicle) gives order; handlers are idempotent on `id`. */
export interface DomainEvent<Type extends string = string, Body = unknown> {
  /** UUIDv7. */
  readonly id: string;
  readonly type: Type;
  readonly at: Instant;
  readonly key: string;
  readonly trace: string;
  readonly body: Body;
}

export interface Consumer {
  /** Durable name, unique in the program: `evaluation.on-case-changed`. */
  readonly name: string;
  /** Event types, exact (`cases.filed`) or by prefix (`cases.*`). */
  readonly types: readonly string[];
  handle(event: DomainEvent): Promise<void>;
  /** Takes events that wait together, in order, all or none. A bus may use it; after a failure each comes by itself through `handle`. */
  handleMany?(events: readonly DomainEvent[]): Promise<void>;
  /** Called once after the last failed attempt; when it resolves the event counts as done for this consumer. */
  dead(event: DomainEvent, error: Error, attempts: number): Promise<void>;
  /** Attempts before `dead`, with backoff between them. Default 5. */
  readonly attempts?: number;
}

export interface Subscription {
  stop(): Promise<void>;
}

/** The nerves. At least once, in publish order per key and consumer; durable consumers survive a restart. */
export interface Bus {
  readonly kind: 'memory' | 'nats';
  /** Resolves when the events are durable: stored by the broker, or (in memory) handled by every consumer or buried by `dead`. */
  publish(events: readonly DomainEvent[]): Promise<void>;
  subscribe(consumer: Consumer): Promise<Subscription>;
  /** Best effort, every process, for live screens: no replay, no acknowledgement; a throwing tap is dropped from nothing. */
  tap(types: readonly string[], listen: (event: DomainEvent) => void): Promise<Subscription>;
  health(): Promise<{ ok: boolean; detail: string }>;
  close(): Promise<void>;
}

/** Does a type match a pattern (`cases.*` or exact or `*`)? */
export function matchesType(pattern: string, type: string): boolean {
  return pattern === '*' || pattern === type || (pattern.endsWith('.*') && type.startsWith(pattern.slice(0, -1)));
}
