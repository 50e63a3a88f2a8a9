import { describeWith } from '@chengmai/testkit/describe-with.ts';
import { type PrivateServer, startPostgres } from '@chengmai/testkit/servers.ts';
import sql from 'sql-template-tag';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPostgres } from '../adapters/db-postgres.ts';
import { migrate } from './migrate.ts';

describeWith(['postgres'], 'migrations on PostgreSQL', () => {
  let server: PrivateServer;
  beforeAll(async () => {
    server = await startPostgres({ fsync: false });
  });
  afterAll(() => server.remove());

  it('may be run by several programs at once: each file is applied by one of them', async () => {
    const programs = await Promise.all(Array.from({ length: 6 }, () => openPostgres({ url: server.url, poolSize: 1 })));
    const applied = await Promise.all(programs.map((db) => migrate(db, [])));
    expect(applied.flat()).toEqual(['platform/0001_platform.sql']);
    expect(await programs[0]?.query(sql`select count(*) as n from platform_relay`)).toEqual([{ n: 1 }]);
    for (const db of programs) await db.close();
  });
});
