import { testPostgresUrl } from '@chengmai/testkit/database.ts';
import { dbContract } from '@chengmai/testkit/db-contract.ts';
import { describeWith } from '@chengmai/testkit/describe-with.ts';
import { until } from '@chengmai/testkit/free-port.ts';
import { type PrivateServer, startPostgres } from '@chengmai/testkit/servers.ts';
import sql from 'sql-template-tag';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Db, DbUnavailable } from '../ports/db.ts';
import { openPostgres } from './db-postgres.ts';

describeWith(['postgres'], 'the pool on PostgreSQL', () => {
  dbContract('PostgreSQL', async () => openPostgres({ url: await testPostgresUrl() }));

  it('takes a statement that runs too long for a database that does not answer, and goes on', async () => {
    const db = await openPostgres({ url: await testPostgresUrl(), statementTimeoutMs: 200 });
    await expect(db.query(sql`select pg_sleep(5)`)).rejects.toBeInstanceOf(DbUnavailable);
    expect(await db.query(sql`select 1 as value`)).toEqual([{ value: 1 }]);
    await db.close();
  });

  it('takes a deadlock for a database that is busy: the one that lost may simply try again', async () => {
    const db = await openPostgres({ url: await testPostgresUrl() });
    await db.script('create table knot (id int primary key, n int); insert into knot values (1, 0), (2, 0)');
    const both = (first: number, second: number): Promise<void> =>
      db.tx(async (tx) => {
        await tx.query(sql`update knot set n = n + 1 where id = ${first}`);
        await new Promise((resolve) => setTimeout(resolve, 100));
        await tx.query(sql`update knot set n = n + 1 where id = ${second}`);
      });
    const outcomes = await Promise.allSettled([both(1, 2), both(2, 1)]);
    const [loser] = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(loser?.reason).toBeInstanceOf(DbUnavailable);
    expect(await db.query(sql`select n from knot order by id`)).toEqual([{ n: 1 }, { n: 1 }]);
    await db.close();
  });

  it('says that nothing listens there, at once', async () => {
    const db = await openPostgres({ url: 'postgres://nobody@127.0.0.1:1/none' });
    await expect(db.query(sql`select 1`)).rejects.toBeInstanceOf(DbUnavailable);
    expect(await db.health()).toMatchObject({ ok: false });
    await db.close();
  });

  it('does not wait for ever when all connections are taken', async () => {
    const db = await openPostgres({ url: await testPostgresUrl(), poolSize: 1, connectTimeoutMs: 200 });
    const holding = db.tx(() => new Promise((resolve) => setTimeout(resolve, 600)));
    await expect(db.query(sql`select 1`)).rejects.toBeInstanceOf(DbUnavailable);
    await holding;
    expect(await db.query(sql`select 1 as value`)).toEqual([{ value: 1 }]);
    await db.close();
  });
});

describeWith(['postgres'], 'a PostgreSQL that goes away', () => {
  let server: PrivateServer;
  let db: Db;
  beforeAll(async () => {
    server = await startPostgres();
    db = await openPostgres({ url: server.url, poolSize: 4 });
    await db.script('create table acknowledged (n int primary key)');
  });
  afterAll(async () => {
    await db.close();
    await server.remove();
  });

  it.each(['stop', 'kill'] as const)('by %s loses nothing acknowledged, and the pool recovers alone', async (way) => {
    const acknowledged: number[] = [];
    let n = way === 'stop' ? 0 : 1_000_000;
    let unavailable = 0;
    let running = true;
    const writer = async (): Promise<void> => {
      while (running) {
        n += 1;
        const mine = n;
        try {
          await db.tx((tx) => tx.query(sql`insert into acknowledged (n) values (${mine})`));
          acknowledged.push(mine);
        } catch (error) {
          expect(error).toBeInstanceOf(DbUnavailable);
          unavailable += 1;
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
      }
    };
    const writers = [writer(), writer(), writer()];
    await until('some writes', () => acknowledged.length > 50);
    await server[way]();
    await until('the failure is seen', () => unavailable > 5);
    const before = acknowledged.length;
    await server.start();
    await until('writes go on', () => acknowledged.length > before + 50);
    running = false;
    await Promise.all(writers);
    const rows = await db.query<{ n: number }>(sql`select n from acknowledged where n = any(${acknowledged}::int[])`);
    expect(rows).toHaveLength(acknowledged.length);
  });
});
