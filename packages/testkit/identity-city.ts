import type { IdentityConfig } from '@chengmai/modules/identity/config.ts';
import type { Identity, Session } from '@chengmai/modules/identity/contract.ts';
import { identityModule } from '@chengmai/modules/identity/module.ts';
import type { Route } from '@chengmai/platform/http/route.ts';
import { buildServer } from '@chengmai/platform/http/server.ts';
import type { Db } from '@chengmai/platform/ports/db.ts';
import { createLog } from '@chengmai/platform/runtime/log.ts';
import type { ModuleContext } from '@chengmai/platform/runtime/module.ts';
import { createMakeOnce } from '@chengmai/platform/runtime/once.ts';
import type { Role } from '@chengmai/platform/runtime/scope.ts';
import { FakeClock } from './clock.ts';
import { type DatabaseKind, testDb } from './database.ts';
import { CountingIds } from './ids.ts';

/** What a browser keeps. */
export interface Browser {
  readonly cookie: string;
  readonly 'x-csrf-token': string;
}

export interface Answered {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly headers: Record<string, unknown>;
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export const goodPassword = 'quiet-river-lantern';
/** Cheap hashes: the tests are about what is done with them. */
const cheap = { memoryKib: 256, passes: 1, parallelism: 1 };

/** The real server with the identity module on a real embedded database. */
export class IdentityCity {
  readonly db: Db;
  readonly clock = new FakeClock();
  readonly ids = new CountingIds();
  readonly identity: Identity;
  readonly jobs: ReadonlyMap<string, () => Promise<void>>;
  readonly routes: readonly Route[];
  readonly #app: Awaited<ReturnType<typeof buildServer>>;
  #keys = 0;
  /** From where calls come. */
  address = '127.0.0.1';

  private constructor(
    db: Db,
    parts: {
      app: Awaited<ReturnType<typeof buildServer>>;
      identity: Identity;
      jobs: ReadonlyMap<string, () => Promise<void>>;
      clock: FakeClock;
      routes: readonly Route[];
    },
  ) {
    this.db = db;
    this.clock = parts.clock;
    this.identity = parts.identity;
    this.jobs = parts.jobs;
    this.routes = parts.routes;
    this.#app = parts.app;
  }

  static async open(settings: Partial<IdentityConfig> = {}, from: Db | DatabaseKind = 'pglite'): Promise<IdentityCity> {
    const definition = identityModule({ argon2: cheap, ...settings });
    const db = typeof from === 'string' ? await testDb(from, [definition]) : from;
    const clock = new FakeClock();
    const log = createLog({ level: 'silent' });
    const context = { db, clock, ids: new CountingIds(), log } as unknown as ModuleContext;
    const parts = await definition.start(context);
    const identity = parts.offers?.[0]?.impl as Identity;
    const app = await buildServer({
      routes: parts.routes ?? [],
      live: null,
      authenticate: identity.authenticate,
      audit: identity.audit,
      health: async () => ({}),
      makeOnce: createMakeOnce(clock),
      config: { trustProxy: false, bodyLimitBytes: 100_000, ratePerMinute: 100_000, version: 'test', processMetrics: false },
      log,
    });
    const jobs = new Map((parts.jobs ?? []).map((job) => [job.name, () => job.run(clock.now())]));
    return new IdentityCity(db, { app, identity, jobs, clock, routes: parts.routes ?? [] });
  }

  async close(): Promise<void> {
    await this.#app.close();
    await this.db.close();
  }

  async call(method: Method, url: string, as: Partial<Browser> | { authorization: string } = {}, body?: unknown): Promise<Answered> {
    this.#keys += 1;
    const key: Record<string, string> = method === 'POST' ? { 'idempotency-key': `key-${process.hrtime.bigint()}-${this.#keys}` } : {};
    const answer = await this.#app.inject({
      remoteAddress: this.address,
      method,
      url,
      headers: { ...key, ...as },
      ...(body === undefined ? {} : { payload: body as object }),
    });
    return {
      status: answer.statusCode,
      body: answer.body === '' ? {} : (answer.json() as Record<string, unknown>),
      headers: answer.headers,
    };
  }

  async user(
    account: string,
    roles: readonly Role[],
    more: { unitId?: string; areas?: string[]; password?: string } = {},
  ): Promise<string> {
    const input = { account, name: `示意${account}`, roles: [...roles], password: goodPassword, mustChangePassword: false, ...more };
    const made = await this.db.tx((tx) => this.identity.createUser(tx, input));
    if (!made.ok) throw new Error(`${made.refusal.code} ${JSON.stringify(made.refusal.params)}`);
    return made.value.id;
  }

  async unit(id: string, parentId: string | null = null, areaCode: string | null = null): Promise<void> {
    const made = await this.db.tx((tx) => this.identity.createUnit(tx, { id, parentId, name: `机构${id}`, kind: 'department', areaCode }));
    if (!made.ok) throw new Error(made.refusal.code);
  }

  signIn(account: string, password: string = goodPassword): Promise<Answered> {
    return this.call('POST', '/api/session', {}, { account, password });
  }

  async browser(account: string, password: string = goodPassword): Promise<Browser> {
    return browserOf(await this.signIn(account, password));
  }
}

/** The browser after a sign-in answer. */
export function browserOf(answer: Answered): Browser {
  if (answer.status !== 200) throw new Error(`sign-in answered ${answer.status} ${JSON.stringify(answer.body)}`);
  const set = [answer.headers['set-cookie']].flat() as string[];
  const cookie = set.map((line) => line.split(';')[0]).join('; ');
  return { cookie, 'x-csrf-token': (answer.body as Session).csrfToken ?? '' };
}
