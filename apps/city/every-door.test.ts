import { accessMatrix } from '@chengmai/platform/http/access.ts';
import { Stage } from '@chengmai/testkit/stage.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { modules } from './modules.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open(modules);
}, 120_000);
afterAll(() => stage.close());

const refusals = new Set(['auth.required', 'auth.role_required']);
/** Signing out ends the caller; identity's own tests do it. */
const skipped = new Set(['DELETE /api/session']);

it('opens every door of the whole program to exactly the roles that it declares', async () => {
  const cells = accessMatrix(stage.running.routes).filter(({ method, path }) => !skipped.has(`${method} ${path}`));
  const wrong: string[] = [];
  for (const { method, path, role, allowed } of cells) {
    const url = path.replace(/:\w+/g, '00000000-0000-4000-8000-000000000000');
    const { status, body } = await stage.call(method, url, role === 'anonymous' ? null : role, method === 'GET' ? undefined : {});
    const refused = (status === 401 || status === 403) && refusals.has(body?.code);
    if (refused === allowed) wrong.push(`${role} ${method} ${path}: ${status} ${body?.code}`);
    if (status >= 500) wrong.push(`${role} ${method} ${path}: ${status} ${body?.detail}`);
  }
  expect([...new Set(wrong)]).toEqual([]);
  expect(new Set(cells.map(({ method, path }) => `${method} ${path}`)).size).toBe(stage.running.routes.length - skipped.size);
}, 120_000);

it('opens to guests only signing in and what says public in its address', () => {
  const open = accessMatrix(stage.running.routes).filter(({ role, allowed }) => role === 'anonymous' && allowed);
  const expected = ['GET /api/session', 'POST /api/session'];
  const unexpected = open
    .map(({ method, path }) => `${method} ${path}`)
    .filter((door) => !expected.includes(door) && !/public[/-]/.test(door));
  expect(unexpected).toEqual([]);
});
