import { openNatsBus } from '@chengmai/platform/adapters/bus-nats.ts';
import { openPostgres } from '@chengmai/platform/adapters/db-postgres.ts';
import { DbUnavailable } from '@chengmai/platform/ports/db.ts';
import sql from 'sql-template-tag';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../describe-with.ts';
import { until } from '../free-port.ts';
import { type PrivateServer, startNats, startPostgres } from '../servers.ts';
import { startFaultProgram } from './fault-program.ts';
import { inspect } from './kill-rounds.ts';

describeWith(['postgres', 'nats'], 'a program split by role, whose database and broker are killed and come back', () => {
  let postgres: PrivateServer;
  let nats: PrivateServer;
  beforeAll(async () => {
    [postgres, nats] = await Promise.all([startPostgres(), startNats()]);
  });
  afterAll(async () => {
    await postgres.remove();
    await nats.remove();
  });

  it('answers "unavailable" meanwhile, loses nothing, and has every effect once and in order', { timeout: 240_000 }, async () => {
    const part = async (role: 'api' | 'worker') =>
      startFaultProgram(await openPostgres({ url: postgres.url, poolSize: 4 }), {
        role,
        bus: await openNatsBus({ url: nats.url, takeOverMs: 2_000 }),
      });
    const api = await part('api');
    const workers = [await part('worker'), await part('worker')];
    const acknowledged: string[] = [];
    const refused: unknown[] = [];
    let running = true;
    const writer = async (n: number): Promise<void> => {
      for (let change = 1; running; change += 1) {
        await api.write({ n, change }).then(
          () => acknowledged.push(`${n}:${change}`),
          (error: unknown) => refused.push(error),
        );
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    };
    const writing = Promise.all([1, 2, 3, 4, 5].map(writer));
    const more = async (): Promise<void> => {
      const before = acknowledged.length;
      await until('writes go on', () => acknowledged.length > before + 40, 60_000);
    };
    await more();
    await nats.kill();
    await more();
    await nats.start();
    await postgres.kill();
    await until('writes are refused', () => refused.length > 5, 60_000);
    await postgres.start();
    await more();
    await workers[1]?.running.stop();
    await more();
    running = false;
    await writing;
    expect(refused.every((error) => error instanceof DbUnavailable)).toBe(true);

    const db = await openPostgres({ url: postgres.url, poolSize: 1 });
    const effects = async (): Promise<{ n: number; change: number }[]> => db.query(sql`select n, change from fault_effect order by seq`);
    const written = async (): Promise<number> => (await db.query<{ n: number }>(sql`select count(*) as n from fault_history`))[0]?.n ?? 0;
    await until('all effects are there', async () => (await effects()).length >= (await written()), 60_000);
    for (let n = 1; n <= 5; n += 1) {
      const order = (await effects()).filter((effect) => effect.n === n).map(({ change }) => change);
      expect(order).toEqual(order.toSorted((a, b) => a - b));
    }
    await db.close();
    await api.running.stop();
    await workers[0]?.running.stop();
    expect(await inspect({ kind: 'postgres', url: postgres.url }, acknowledged)).toMatchObject({
      lost: [],
      torn: 0,
      withoutEffect: 0,
      withDoubleEffect: 0,
    });
  });
});
