import { type Browser, goodPassword, IdentityCity } from '@chengmai/testkit/identity-city.ts';
import sql from 'sql-template-tag';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiToken, User } from './contract.ts';

let city: IdentityCity;
let admin: Browser;
let adminId: string;
beforeAll(async () => {
  city = await IdentityCity.open();
  await city.unit('centre');
  await city.unit('water');
  await city.unit('water-east', 'water');
  await city.unit('roads');
  adminId = await city.user('root', ['admin']);
  admin = await city.browser('root');
});
afterAll(() => city.close());

const accounts = ({ body }: { body: Record<string, unknown> }) => (body['items'] as User[]).map(({ account }) => account);
const newUser = (account: string, more: object = {}) => ({
  account,
  name: '示意人员',
  roles: ['handler'],
  password: goodPassword,
  ...more,
});

describe('people', () => {
  it('are created once, however often the same request arrives', async () => {
    const key = { 'idempotency-key': 'one-and-the-same' };
    const first = await city.call(
      'POST',
      '/api/users',
      { ...admin, ...key },
      newUser('wang', { phone: '13812341234', unitId: 'water-east' }),
    );
    const again = await city.call(
      'POST',
      '/api/users',
      { ...admin, ...key },
      newUser('wang', { phone: '13812341234', unitId: 'water-east' }),
    );
    const other = await city.call('POST', '/api/users', { ...admin, ...key }, newUser('wang2'));
    expect(first.status).toBe(201);
    expect(first.body).toMatchObject({
      account: 'wang',
      phone: '138****1234',
      unitName: '机构water-east',
      version: 1,
      mustChangePassword: true,
    });
    expect(again.body).toEqual(first.body);
    expect(other.body).toMatchObject({ code: 'http.idempotency_key_reused', status: 422 });
  });

  it.each([
    ['an account that exists in other letters', newUser('WANG'), 'identity.account_taken'],
    ['an unknown unit', newUser('lost', { unitId: 'nowhere' }), 'identity.unknown_unit'],
    ['a weak password', newUser('weak', { password: '1234567890' }), 'identity.password_weak'],
    ['an unknown role', newUser('odd', { roles: ['king'] }), 'http.invalid_input'],
    ['no role', newUser('none', { roles: [] }), 'http.invalid_input'],
    ['an account with markup', newUser('<b>'), 'http.invalid_input'],
  ])('are refused with %s', async (_what, body, code) => {
    expect((await city.call('POST', '/api/users', admin, body)).body['code']).toBe(code);
  });

  it('with one account made at the same time are one person', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => city.call('POST', '/api/users', admin, newUser('twin'))));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
  });

  it('show the whole phone number one by one, and each look is in the audit trail', async () => {
    const [{ id } = { id: '' }] = (await city.call('GET', '/api/users?text=wang', admin)).body['items'] as User[];
    expect((await city.call('GET', `/api/users/${id}`, admin)).body).toMatchObject({ phone: '13812341234' });
    const trail = await city.call('GET', `/api/audit?action=personal.read&subject=user:${id}`, admin);
    expect(trail.body['items']).toMatchObject([{ actorName: '示意root', via: 'session', detail: { fields: ['phone'] } }]);
  });

  it('are changed by version, and what changed is in the audit trail without the phone number', async () => {
    const { body } = await city.call('POST', '/api/users', admin, newUser('chen', { phone: '13900001111' }));
    const url = `/api/users/${body['id']}`;
    const changed = await city.call('PATCH', url, admin, { version: 1, name: '新名', phone: '13900002222', roles: ['dispatcher'] });
    expect(changed.body).toMatchObject({ version: 2, name: '新名', phone: '139****2222' });
    expect((await city.call('PATCH', url, admin, { version: 1, name: '旧名' })).body).toMatchObject({
      code: 'http.version_conflict',
      params: { current: 2 },
    });
    const [line] = (await city.call('GET', `/api/audit?subject=user:${body['id']}&action=user.changed`, admin)).body['items'] as {
      detail: unknown;
    }[];
    expect(line!.detail).toEqual({
      name: { from: '示意人员', to: '新名' },
      roles: { from: ['handler'], to: ['dispatcher'] },
      phone: 'changed',
    });
  });

  it('are out at once when they are disabled', async () => {
    const id = await city.user('leaver', ['handler']);
    const browser = await city.browser('leaver');
    expect((await city.call('GET', '/api/roles', browser)).status).toBe(200);
    await city.call('PATCH', `/api/users/${id}`, admin, { version: 1, disabled: true });
    expect((await city.call('GET', '/api/roles', browser)).status).toBe(401);
  });

  it('keep at least one administrator', async () => {
    expect((await city.call('PATCH', `/api/users/${adminId}`, admin, { version: 1, roles: ['leader'] })).body).toMatchObject({
      code: 'identity.last_admin',
    });
    expect((await city.call('PATCH', `/api/users/${adminId}`, admin, { version: 1, disabled: true })).body).toMatchObject({
      code: 'identity.last_admin',
    });
  });

  it('get a new password from an administrator, which they must change', async () => {
    const id = await city.user('forgot', ['handler']);
    await city.call('PUT', `/api/users/${id}/password`, admin, { password: 'temporary-lantern' });
    expect((await city.signIn('forgot')).status).toBe(401);
    expect((await city.signIn('forgot', 'temporary-lantern')).body).toMatchObject({ user: { mustChangePassword: true } });
  });

  it('are listed page by page, each once, in the order of accounts', async () => {
    for (let i = 0; i < 7; i++) await city.user(`page-${i}`, ['collector']);
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = await city.call('GET', `/api/users?role=collector&limit=3${cursor}`, admin);
      seen.push(...accounts(page));
      cursor = page.body['next'] === null ? '' : `&cursor=${page.body['next']}`;
    } while (cursor !== '');
    expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6].map((i) => `page-${i}`));
    expect((await city.call('GET', '/api/users?cursor=nonsense', admin)).body).toMatchObject({ code: 'http.invalid_input' });
  });
});

