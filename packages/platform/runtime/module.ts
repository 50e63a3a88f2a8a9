import type { Instant } from '@chengmai/kernel/calendar/types.ts';
import type { Logger } from 'pino';
import type { Route } from '../http/route.ts';
import type { Blob } from '../ports/blob.ts';
import type { Bus, DomainEvent } from '../ports/bus.ts';
import type { Clock } from '../ports/clock.ts';
import type { Db, Tx } from '../ports/db.ts';
import type { Ids } from '../ports/ids.ts';
import type { Images } from '../ports/images.ts';
import type { Scope } from './scope.ts';

/** A typed name under which one module offers functions to others. It stands in the offering module's contract.ts. */
export interface Offer<T> {
  readonly name: string;
  readonly type?: T;
}
export const offer = <T>(name: string): Offer<T> => ({ name });

/** What every organ gets from the body. */
export interface ModuleContext {
  readonly db: Db;
  readonly bus: Bus;
  readonly blob: Blob;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly images: Images;
  readonly log: Logger;
  /** What another module offers; throws at start-up when that module is not loaded, unless asked with `useIfThere`. */
  use<T>(what: Offer<T>): T;
  useIfThere<T>(what: Offer<T>): T | undefined;
  /** Appends events to the outbox in the same transaction as the change they speak of. */
  emit(tx: Tx, events: readonly DomainEvent[]): Promise<void>;
}

/** Reacts to events, inside one transaction in which the event is marked as handled: its effect happens exactly once. */
export interface Handler {
  readonly name: string;
  readonly types: readonly string[];
  handle(tx: Tx, event: DomainEvent): Promise<void>;
  /** The same for several events in one transaction, where that is cheaper than one by one. */
  handleMany?(tx: Tx, events: readonly DomainEvent[]): Promise<void>;
}

/** Work by the clock. Any number of workers may run it: each due run is claimed by a row lock. */
export interface Job {
  readonly name: string;
  readonly everySeconds: number;
  run(now: Instant): Promise<void>;
}

/** Which events go to live screens, what of them, and who may see each. */
export interface LiveFeed {
  readonly types: readonly string[];
  /** `null`: nobody. */
  project(event: DomainEvent): { readonly body: Record<string, unknown>; visibleTo(scope: Scope): boolean } | null;
}

export interface ModuleParts {
  readonly offers?: readonly { readonly what: Offer<unknown>; readonly impl: unknown }[];
  readonly routes?: readonly Route[];
  readonly handlers?: readonly Handler[];
  readonly jobs?: readonly Job[];
  readonly live?: readonly LiveFeed[];
  /** Named parts of GET /health. */
  readonly health?: () => Promise<Record<string, { ok: boolean; detail: string }>>;
  /** Lets go of what the module holds (timers, children) when the program stops. */
  readonly stop?: () => Promise<void>;
}

/** One organ: a folder that can be deleted. */
export interface ModuleDefinition {
  readonly name: string;
  readonly needs: readonly string[];
  /** Folder of `NNNN_x.sql` files, forward only. */
  readonly migrations?: URL;
  start(ctx: ModuleContext): Promise<ModuleParts> | ModuleParts;
}

export const defineModule = (definition: ModuleDefinition): ModuleDefinition => definition;
