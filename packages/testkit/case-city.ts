import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identity } from '@chengmai/modules/identity/contract.ts';
import { openFileBlob } from '@chengmai/platform/adapters/blob-fs.ts';
import { createMemoryBus } from '@chengmai/platform/adapters/bus-memory.ts';
import { RandomIds } from '@chengmai/platform/adapters/ids-random.ts';
import { sharpImages } from '@chengmai/platform/adapters/images-sharp.ts';
import { buildServer } from '@chengmai/platform/http/server.ts';
import type { ModuleDefinition } from '@chengmai/platform/runtime/module.ts';
import { type Running, startModules } from '@chengmai/platform/runtime/start.ts';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { FakeClock } from './clock.ts';
import { type DatabaseKind, testDb } from './database.ts';
import { cityModules, demoCity, password } from './demo-city.ts';

export interface Answered {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects; a wrong expectation fails it
  readonly body: any;
}

/** The whole programme over the demo city: real server, real database, a clock that the test moves. Accounts as in cities/demo/people.json. */
export class CaseCity {
  readonly running: Running;
  readonly clock: FakeClock;
  readonly #app: FastifyInstance;
  readonly #dir: string;
  readonly #browsers = new Map<string, Record<string, string>>();

  private constructor(running: Running, clock: FakeClock, app: FastifyInstance, dir: string) {
    this.running = running;
    this.clock = clock;
    this.#app = app;
    this.#dir = dir;
  }

  static async open(kind: DatabaseKind = 'pglite', extra: readonly ModuleDefinition[] = []): Promise<CaseCity> {
    const definitions = cityModules(extra);
    const clock = new FakeClock();
    const log = pino({ level: process.env.LOG_LEVEL ?? 'silent' });
    const dir = mkdtempSync(join(tmpdir(), 'chengmai-city-'));
    const ids = new RandomIds(() => clock.now());
    const adapters = async () => ({ bus: createMemoryBus(), blob: await openFileBlob(dir), images: sharpImages(), clock, ids, log });
    const db = await testDb(kind, definitions, demoCity(definitions, await adapters()));
    const running = await startModules(definitions, { ...(await adapters()), db }, { jobs: false });
    const people = running.use(identity);
    const app = await buildServer({
      routes: running.routes,
      live: null,
      authenticate: people.authenticate,
      audit: people.audit,
      health: running.health,
      makeOnce: running.makeOnce,
      config: { trustProxy: false, bodyLimitBytes: 1_000_000, ratePerMinute: 1_000_000, version: 'test', processMetrics: false },
      log,
    });
    return new CaseCity(running, clock, app, dir);
  }

  /** Signs in once per account; `null` is somebody without an account. */
  async #headers(account: string | null): Promise<Record<string, string>> {
    if (account === null) return {};
    const known = this.#browsers.get(account);
    if (known) return known;
    const answer = await this.#app.inject({ method: 'POST', url: '/api/session', payload: { account, password } });
    if (answer.statusCode !== 200) throw new Error(`${account} cannot sign in: ${answer.body}`);
    const cookie = answer.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
    const headers = { cookie, 'x-csrf-token': (answer.json() as { csrfToken: string }).csrfToken };
    this.#browsers.set(account, headers);
    return headers;
  }

  async call(
    account: string | null,
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    url: string,
    body?: unknown,
    key?: string,
  ): Promise<Answered> {
    const idempotencyKey = key ?? `key-${process.hrtime.bigint()}`;
    const send = async () =>
      this.#app.inject({
        method,
        url,
        headers: { ...(await this.#headers(account)), 'idempotency-key': idempotencyKey },
        ...(body === undefined ? {} : { payload: body as object }),
      });
    let answer = await send();
    // The test moved the clock beyond the session's end: sign in again, as a person would.
    if (answer.statusCode === 401 && account !== null && this.#browsers.delete(account)) answer = await send();
    return { status: answer.statusCode, body: answer.headers['content-type']?.includes('json') ? answer.json() : answer.rawPayload };
  }

  get(account: string | null, url: string): Promise<Answered> {
    return this.call(account, 'GET', url);
  }

  /** A multipart POST with files. */
  async upload(
    account: string | null,
    url: string,
    files: readonly { field: string; name: string; bytes: Uint8Array; type: string }[],
    fields: Record<string, string> = {},
  ): Promise<Answered> {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    for (const file of files) form.append(file.field, new Blob([new Uint8Array(file.bytes)], { type: file.type }), file.name);
    const encoded = new Response(form);
    const answer = await this.#app.inject({
      method: 'POST',
      url,
      headers: {
        ...(await this.#headers(account)),
        'idempotency-key': `key-${process.hrtime.bigint()}`,
        'content-type': encoded.headers.get('content-type')!,
      },
      payload: Buffer.from(await encoded.arrayBuffer()),
    });
    return { status: answer.statusCode, body: answer.json() };
  }

  async close(): Promise<void> {
    await this.#app.close();
    await this.running.stop();
    rmSync(this.#dir, { recursive: true, force: true });
  }
}