describe('data scope', () => {
  it('of a department shows its own people and units, with the way up', async () => {
    await city.user('roadman', ['handler'], { unitId: 'roads' });
    await city.user('east-boss', ['dept_manager'], { unitId: 'water-east' });
    const boss = await city.browser('east-boss');
    const units = (await city.call('GET', '/api/units', boss)).body['items'] as { id: string }[];
    const [stranger] = (await city.call('GET', '/api/users?text=roadman', admin)).body['items'] as User[];
    expect(accounts(await city.call('GET', '/api/users', boss))).toEqual(['east-boss', 'wang']);
    expect(units.map(({ id }) => id)).toEqual(['water', 'water-east']);
    expect((await city.call('GET', `/api/users/${stranger!.id}`, boss)).status).toBe(404);
    expect((await city.call('GET', '/api/units/roads', boss)).status).toBe(404);
  });

  it('of a street’s administrator ends at the street: nothing beyond can be seen, given or taken', async () => {
    await city.user('street-admin', ['admin'], { areas: ['440604100'] });
    const otherId = await city.user('other-street', ['collector'], { areas: ['440604011'] });
    const local = await city.browser('street-admin');
    const beyond = { code: 'identity.beyond_own_scope' };
    expect((await city.call('GET', `/api/users/${otherId}`, local)).status).toBe(404);
    expect((await city.call('POST', '/api/users', local, newUser('everywhere'))).body).toMatchObject(beyond);
    expect((await city.call('POST', '/api/users', local, newUser('wider', { areas: ['440604'] }))).body).toMatchObject(beyond);
    expect((await city.call('POST', '/api/users', local, newUser('inside', { areas: ['440604100002'] }))).status).toBe(201);
    expect((await city.call('GET', '/api/audit', local)).body).toMatchObject({ code: 'auth.out_of_scope' });
  });
});

