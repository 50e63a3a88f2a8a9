import { describeWith } from '@chengmai/testkit/describe-with.ts';
import { type Browser, goodPassword, IdentityCity } from '@chengmai/testkit/identity-city.ts';
import sql from 'sql-template-tag';
import { afterAll, beforeAll, expect, it } from 'vitest';

// The embedded database runs one statement after the other; only a server shows what happens at the same time.
describeWith(['postgres'], 'identity on PostgreSQL, many at once', () => {
  let city: IdentityCity;
  let second: IdentityCity;
  let admin: Browser;
  beforeAll(async () => {
    city = await IdentityCity.open({}, 'postgres');
    second = await IdentityCity.open({}, city.db);
    await city.unit('u');
    await city.user('root', ['admin']);
    admin = await city.browser('root');
  });
  afterAll(() => city.close());

  const statuses = (answers: readonly { status: number }[]) => answers.map(({ status }) => status).sort();

  it('makes one person of eight requests for one account', async () => {
    const body = { account: 'twin', name: '示意', roles: ['handler'], password: goodPassword };
    const answers = await Promise.all(Array.from({ length: 8 }, () => city.call('POST', '/api/users', admin, body)));
    expect(statuses(answers)).toEqual([201, ...Array(7).fill(409)]);
    expect(new Set(answers.map(({ body: answer }) => answer.code))).toEqual(new Set([undefined, 'identity.account_taken']));
  });

  it('makes one person of one request that arrives eight times', async () => {
    const same = { ...admin, 'idempotency-key': 'eight-times-the-same' };
    const body = { account: 'once', name: '示意', roles: ['handler'] };
    const answers = await Promise.all(Array.from({ length: 8 }, () => city.call('POST', '/api/users', same, body)));
    expect(statuses(answers)).toEqual(Array(8).fill(201));
    expect(new Set(answers.map(({ body: answer }) => answer.id)).size).toBe(1);
  });

  it('lets one of many changes of the same version through', async () => {
    const id = await city.user('contested', ['handler']);
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, i) => city.call('PATCH', `/api/users/${id}`, admin, { version: 1, name: `名${i}` })),
    );
    expect(statuses(answers)).toEqual([200, ...Array(7).fill(409)]);
  });

  it('keeps one administrator when two remove each other', async () => {
    const ids = [await city.user('left', ['admin']), await city.user('right', ['admin'])];
    const [root] = await city.db.query<{ id: string }>(sql`select id from identity_user where account = 'root'`);
    const all = [root!.id, ...ids];
    const answers = await Promise.all(all.map((id) => city.call('PATCH', `/api/users/${id}`, admin, { version: 1, roles: ['leader'] })));
    const left = await city.db.query(sql`select id from identity_user where roles @> '{admin}'`);
    expect(left.length).toBeGreaterThanOrEqual(1);
    expect(answers.some(({ status }) => status >= 500)).toBe(false);
    expect(answers.map(({ body }) => body.code)).toContain('identity.last_admin');
    await city.db.query(sql`update identity_user set roles = '{admin}' where account = 'root'`);
  });

  it('lets five of twenty guesses at the same time be tried', async () => {
    await city.user('guessed', ['handler']);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        (i % 2 === 0 ? city : second).call('POST', '/api/session', {}, { account: 'guessed', password: 'wrong' }),
      ),
    );
    expect(answers.filter(({ body }) => body.code === 'identity.sign_in_failed')).toHaveLength(5);
  });

  it('seals the audit trail once when two workers do it', async () => {
    city.address = '10.0.0.2';
    city.clock.advance(10_000);
    second.clock.advance(10_000);
    await Promise.all([city, second, city, second].map((worker) => worker.jobs.get('identity.seal-audit')!()));
    const [counted] = await city.db.query<{ lines: number; sealed: number }>(
      sql`select count(*) as lines, count(seal) as sealed from identity_audit`,
    );
    expect(counted!.sealed).toBe(counted!.lines);
    expect((await city.call('GET', '/api/audit/verification', await city.browser('root'))).body).toMatchObject({
      intact: true,
      lines: counted!.lines,
    });
  });
});
