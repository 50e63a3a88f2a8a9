import { accessMatrix } from '@chengmai/platform/http/access.ts';
import { roles } from '@chengmai/platform/runtime/scope.ts';
import { type Browser, IdentityCity } from '@chengmai/testkit/identity-city.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';

let city: IdentityCity;
const browsers = new Map<string, Partial<Browser>>();
beforeAll(async () => {
  city = await IdentityCity.open();
  await city.unit('u');
  for (const role of roles) {
    await city.user(`only-${role}`, [role], { unitId: 'u' });
    browsers.set(role, await city.browser(`only-${role}`));
  }
  browsers.set('anonymous', {});
});
afterAll(() => city.close());

const refusals = new Set(['auth.required', 'auth.role_required']);

it('lets every role through exactly the doors that are declared for it', async () => {
  const cells = accessMatrix(city.routes).filter(({ method, path }) => !(method === 'DELETE' && path === '/api/session'));
  const wrong: string[] = [];
  for (const { method, path, role, allowed } of cells) {
    const { status, body } = await city.call(method, path.replace(':id', 'none'), browsers.get(role), method === 'GET' ? undefined : {});
    const refused = (status === 401 || status === 403) && refusals.has(String(body['code']));
    if (refused === allowed) wrong.push(`${role} ${method} ${path}: ${status} ${body['code']}`);
  }
  expect(wrong).toEqual([]);
  expect(cells.length).toBeGreaterThan(200);
  expect(cells.filter(({ allowed }) => !allowed).length).toBeGreaterThan(80);
});

it('gives nobody but an administrator the doors of administration', () => {
  const administration = [
    'POST /api/users',
    'PATCH /api/users/:id',
    'PUT /api/users/:id/password',
    'POST /api/units',
    'PATCH /api/units/:id',
    'GET /api/audit',
    'GET /api/audit/verification',
  ];
  const open = accessMatrix(city.routes).filter(({ allowed, method, path }) => allowed && administration.includes(`${method} ${path}`));
  expect(open.map(({ method, path, role }) => `${role} ${method} ${path}`).sort()).toEqual(
    administration.map((door) => `admin ${door}`).sort(),
  );
});