describe('units', () => {
  it('move with everything under them, and what their people see moves along', async () => {
    await city.unit('north');
    await city.unit('north-a', 'north');
    await city.unit('north-a-1', 'north-a');
    await city.user('mover', ['dept_manager'], { unitId: 'roads' });
    const mover = await city.browser('mover');
    const idsOf = async () => ((await city.call('GET', '/api/units', mover)).body['items'] as { id: string }[]).map(({ id }) => id);
    expect(await idsOf()).toEqual(['roads']);
    const moved = await city.call('PATCH', '/api/units/north-a', admin, { version: 1, parentId: 'roads' });
    expect(moved.body).toMatchObject({ path: '/roads/north-a/', version: 2 });
    expect(await idsOf()).toEqual(['roads', 'north-a', 'north-a-1']);
    expect(await city.identity.unitSubtree(city.db, 'roads')).toEqual(['roads', 'north-a', 'north-a-1']);
  });

  it.each([
    ['under itself', 'roads', { version: 1, parentId: 'north-a-1' }, 'identity.unit_under_itself'],
    ['under nothing known', 'roads', { version: 1, parentId: 'nowhere' }, 'identity.unknown_unit'],
    ['away while people are in it', 'roads', { version: 1, disabled: true }, 'identity.unit_in_use'],
    ['by an old version', 'north-a', { version: 1, name: 'x' }, 'http.version_conflict'],
  ])('cannot be put %s', async (_where, id, change, code) => {
    expect((await city.call('PATCH', `/api/units/${id}`, admin, change)).body['code']).toBe(code);
  });

  it('with a credit code that another has are refused', async () => {
    const unit = { name: '甲', kind: 'department', creditCode: '91440600MA4UJ3XH2T' };
    expect((await city.call('POST', '/api/units', admin, unit)).status).toBe(201);
    expect((await city.call('POST', '/api/units', admin, { ...unit, name: '乙' })).body).toMatchObject({ code: 'identity.unit_taken' });
  });

  it('of an import are found by name or made, as often as it runs', async () => {
    const rows = [
      { name: '机构water', kind: 'department' as const },
      { name: '示意导入部门', kind: 'department' as const },
    ];
    const first = await city.db.tx((tx) => city.identity.ensureUnits(tx, 'import:test', rows));
    const again = await city.db.tx((tx) => city.identity.ensureUnits(tx, 'import:test', rows));
    expect(first.get('机构water')).toBe('water');
    expect(first.get('示意导入部门')).toMatch(/^import-test-[0-9a-f]{12}$/);
    expect(again).toEqual(first);
  });
});

describe('API tokens', () => {
  const bearer = (secret: unknown) => ({ authorization: `Bearer ${secret}` });
  const make = (body: object, as: Browser = admin) => city.call('POST', '/api/tokens', as, { name: '对接', roles: ['admin'], ...body });

  it('are shown once, act for their person, and stop when revoked', async () => {
    const key = { 'idempotency-key': 'make-one-token' };
    const made = await city.call('POST', '/api/tokens', { ...admin, ...key }, { name: '对接', roles: ['admin'] });
    const again = await city.call('POST', '/api/tokens', { ...admin, ...key }, { name: '对接', roles: ['admin'] });
    const { secret, token } = made.body as { secret: string; token: ApiToken };
    expect(secret).toMatch(/^cmk_[\w-]{43}$/);
    expect(again.body).toEqual({ token, secret: null });
    expect((await city.call('GET', '/api/users', bearer(secret))).status).toBe(200);
    expect((await city.call('GET', '/api/session', bearer(secret))).body).toMatchObject({ user: { account: 'root' }, csrfToken: null });
    await city.call('DELETE', `/api/tokens/${token.id}`, admin);
    expect((await city.call('GET', '/api/users', bearer(secret))).body).toMatchObject({ code: 'auth.required' });
    const dump = await city.db.query(sql`select * from identity_token`);
    expect(JSON.stringify(dump) + JSON.stringify(await city.db.query(sql`select * from platform_answer`))).not.toContain(secret);
  });

  it('end by themselves', async () => {
    const { secret } = (await make({ days: 1 })).body;
    city.clock.advanceMinutes(24 * 60 + 1);
    expect((await city.call('GET', '/api/roles', bearer(secret))).status).toBe(401);
    admin = await city.browser('root');
  });

  it('hold no more than their person, now and later', async () => {
    const id = await city.user('both', ['dispatcher', 'evaluator'], { areas: ['440604'] });
    const both = await city.browser('both');
    expect((await make({}, both)).body).toMatchObject({ code: 'identity.beyond_own_scope' });
    expect((await make({ roles: ['dispatcher'], areas: ['44'] }, both)).body).toMatchObject({ code: 'identity.beyond_own_scope' });
    const { secret } = (await make({ roles: ['dispatcher'], areas: ['440604100'] }, both)).body;
    const scope = { areas: ['440604100'], units: null, ownOnly: false };
    expect((await city.call('GET', '/api/session', bearer(secret))).body).toMatchObject({ user: { roles: ['dispatcher'], scope } });
    await city.call('PATCH', `/api/users/${id}`, admin, { version: 1, roles: ['evaluator'] });
    expect((await city.call('GET', '/api/users', bearer(secret))).body).toMatchObject({ code: 'auth.role_required' });
  });

  it('make no tokens and change no passwords', async () => {
    const { secret } = (await make({})).body;
    expect((await city.call('POST', '/api/tokens', bearer(secret), { name: 'x', roles: ['admin'] })).body).toMatchObject({
      code: 'identity.session_only',
    });
    expect(
      (await city.call('PUT', '/api/me/password', bearer(secret), { current: goodPassword, next: 'another-good-one' })).body,
    ).toMatchObject({ code: 'identity.session_only' });
  });

  it('of others are not seen and not revoked, except by an administrator', async () => {
    const { token } = (await make({})).body as { token: ApiToken };
    const both = await city.browser('both');
    expect((await city.call('GET', '/api/tokens?all=true', both)).body['items']).toHaveLength(1);
    expect((await city.call('DELETE', `/api/tokens/${token.id}`, both)).status).toBe(404);
    expect(((await city.call('GET', '/api/tokens?all=true', admin)).body['items'] as unknown[]).length).toBeGreaterThan(3);
  });
});

