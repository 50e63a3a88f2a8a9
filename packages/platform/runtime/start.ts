import { setTimeout as sleep } from 'node:timers/promises';
import type { Result } from '@chengmai/kernel/result.ts';
import type { Logger } from 'pino';
import type { Once, Route } from '../http/route.ts';
import type { Blob } from '../ports/blob.ts';
import type { Bus, Subscription } from '../ports/bus.ts';
import type { Clock } from '../ports/clock.ts';
import type { Db } from '../ports/db.ts';
import type { Ids } from '../ports/ids.ts';
import type { Images } from '../ports/images.ts';
import { type EventLog, eventLog } from './event-log.ts';
import { consumerOf, type DeadLetter, listDeadLetters, replayDeadLetter } from './handlers.ts';
import { createJobs } from './jobs.ts';
import { migrate } from './migrate.ts';
import type { Handler, Job, LiveFeed, ModuleContext, ModuleDefinition, ModuleParts, Offer } from './module.ts';
import { inOrder } from './module-order.ts';
import { createMakeOnce, type IdempotentWrite } from './once.ts';
import { createOutbox } from './outbox.ts';
import { createRelay, type Relay } from './relay.ts';
import { retentionJob } from './retention.ts';

/** `all`: everything in one process. `api`: routes. `worker`: relay, handlers, jobs. `gateway`: devices only, which the composition root adds. */
export type ProgramRole = 'all' | 'api' | 'worker' | 'gateway';

export interface Adapters {
  readonly db: Db;
  readonly bus: Bus;
  readonly blob: Blob;
  readonly images: Images;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Logger;
}

export interface StartOptions {
  /** Default `all`. */
  readonly role?: ProgramRole;
  /** Default true. */
  readonly migrate?: boolean;
  readonly onMigration?: (name: string) => void;
  /** Default true. False: handlers are subscribed and events published, but no job runs by itself (imports, tests). */
  readonly jobs?: boolean;
}

export type Health = Record<string, { ok: boolean; detail: string }>;

export interface Running {
  readonly role: ProgramRole;
  /** Empty where this role serves none. */
  readonly routes: readonly Route[];
  readonly liveFeeds: readonly LiveFeed[];
  readonly eventLog: EventLog;
  readonly makeOnce: (write: IdempotentWrite) => Once;
  /** The database as modules see it: commits wake the relay. */
  readonly db: Db;
  /** As `ModuleContext.emit`, for seeds and the command line. */
  readonly emit: ModuleContext['emit'];
  use<T>(what: Offer<T>): T;
  useIfThere<T>(what: Offer<T>): T | undefined;
  health(): Promise<Health>;
  deadLetters(options: { readonly limit: number; readonly before?: number }): Promise<DeadLetter[]>;
  replayDeadLetter(letter: { readonly handler: string; readonly eventId: string }): Promise<Result<void>>;
  /** Resolves when every committed event has been published, and with the in-process bus also handled. */
  drain(): Promise<void>;
  /** Runs the jobs that are due, once; answers their names. */
  runDueJobs(): Promise<string[]>;
  /** Finishes what runs, leaves the rest in the outbox, then closes bus and database. */
  stop(): Promise<void>;
}

interface Started {
  readonly name: string;
  readonly parts: ModuleParts;
}

/** How long stopping waits for events on their way; they are sent again at the next start. */
const drainMs = 10_000;

/** What modules offer each other, by the offer's name. */
function offers(): Pick<ModuleContext, 'use' | 'useIfThere'> & { add(parts: ModuleParts): void } {
  const offered = new Map<string, unknown>();
  return {
    add: (parts) => {
      for (const { what, impl } of parts.offers ?? []) {
        if (offered.has(what.name)) throw new Error(`bug: ${what.name} is offered twice`);
        offered.set(what.name, impl);
      }
    },
    use: <T>(what: Offer<T>): T => {
      if (!offered.has(what.name)) throw new Error(`bug: nobody offers ${what.name}; is its module loaded, and in \`needs\`?`);
      return offered.get(what.name) as T;
    },
    useIfThere: <T>(what: Offer<T>): T | undefined => offered.get(what.name) as T | undefined,
  };
}

function noDoubles(what: string, names: readonly string[]): void {
  const double = names.find((name, i) => names.indexOf(name) !== i);
  if (double) throw new Error(`bug: two ${what} are named ${double}`);
}

