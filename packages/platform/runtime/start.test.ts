import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { anEvent } from '@chengmai/testkit/bus-contract.ts';
import { FakeClock } from '@chengmai/testkit/clock.ts';
import { testDb } from '@chengmai/testkit/database.ts';
import { until } from '@chengmai/testkit/free-port.ts';
import sql from 'sql-template-tag';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFileBlob } from '../adapters/blob-fs.ts';
import { createMemoryBus } from '../adapters/bus-memory.ts';
import { RandomIds } from '../adapters/ids-random.ts';
import type { Db } from '../ports/db.ts';
import { createLog } from './log.ts';
import { defineModule, type ModuleContext, type ModuleDefinition, offer } from './module.ts';
import { type Adapters, type Running, type StartOptions, startModules } from './start.ts';

const greeting = offer<(name: string) => string>('giver.greeting');

describe('a program of modules', () => {
  let db: Db;
  const dir = mkdtempSync(join(tmpdir(), 'chengmai-start-'));
  const log = createLog({ level: 'silent' });
  beforeAll(async () => {
    db = await testDb('pglite');
  }, 120_000);
  afterAll(async () => {
    await db.close();
    rmSync(dir, { recursive: true });
  });

  /** The same database for all tests: `stop` closes it, so each run gets a handle that only forgets. */
  const handle = (): Db => ({
    kind: db.kind,
    query: (statement) => db.query(statement),
    tx: (work) => db.tx(work),
    script: (text) => db.script(text),
    health: () => db.health(),
    close: async () => undefined,
  });
  const start = async (definitions: readonly ModuleDefinition[], options?: StartOptions): Promise<Running> => {
    const adapters: Adapters = {
      db: handle(),
      bus: createMemoryBus(),
      blob: await openFileBlob(dir),
      images: { prepare: async () => null },
      clock: new FakeClock(),
      ids: new RandomIds(),
      log,
    };
    return startModules(definitions, adapters, options);
  };
  const giver = defineModule({
    name: 'giver',
    needs: [],
    start: () => ({ offers: [{ what: greeting, impl: (name: string) => `你好，${name}` }] }),
  });

  it('starts modules after what they need and gives them what others offer', async () => {
    let heard = '';
    const taker = defineModule({
      name: 'taker',
      needs: ['giver'],
      start: (ctx) => {
        heard = ctx.use(greeting)('城脉');
        expect(ctx.useIfThere(offer('nobody.this'))).toBeUndefined();
        return {};
      },
    });
    const running = await start([taker, giver]);
    expect([heard, running.use(greeting)('x')]).toEqual(['你好，城脉', '你好，x']);
    await running.stop();
  });

  it('says at start-up that an offer is missing, or that two modules offer, handle or do the same', async () => {
    const wanting = defineModule({
      name: 'wanting',
      needs: [],
      start: (ctx) => ({ offers: [{ what: offer('x'), impl: ctx.use(greeting) }] }),
    });
    await expect(start([wanting])).rejects.toThrow(/nobody offers giver.greeting/);
    const job = { name: 'same', everySeconds: 1, run: async () => undefined };
    const doing = (name: string): ModuleDefinition => ({ name, needs: [], start: () => ({ jobs: [job] }) });
    await expect(start([doing('a'), doing('b')])).rejects.toThrow(/two jobs are named same/);
  });

  it('carries an event from one module to the handler of another right after the commit, and knows its health', async () => {
    const got: unknown[] = [];
    let ctx: ModuleContext | undefined;
    const source = defineModule({
      name: 'source',
      needs: [],
      start: (given) => {
        ctx = given;
        return {};
      },
    });
    const sink = defineModule({
      name: 'sink',
      needs: [],
      start: () => ({
        handlers: [{ name: 'sink.on-thing', types: ['source.*'], handle: async (_, event) => void got.push(event.body) }],
        health: async () => ({ sink: { ok: true, detail: 'dry' } }),
      }),
    });
    const running = await start([source, sink]);
    const begun = performance.now();
    await ctx?.db.tx((tx) => ctx?.emit(tx, [anEvent('source.thing', 'k', 1)]) ?? Promise.resolve());
    await until('it was handled', () => got.length === 1);
    // Without the nudge after the commit it would take the second that the embedded relay sleeps.
    expect(performance.now() - begun).toBeLessThan(900);
    await running.drain();
    expect(Object.keys(await running.health()).sort()).toEqual(['blob', 'bus', 'database', 'jobs', 'outbox', 'sink']);
    await running.stop();
    expect(await db.query(sql`select count(*) as n from platform_handled where handler = 'sink.on-thing'`)).toEqual([{ n: 1 }]);
  });

  it('does by role only what the role is for', async () => {
    const ran: string[] = [];
    const busy = defineModule({
      name: 'busy',
      needs: [],
      start: () => ({
        jobs: [{ name: 'busy.job', everySeconds: 1, run: async () => void ran.push('job') }],
        routes: [
          {
            method: 'GET',
            path: '/x',
            summary: { zh: '', en: '' },
            tag: 'x',
            access: 'public',
            response: 'bytes',
            handle: async () => ({ ok: true, value: 1 }),
          },
        ],
      }),
    });
    const api = await start([busy], { role: 'api' });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect([api.routes.length, ran]).toEqual([1, []]);
    await api.stop();
    const worker = await start([busy], { role: 'worker' });
    await until('the job ran', () => ran.length > 0);
    expect(worker.routes).toEqual([]);
    await worker.stop();
  });
});