describe('the audit trail', () => {
  it('cannot be changed, shortened or emptied', async () => {
    for (const text of [
      "update identity_audit set action = 'x'",
      'delete from identity_audit',
      'truncate identity_audit',
      'update identity_audit set seal = null',
    ])
      await expect(city.db.query({ text, values: [] })).rejects.toThrow(/append-only/);
  });

  it('is sealed by a chain that tells where somebody went around that', async () => {
    const seal = city.jobs.get('identity.seal-audit')!;
    city.clock.advance(5000);
    await seal();
    await city.call('GET', '/api/audit', admin);
    city.clock.advance(5000);
    await seal();
    expect((await city.call('GET', '/api/audit/verification', admin)).body).toMatchObject({ intact: true, seals: 2 });
    await city.db.script(`alter table identity_audit disable trigger user;
      update identity_audit set actor_name = 'nobody' where id = (select min(id) from identity_audit where seal = 2);
      alter table identity_audit enable trigger user;`);
    expect((await city.call('GET', '/api/audit/verification', admin)).body).toMatchObject({ intact: false, brokenSeal: 2 });
  });

  it('is filtered by who, what, on what and when, newest first', async () => {
    const lines = (await city.call('GET', '/api/audit?action=user.*&limit=200', admin)).body['items'] as { action: string; id: string }[];
    expect(new Set(lines.map(({ action }) => action.split('.')[0]))).toEqual(new Set(['user']));
    expect(lines.map(({ id }) => id)).toEqual(
      lines
        .map(({ id }) => id)
        .sort()
        .reverse(),
    );
    expect((await city.call('GET', `/api/audit?actorId=${adminId}&to=2020-01-01T00:00:00Z`, admin)).body['items']).toEqual([]);
  });
});

describe('what other modules ask', () => {
  it('finds dispatchers and collectors who are responsible for a place, the most local first', async () => {
    await city.user('d-city', ['dispatcher']);
    const local = await city.user('d-local', ['dispatcher'], { areas: ['440604100'] });
    await city.user('d-other', ['dispatcher'], { areas: ['440604011'] });
    const found = await city.identity.dutyDispatchers(city.db, '440604100002');
    expect(found[0]!.id).toBe(local);
    expect(found.map(({ name }) => name)).toContain('示意d-city');
    expect(found.map(({ name }) => name)).not.toContain('示意d-other');
  });

  it('answers people by id and holders of a role under a unit', async () => {
    const handlers = await city.identity.usersByRole(city.db, 'handler', { unitId: 'water' });
    expect(handlers.map(({ unitId }) => unitId)).toEqual(['water-east']);
    const people = await city.identity.users(city.db, [adminId, 'nobody']);
    expect([...people.keys()]).toEqual([adminId]);
    expect(Object.keys(people.get(adminId)!)).not.toContain('phone');
  });
});