/** Health of one part, which never hangs and never throws. */
async function partHealth(check: () => Promise<Health>, name: string): Promise<Health> {
  const late = sleep(3_000, { [name]: { ok: false, detail: 'no answer within 3 s' } }, { ref: false });
  return Promise.race([check(), late]).catch((error: unknown) => ({
    [name]: { ok: false, detail: error instanceof Error ? error.message : String(error) },
  }));
}

/**
 * Brings the modules to life in the order of their needs: migrations, offers, handlers, relay, jobs, as the role asks.
 * Bugs (a missing need, a circle, a double name) throw; so does Refused `db.migration_*`. From here on `stop` owns bus and database.
 */
export async function startModules(
  definitions: readonly ModuleDefinition[],
  adapters: Adapters,
  options: StartOptions = {},
): Promise<Running> {
  const { bus, blob, clock, ids, log } = adapters;
  const role = options.role ?? 'all';
  const ordered = inOrder(definitions);
  if (options.migrate !== false) await migrate(adapters.db, ordered, options.onMigration);

  const works = role === 'all' || role === 'worker';
  const relay: Relay | null = works ? createRelay({ db: adapters.db, bus, clock, ids, log }) : null;
  const outbox = createOutbox(adapters.db, () => relay?.wake());
  const shelf = offers();
  const started: Started[] = [];
  for (const definition of ordered) {
    const context: ModuleContext = {
      ...adapters,
      db: outbox.db,
      log: log.child({ module: definition.name }),
      use: shelf.use,
      useIfThere: shelf.useIfThere,
      emit: outbox.emit,
    };
    const parts = await definition.start(context);
    shelf.add(parts);
    started.push({ name: definition.name, parts });
  }

  const all = <T>(pick: (parts: ModuleParts) => readonly T[] | undefined): T[] => started.flatMap(({ parts }) => pick(parts) ?? []);
  const handlers: Handler[] = all((parts) => parts.handlers);
  const jobList: Job[] = [...all((parts) => parts.jobs), retentionJob(adapters.db)];
  noDoubles(
    'handlers',
    handlers.map(({ name }) => name),
  );
  noDoubles(
    'jobs',
    jobList.map(({ name }) => name),
  );

  const stopping = new AbortController();
  const runtime = { db: outbox.db, clock, log, stopping: stopping.signal };
  const subscriptions: Subscription[] = [];
  if (works) for (const handler of handlers) subscriptions.push(await bus.subscribe(consumerOf(runtime, handler)));
  relay?.start();
  const jobs = createJobs({ db: outbox.db, clock, ids, log, jobs: jobList });
  if (works && options.jobs !== false) jobs.start();

  let stopped: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    stopping.abort(new Error('the program stops'));
    await jobs.stop();
    if (relay) await Promise.race([relay.stop(), sleep(drainMs, undefined, { ref: false })]);
    await bus.close();
    await relay?.stop();
    for (const { parts } of started.toReversed()) await parts.stop?.();
    await adapters.db.close();
  };

  return {
    role,
    routes: role === 'all' || role === 'api' ? all((parts) => parts.routes) : [],
    liveFeeds: all((parts) => parts.live),
    eventLog: eventLog(adapters.db),
    makeOnce: createMakeOnce(clock),
    db: outbox.db,
    emit: outbox.emit,
    use: shelf.use,
    useIfThere: shelf.useIfThere,
    health: async () => {
      const checks: Promise<Health>[] = [
        partHealth(async () => ({ database: await adapters.db.health() }), 'database'),
        partHealth(async () => ({ bus: await bus.health() }), 'bus'),
        partHealth(async () => ({ blob: await blob.health() }), 'blob'),
      ];
      if (relay) checks.push(partHealth(async () => ({ outbox: await relay.health() }), 'outbox'));
      if (works) checks.push(partHealth(async () => ({ jobs: await jobs.health() }), 'jobs'));
      for (const { name, parts } of started) if (parts.health) checks.push(partHealth(parts.health, name));
      return Object.assign({}, ...(await Promise.all(checks))) as Health;
    },
    deadLetters: (page) => listDeadLetters(adapters.db, page),
    replayDeadLetter: (letter) => replayDeadLetter(runtime, handlers, letter),
    drain: async () => relay?.drain(),
    runDueJobs: () => jobs.runDue(),
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}
