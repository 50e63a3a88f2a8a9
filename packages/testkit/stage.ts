import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFileBlob } from '@chengmai/platform/adapters/blob-fs.ts';
import { createMemoryBus } from '@chengmai/platform/adapters/bus-memory.ts';
import { sharpImages } from '@chengmai/platform/adapters/images-sharp.ts';
import { type Authenticate, anonymous } from '@chengmai/platform/http/authentication.ts';
import { buildServer } from '@chengmai/platform/http/server.ts';
import type { Db } from '@chengmai/platform/ports/db.ts';
import { createLog } from '@chengmai/platform/runtime/log.ts';
import type { ModuleDefinition } from '@chengmai/platform/runtime/module.ts';
import type { Caller, Role } from '@chengmai/platform/runtime/scope.ts';
import { type Running, startModules } from '@chengmai/platform/runtime/start.ts';
import { FakeClock } from './clock.ts';
import { type DatabaseKind, testDb } from './database.ts';
import { CountingIds } from './ids.ts';

type Server = Awaited<ReturnType<typeof buildServer>>;

export interface StageAnswer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: a test says what it expects of an answer.
  readonly body: any;
}

const city = { areas: [''], units: null, ownOnly: false } as const;

/** Callers of a stage name their roles in a header; nobody else does. */
const byHeader: Authenticate = async (headers, address) => {
  const roles = String(headers['x-stage-roles'] ?? '')
    .split(',')
    .filter(Boolean) as Role[];
  const userId = `user-${roles[0]}`;
  const caller: Caller =
    roles.length === 0
      ? anonymous(address, 'zh')
      : { kind: 'token', userId, name: userId, roles, unitId: null, scope: { ...city, userId }, locale: 'zh', address };
  return { caller, session: null, mustChangePassword: false, refused: false };
};

const isJson = (headers: Record<string, unknown>): boolean => /json/.test(String(headers['content-type'] ?? ''));

/** Modules on a real database with the in-process bus and the real HTTP server, without a network. */
export class Stage {
  readonly db: Db;
  readonly running: Running;
  readonly clock: FakeClock;
  readonly ids: CountingIds;
  readonly audited: { readonly action: string; readonly subject: string }[];
  readonly #app: Server;
  readonly #remove: () => void;
  #keys = 0;

  private constructor(parts: Pick<Stage, 'db' | 'running' | 'clock' | 'ids' | 'audited'> & { app: Server; remove: () => void }) {
    this.db = parts.db;
    this.running = parts.running;
    this.clock = parts.clock;
    this.ids = parts.ids;
    this.audited = parts.audited;
    this.#app = parts.app;
    this.#remove = parts.remove;
  }

  static async open(definitions: readonly ModuleDefinition[], kind: DatabaseKind = 'pglite'): Promise<Stage> {
    const database = await testDb(kind, definitions);
    const [clock, ids, log] = [new FakeClock(), new CountingIds(), createLog({ level: 'silent' })];
    const dir = mkdtempSync(join(tmpdir(), 'chengmai-stage-'));
    const blob = await openFileBlob(dir);
    const adapters = { db: database, bus: createMemoryBus({ log }), blob, images: sharpImages(), clock, ids, log };
    const running = await startModules(definitions, adapters, { jobs: false });
    const audited: { action: string; subject: string }[] = [];
    const app = await buildServer({
      routes: running.routes,
      live: null,
      authenticate: byHeader,
      audit: async (_caller, _trace, entries) => void audited.push(...entries),
      health: () => running.health(),
      makeOnce: running.makeOnce,
      config: { trustProxy: false, bodyLimitBytes: 1_000_000, ratePerMinute: 100_000, version: 'test', processMetrics: false },
      log,
    });
    const remove = (): void => rmSync(dir, { recursive: true, force: true });
    return new Stage({ db: running.db, running, clock, ids, audited, app, remove });
  }

  /** What seeds and imports write with. */
  get writing(): Pick<Stage, 'db' | 'clock' | 'ids'> & Pick<Running, 'emit'> {
    return { db: this.db, clock: this.clock, ids: this.ids, emit: this.running.emit };
  }

  /** Asks the server as a holder of one role (`null`: as nobody). A FormData body goes as multipart. */
  async call(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', url: string, role: Role | null, body?: unknown): Promise<StageAnswer> {
    this.#keys += 1;
    const headers: Record<string, string> = { 'idempotency-key': `stage-key-${this.#keys}` };
    if (role) headers['x-stage-roles'] = role;
    const form = body instanceof FormData ? new Response(body) : null;
    if (form) headers['content-type'] = form.headers.get('content-type')!;
    const payload = form ? Buffer.from(await form.arrayBuffer()) : (body as object | undefined);
    const answer = await this.#app.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) });
    return { status: answer.statusCode, body: isJson(answer.headers) ? answer.json() : answer.body === '' ? null : answer.body };
  }

  async close(): Promise<void> {
    await this.#app.close();
    await this.running.stop();
    this.#remove();
  }
}
