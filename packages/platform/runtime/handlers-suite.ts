import { randomUUID } from 'node:crypto';
import { ok, refuse } from '@chengmai/kernel/result.ts';
import { anEvent } from '@chengmai/testkit/bus-contract.ts';
import { FakeClock } from '@chengmai/testkit/clock.ts';
import sql from 'sql-template-tag';
import { beforeEach, describe, expect, it } from 'vitest';
import { createMemoryBus } from '../adapters/bus-memory.ts';
import { RandomIds } from '../adapters/ids-random.ts';
import { type Db, DbUnavailable } from '../ports/db.ts';
import { consumerOf, type HandlerRuntime, handleOnce, listDeadLetters, replayDeadLetter } from './handlers.ts';
import { createJobs, type Jobs } from './jobs.ts';
import type { Handler, Job } from './module.ts';
import { createMakeOnce } from './once.ts';

/** What handlers, jobs and idempotent answers promise, on either database. */
export function handlersSuite(open: () => Db): void {
  const clock = new FakeClock();
  let db: Db;
  let runtime: HandlerRuntime;
  beforeEach(async () => {
    db = open();
    await db.script(`create table if not exists suite_effect (what text not null);
      delete from suite_effect; delete from platform_handled; delete from platform_dead_letter; delete from platform_job; delete from platform_answer`);
    runtime = { db, clock, stopping: new AbortController().signal };
  });
  const effects = async (): Promise<string[]> =>
    (await db.query<{ what: string }>(sql`select what from suite_effect order by what`)).map(({ what }) => what);
  const noting: Handler = {
    name: 'suite.note',
    types: ['*'],
    handle: async (tx, event) => void (await tx.query(sql`insert into suite_effect (what) values (${String(event.body)})`)),
  };

  describe('a handler', () => {
    it('has its effect once, however often the event comes, also at the same time', async () => {
      const event = anEvent('a.b', 'k', 'x');
      const answers = await Promise.all(Array.from({ length: 6 }, () => handleOnce(runtime, noting, event)));
      expect(answers.filter(Boolean)).toHaveLength(1);
      expect(await effects()).toEqual(['x']);
    });

    it('that fails leaves no effect and no mark, so that it can be tried again', async () => {
      let fail = true;
      const failing: Handler = {
        ...noting,
        handle: async (tx, event) => {
          await noting.handle(tx, event);
          if (fail) throw new Error('half way');
        },
      };
      const event = anEvent('a.b', 'k', 'x');
      await expect(handleOnce(runtime, failing, event)).rejects.toThrow('half way');
      expect(await effects()).toEqual([]);
      fail = false;
      expect(await handleOnce(runtime, failing, event)).toBe(true);
      expect(await effects()).toEqual(['x']);
    });

    it('waits for a database that is away without using up its attempts', async () => {
      let away = 6;
      const patchy: Db = {
        kind: db.kind,
        query: (statement) => db.query(statement),
        script: (text) => db.script(text),
        health: () => db.health(),
        close: async () => undefined,
        tx: async (work) => {
          away -= 1;
          if (away >= 0) throw new DbUnavailable('away');
          return db.tx(work);
        },
      };
      const bus = createMemoryBus({ backoff: { delaysMs: [1] } });
      await bus.subscribe({ ...consumerOf({ ...runtime, db: patchy }, noting), attempts: 2 });
      await bus.publish([anEvent('a.b', 'k', 'x')]);
      expect([await effects(), await listDeadLetters(db, { limit: 10 })]).toEqual([['x'], []]);
      await bus.close();
    });

    it('that fails to the last leaves a dead letter, which is replayed when the cause is gone', async () => {
      let broken = true;
      const failing: Handler = {
        ...noting,
        handle: async (tx, event) => {
          if (broken) throw new Error('bug 7');
          await noting.handle(tx, event);
        },
      };
      const bus = createMemoryBus({ backoff: { delaysMs: [1] } });
      await bus.subscribe(consumerOf(runtime, failing));
      const event = anEvent('a.b', 'k', 'x');
      await bus.publish([event]);
      const letters = await listDeadLetters(db, { limit: 10 });
      expect(letters).toEqual([{ handler: 'suite.note', eventId: event.id, event, error: 'bug 7', attempts: 5, at: clock.now() }]);
      const letter = { handler: 'suite.note', eventId: event.id };
      expect(await replayDeadLetter(runtime, [failing], letter)).toEqual(refuse('event.replay_failed', { problem: 'bug 7' }));
      expect((await listDeadLetters(db, { limit: 10 }))[0]?.attempts).toBe(6);
      broken = false;
      expect(await replayDeadLetter(runtime, [failing], letter)).toEqual(ok(undefined));
      expect([await effects(), await listDeadLetters(db, { limit: 10 })]).toEqual([['x'], []]);
      expect(await replayDeadLetter(runtime, [failing], letter)).toEqual(refuse('event.dead_letter_unknown'));
      expect(await replayDeadLetter(runtime, [], letter)).toEqual(refuse('event.handler_unknown', { handler: 'suite.note' }));
      await bus.close();
    });
  });

  describe('jobs', () => {
    const ids = new RandomIds();
    let runs: string[];
    const job = (name: string, everySeconds = 60): Job => ({ name, everySeconds, run: async () => void runs.push(name) });
    const worker = (...jobs: Job[]): Jobs => createJobs({ db, clock, ids, jobs });
    beforeEach(() => {
      clock.set('2026-03-02T09:00:00+08:00');
      runs = [];
    });

    it('run when they are due, once, and what was missed is one run', async () => {
      const jobs = worker(job('minute'), job('hour', 3600));
      expect(await jobs.runDue()).toEqual(['minute', 'hour']);
      expect(await jobs.runDue()).toEqual([]);
      clock.advanceMinutes(1);
      expect(await jobs.runDue()).toEqual(['minute']);
      clock.advanceMinutes(600);
      expect(await jobs.runDue()).toEqual(['minute', 'hour']);
      expect(await jobs.runDue()).toEqual([]);
    });

    it('run on one of several workers', async () => {
      const slow: Job = {
        ...job('slow'),
        run: async () => {
          runs.push('slow');
          await new Promise((resolve) => setTimeout(resolve, 50));
        },
      };
      await Promise.all(Array.from({ length: 5 }, () => worker(slow).runDue()));
      expect(runs).toEqual(['slow']);
    });

    it('go on after the clock stepped back, and run once after it leapt ahead', async () => {
      const jobs = worker(job('minute'));
      await jobs.runDue();
      clock.advanceMinutes(-24 * 60);
      expect(await jobs.runDue()).toEqual(['minute']);
      expect(await jobs.runDue()).toEqual([]);
      clock.advanceMinutes(3 * 365 * 24 * 60);
      expect(await jobs.runDue()).toEqual(['minute']);
      expect(await jobs.runDue()).toEqual([]);
    });

    it('of a worker that died run again on another', async () => {
      await worker(job('minute')).runDue();
      clock.advanceMinutes(1);
      await db.query(
        sql`update platform_job set runner = ${randomUUID()}::uuid, runner_until = ${new Date(clock.now() + 60_000)}::timestamptz`,
      );
      expect(await worker(job('minute')).runDue()).toEqual([]);
      clock.advanceMinutes(1.1);
      expect(await worker(job('minute')).runDue()).toEqual(['minute']);
    });

    it('that fail say so in health and run again at their next time', async () => {
      let broken = true;
      const jobs = worker({
        ...job('minute'),
        run: async () => {
          if (broken) throw new Error('bug 8');
        },
      });
      await jobs.runDue();
      expect(await jobs.health()).toEqual({ ok: false, detail: 'minute: bug 8' });
      broken = false;
      clock.advanceMinutes(1);
      await jobs.runDue();
      expect(await jobs.health()).toMatchObject({ ok: true });
    });
  });

  describe('an idempotent write', () => {
    const once = createMakeOnce(clock);
    const write = { key: 'key-1', requestHash: 'hash-1', callerId: 'person', route: 'POST /x' };
    const effect = (given: typeof write, what: string, fail?: 'refuse' | 'throw') =>
      db.tx((tx) =>
        once(given)(tx, async () => {
          await tx.query(sql`insert into suite_effect (what) values (${what})`);
          if (fail === 'throw') throw new Error('bug');
          return fail === 'refuse' ? refuse('http.not_found') : ok({ what, at: [1, null] });
        }),
      );

    it('has its effect once and answers the same again', async () => {
      const first = await effect(write, 'x');
      expect(await effect(write, 'y')).toEqual(first);
      expect(await effects()).toEqual(['x']);
    });

    it('sent several times at once has one effect, and all get its answer', async () => {
      const answers = await Promise.all(Array.from({ length: 6 }, () => effect(write, 'x')));
      expect(answers).toEqual(Array.from({ length: 6 }, () => ok({ what: 'x', at: [1, null] })));
      expect(await effects()).toEqual(['x']);
    });

    it.each([
      ['content', { ...write, requestHash: 'hash-2' }],
      ['route', { ...write, route: 'POST /y' }],
    ])('refuses its key for another %s', async (_, other) => {
      await effect(write, 'x');
      expect(await effect(other, 'y')).toEqual(refuse('http.idempotency_key_reused'));
      expect(await effects()).toEqual(['x']);
    });

    it('of another caller is another write', async () => {
      await effect(write, 'x');
      await effect({ ...write, callerId: 'other' }, 'y');
      expect(await effects()).toEqual(['x', 'y']);
    });

    it('may be tried again with its key after it failed', async () => {
      await expect(effect(write, 'x', 'throw')).rejects.toThrow('bug');
      expect(await effect(write, 'y')).toMatchObject({ ok: true });
      expect(await effects()).toEqual(['y']);
    });

    it('that was refused may be tried again with its key', async () => {
      expect(await effect({ ...write, key: 'key-2' }, 'x', 'refuse')).toEqual(refuse('http.not_found'));
      expect(await effect({ ...write, key: 'key-2' }, 'y')).toMatchObject({ ok: true });
    });
  });
}
