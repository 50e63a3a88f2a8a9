import { browserOf, goodPassword, IdentityCity } from '@chengmai/testkit/identity-city.ts';
import sql from 'sql-template-tag';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

let city: IdentityCity;
beforeAll(async () => {
  city = await IdentityCity.open();
});
afterAll(() => city.close());
// Each test from its own address: limits per address are the subject of one of them only.
let tests = 0;
beforeEach(() => {
  tests += 1;
  city.address = `10.0.0.${tests}`;
});

const meOf = async (as: { cookie?: string }) => (await city.call('GET', '/api/session', as)).body as { user: { account: string } | null };

describe('signing in', () => {
  it('opens a session in strict HttpOnly cookies and tells who one is', async () => {
    await city.unit('water');
    await city.user('li', ['dept_manager'], { unitId: 'water', areas: ['440604'] });
    const answer = await city.signIn('LI');
    const cookies = [answer.headers['set-cookie']].flat() as string[];
    expect(cookies[0]).toMatch(/^cm_session=[\w-]{43}; Max-Age=86400; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(cookies[1]).toMatch(/^cm_csrf=[\w-]{43}; Max-Age=86400; Path=\/; SameSite=Strict$/);
    expect(answer.body).toMatchObject({
      user: {
        account: 'li',
        roles: ['dept_manager'],
        unitName: '机构water',
        scope: { areas: ['440604'], units: ['water'], ownOnly: false },
      },
    });
    expect(await meOf(browserOf(answer))).toMatchObject({ user: { account: 'li' }, csrfToken: expect.any(String) });
  });

  it('stores neither the password nor the cookie', async () => {
    await city.user('stored', ['admin']);
    const browser = await city.browser('stored');
    const secret = /cm_session=([\w-]+)/.exec(browser.cookie)![1]!;
    const rows = await city.db.query<{ dump: string }>(
      sql`select (select json_agg(u) from identity_user u)::text || (select json_agg(s) from identity_session s)::text || (select json_agg(a) from identity_audit a)::text as dump`,
    );
    expect(rows[0]!.dump).not.toContain(secret);
    expect(rows[0]!.dump).not.toContain(goodPassword);
    expect(rows[0]!.dump).toContain('$argon2id$v=19$m=256,t=1,p=1$');
  });

  it('answers nobody is signed in as a fact, not as a refusal', async () => {
    expect(await meOf({})).toEqual({ user: null, csrfToken: null });
    expect(await meOf({ cookie: 'cm_session=forged' })).toEqual({ user: null, csrfToken: null });
  });

  it('gives unknown accounts, disabled ones and wrong passwords the same answer', async () => {
    const id = await city.user('gone', ['handler']);
    await city.db.query(sql`update identity_user set disabled = true where id = ${id}`);
    const strip = ({ status, body: { trace: _, ...rest } }: { status: number; body: Record<string, unknown> }) => ({ status, rest });
    const answers = [await city.signIn('li', 'wrong'), await city.signIn('nobody', 'wrong'), await city.signIn('gone')].map(strip);
    expect(answers[0]).toMatchObject({ status: 401, rest: { code: 'identity.sign_in_failed' } });
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
  });

  it('renews a hash that was made with weaker costs', async () => {
    const id = await city.user('weak', ['handler']);
    const stronger: IdentityCity = await IdentityCity.open({ argon2: { memoryKib: 512, passes: 1, parallelism: 1 } }, city.db);
    expect((await stronger.signIn('weak')).status).toBe(200);
    const [row] = await city.db.query<{ hash: string }>(sql`select password_hash as hash from identity_user where id = ${id}`);
    expect(row!.hash).toContain('$m=512,t=1,p=1$');
    expect((await city.signIn('weak')).status).toBe(200);
  });
});

describe('lock-out', () => {
  const failTimes = async (account: string, times: number) => {
    const codes = [];
    for (let i = 0; i < times; i++) codes.push((await city.signIn(account, 'wrong')).body['code']);
    return codes;
  };
  const five = Array(5).fill('identity.sign_in_failed');

  it('locks an account after five failures for a quarter of an hour, also for the right password', async () => {
    await city.user('locked', ['handler']);
    expect(await failTimes('locked', 5)).toEqual(five);
    expect((await city.signIn('locked')).body).toMatchObject({ code: 'identity.locked', status: 429, params: { minutes: 15 } });
    city.clock.advanceMinutes(14);
    expect((await city.signIn('locked')).body).toMatchObject({ code: 'identity.locked', params: { minutes: 1 } });
    city.clock.advanceMinutes(2);
    expect((await city.signIn('locked')).status).toBe(200);
  });

  it('locks an unknown account just so, and does not write its name down', async () => {
    city.clock.advanceMinutes(60);
    expect(await failTimes('my-mistyped-password', 6)).toEqual([...five, 'identity.locked']);
    const rows = await city.db.query<{ key: string }>(sql`select key from identity_attempt`);
    expect(JSON.stringify(rows)).not.toContain('mistyped');
  });

  it('counts attempts made at the same time', async () => {
    city.clock.advanceMinutes(60);
    await city.user('burst', ['handler']);
    const answers = await Promise.all(Array.from({ length: 12 }, () => city.signIn('burst', 'wrong')));
    expect(answers.filter(({ body }) => body['code'] === 'identity.sign_in_failed')).toHaveLength(5);
  });

  it('forgets failures after a success', async () => {
    city.clock.advanceMinutes(60);
    await city.user('clumsy', ['handler']);
    await failTimes('clumsy', 4);
    expect((await city.signIn('clumsy')).status).toBe(200);
    expect(await failTimes('clumsy', 4)).toEqual(five.slice(1));
    expect((await city.signIn('clumsy')).status).toBe(200);
  });

  it('locks an address that tries many accounts', async () => {
    city.clock.advanceMinutes(60);
    for (let i = 0; i < 20; i++) await city.signIn(`spray-${i}`, 'wrong');
    expect((await city.signIn('li')).body).toMatchObject({ code: 'identity.locked' });
    city.clock.advanceMinutes(16);
    expect((await city.signIn('li')).status).toBe(200);
  });
});

describe('sessions', () => {
  it('end when one signs out', async () => {
    const browser = await city.browser('li');
    expect((await city.call('DELETE', '/api/session', browser)).status).toBe(200);
    expect((await meOf(browser)).user).toBeNull();
    expect((await city.call('GET', '/api/roles', browser)).body).toMatchObject({ code: 'auth.required' });
  });

  it('refuse a change without the CSRF token', async () => {
    const { cookie } = await city.browser('li');
    expect((await city.call('PUT', '/api/me', { cookie }, { theme: 'dark' })).body).toMatchObject({ code: 'http.csrf' });
  });

  it('end when idle too long, and at the latest after a day', async () => {
    const idle = await city.browser('li');
    city.clock.advanceMinutes(241);
    expect((await meOf(idle)).user).toBeNull();
    const busy = await city.browser('li');
    for (let hour = 0; hour < 23; hour++) {
      city.clock.advanceMinutes(60);
      expect((await meOf(busy)).user).not.toBeNull();
    }
    city.clock.advanceMinutes(61);
    expect((await meOf(busy)).user).toBeNull();
  });

  it('are listed, and each or all others can be ended', async () => {
    await city.user('many', ['handler']);
    const [first, second, third] = [await city.browser('many'), await city.browser('many'), await city.browser('many')];
    const list = (await city.call('GET', '/api/me/sessions', first)).body['items'] as { id: string; current: boolean }[];
    expect(list.map(({ current }) => current).sort()).toEqual([false, false, true]);
    await city.call('DELETE', `/api/me/sessions/${list.find(({ current }) => current)!.id}`, second);
    expect((await meOf(first)).user).toBeNull();
    expect((await city.call('DELETE', '/api/me/sessions/others', second)).body).toEqual({ ended: 1 });
    expect((await meOf(third)).user).toBeNull();
    expect((await meOf(second)).user).not.toBeNull();
  });

  it('of somebody else cannot be ended', async () => {
    const [mine, theirs] = [await city.browser('li'), await city.browser('many')];
    const list = (await city.call('GET', '/api/me/sessions', theirs)).body['items'] as { id: string }[];
    expect((await city.call('DELETE', `/api/me/sessions/${list[0]!.id}`, mine)).status).toBe(404);
    expect((await meOf(theirs)).user).not.toBeNull();
  });

  it('revoked by another process are refused within the cache time', async () => {
    const other = await IdentityCity.open({ cacheMs: 50 }, city.db);
    const browser = await city.browser('li');
    const seen = async () => ((await other.call('GET', '/api/session', browser)).body as { user: unknown }).user !== null;
    other.clock.advance(city.clock.now() - other.clock.now());
    expect(await seen()).toBe(true);
    await city.call('DELETE', '/api/session', browser);
    await new Promise((resolve) => setTimeout(resolve, 80));
    expect(await seen()).toBe(false);
  });
});

describe('one’s own account', () => {
  it('keeps language and theme, and answers in that language', async () => {
    const browser = await city.browser('li');
    expect((await city.call('PUT', '/api/me', browser, { locale: 'en', theme: 'dark' })).body).toMatchObject({
      user: { locale: 'en', theme: 'dark' },
    });
    expect((await city.call('GET', '/api/users/none', browser)).body).toMatchObject({ detail: 'There is nothing at this address' });
    await city.call('PUT', '/api/me', browser, { locale: null });
    expect((await city.call('GET', '/api/users/none', browser)).body).toMatchObject({ detail: '没有这个地址或对象' });
  });

  it('changes the password only with the old one, ends other sessions and refuses former ones', async () => {
    await city.user('changer', ['handler']);
    const [mine, other] = [await city.browser('changer'), await city.browser('changer')];
    const change = (current: string, next: string) => city.call('PUT', '/api/me/password', mine, { current, next });
    expect((await change('wrong', 'another-good-one')).body).toMatchObject({ code: 'identity.password_wrong' });
    expect((await change(goodPassword, goodPassword)).body).toMatchObject({
      code: 'identity.password_weak',
      params: { problem: '近期用过' },
    });
    expect((await change(goodPassword, 'changer-12345')).body).toMatchObject({
      code: 'identity.password_weak',
      params: { problem: '含有账号' },
    });
    expect((await change(goodPassword, 'another-good-one')).status).toBe(200);
    expect((await change('another-good-one', goodPassword)).body).toMatchObject({ params: { problem: '近期用过' } });
    expect([(await meOf(mine)).user !== null, (await meOf(other)).user]).toEqual([true, null]);
    expect((await city.signIn('changer', 'another-good-one')).status).toBe(200);
  });

  it('must change an initial password before anything else', async () => {
    const made = await city.db.tx((tx) =>
      city.identity.createUser(tx, { account: 'fresh', name: '新人', roles: ['admin'], password: goodPassword }),
    );
    expect(made.ok).toBe(true);
    const browser = await city.browser('fresh');
    expect((await city.call('GET', '/api/users', browser)).body).toMatchObject({ code: 'auth.password_change_required' });
    await city.call('PUT', '/api/me/password', browser, { current: goodPassword, next: 'another-good-one' });
    expect((await city.call('GET', '/api/users', browser)).status).toBe(200);
  });
});
