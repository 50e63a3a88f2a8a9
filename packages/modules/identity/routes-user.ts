import { ok, type Result, refuse } from '@chengmai/kernel/result.ts';
import { decodeCursor, pageFrom, pageQuery } from '@chengmai/platform/http/keyset.ts';
import { type Route, route } from '@chengmai/platform/http/route.ts';
import { DbConflict } from '@chengmai/platform/ports/db.ts';
import { roles } from '@chengmai/platform/runtime/scope.ts';
import { z } from 'zod';
import { addUser, changeUser, prepareNewPassword, preparePassword, replacePassword } from './accounts.ts';
import { NewUser, RoleView, User, UserChange, UserPage } from './contract.ts';
import type { Desk } from './desk.ts';
import { roleReach } from './role-reach.ts';
import { listUsers, type StoredUser, userById, userView, visibleUser } from './user-store.ts';

const IdParam = z.object({ id: z.string().min(1).max(100) });
const flag = z.enum(['true', 'false']).transform((text) => text === 'true');
const UserQuery = z.object({
  ...pageQuery,
  role: z.enum(roles).optional(),
  unitId: z.string().max(100).optional(),
  text: z.string().trim().min(1).max(60).optional(),
  disabled: flag.optional(),
});

const listRoute = (desk: Desk): Route =>
  route({
    method: 'GET',
    path: '/api/users',
    summary: { zh: '人员列表', en: 'People' },
    tag: 'users',
    access: ['admin', 'shift_leader', 'dispatcher', 'acceptor', 'dept_manager', 'inspector', 'leader', 'evaluator'],
    query: UserQuery,
    response: UserPage,
    async handle({ query, caller }) {
      const after = query.cursor === undefined ? ok(null) : decodeCursor(query.cursor, z.tuple([z.string().max(100)]));
      if (!after.ok) return after;
      const filter = { role: query.role, unitId: query.unitId, text: query.text, disabled: query.disabled };
      const rows = await listUsers(desk.db, caller.scope, filter, after.value?.[0] ?? null, query.limit);
      const page = pageFrom(rows, query.limit, (row) => [row.account.toLowerCase()]);
      return ok({ items: page.items.map((user) => userView(user, 'masked')), next: page.next });
    },
  });

const readRoute = (desk: Desk): Route =>
  route({
    method: 'GET',
    path: '/api/users/:id',
    summary: { zh: '人员详情（含电话，记入审计）', en: 'One person with the phone number; audited' },
    tag: 'users',
    access: ['admin', 'shift_leader', 'dispatcher', 'dept_manager'],
    params: IdParam,
    response: User,
    async handle({ params, caller, audit }) {
      const user = await visibleUser(desk.db, caller.scope, params.id);
      if (user === null) return refuse('http.not_found');
      if (user.phone !== null) await audit({ action: 'personal.read', subject: `user:${user.id}`, detail: { fields: ['phone'] } });
      return ok(userView(user, 'full'));
    },
  });

/** The race of two requests for one account is decided by the index. */
const accountTaken =
  (account: string) =>
  (error: unknown): Result<never> => {
    if (error instanceof DbConflict && error.constraint === 'identity_user_account') return refuse('identity.account_taken', { account });
    throw error;
  };

const createRoute = (desk: Desk): Route =>
  route({
    method: 'POST',
    path: '/api/users',
    summary: { zh: '新建人员', en: 'Create a person' },
    tag: 'users',
    access: ['admin'],
    created: true,
    body: NewUser,
    response: User,
    async handle({ body, caller, once, trace }) {
      const hash = await preparePassword(desk, body.password, body.account);
      if (!hash.ok) return hash;
      return desk.db
        .tx((tx) =>
          once(tx, async () => {
            const made = await addUser(tx, desk, body, hash.value, caller.scope);
            if (!made.ok) return made;
            const detail = { roles: made.value.roles, unit: made.value.unitId, areas: made.value.areas };
            await desk.trail.auditIn(tx, caller, trace, [{ action: 'user.created', subject: `user:${made.value.id}`, detail }]);
            const stored = await userById(tx, made.value.id);
            return ok(userView(stored ?? made.value, 'masked'));
          }),
        )
        .catch(accountTaken(body.account));
    },
  });

const watched = ['name', 'roles', 'unitId', 'areas', 'disabled'] as const;

/** What changed, from → to; of personal data only that it changed. */
function differences(before: StoredUser, after: StoredUser): Record<string, unknown> {
  const plain = watched
    .filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]))
    .map((field) => [field, { from: before[field], to: after[field] }]);
  return { ...Object.fromEntries(plain), ...(before.phone === after.phone ? {} : { phone: 'changed' }) };
}

const changeRoute = (desk: Desk): Route =>
  route({
    method: 'PATCH',
    path: '/api/users/:id',
    summary: { zh: '修改人员', en: 'Change a person' },
    tag: 'users',
    access: ['admin'],
    params: IdParam,
    body: UserChange,
    response: User,
    async handle({ params, body, caller, trace }) {
      const changed = await desk.db.tx(async (tx): Promise<Result<StoredUser>> => {
        const result = await changeUser(tx, desk, params.id, body, caller.scope);
        if (!result.ok) return result;
        const { before, after } = result.value;
        await desk.trail.auditIn(tx, caller, trace, [
          { action: 'user.changed', subject: `user:${after.id}`, detail: differences(before, after) },
        ]);
        return ok((await userById(tx, after.id)) ?? after);
      });
      desk.authenticator.forget();
      return changed.ok ? ok(userView(changed.value, 'masked')) : changed;
    },
  });

const resetRoute = (desk: Desk): Route =>
  route({
    method: 'PUT',
    path: '/api/users/:id/password',
    summary: { zh: '重置密码（本人下次登录须修改）', en: 'Reset a password; the person must change it at the next sign-in' },
    tag: 'users',
    access: ['admin'],
    params: IdParam,
    body: z.object({ password: z.string().min(1).max(200) }),
    response: z.object({ done: z.literal(true) }),
    async handle({ params, body, caller, trace }) {
      const user = await visibleUser(desk.db, caller.scope, params.id);
      if (user === null) return refuse('http.not_found');
      const next = await prepareNewPassword(desk, user, body.password);
      if (!next.ok) return next;
      await desk.db.tx(async (tx) => {
        await replacePassword(tx, desk, user, { hash: next.value, mustChange: true, keepSession: null });
        await desk.trail.auditIn(tx, caller, trace, [{ action: 'password.reset', subject: `user:${user.id}` }]);
      });
      desk.authenticator.forget();
      return ok({ done: true as const });
    },
  });

const rolesRoute = (): Route =>
  route({
    method: 'GET',
    path: '/api/roles',
    summary: { zh: '岗位', en: 'Roles' },
    tag: 'users',
    access: 'signed-in',
    response: z.object({ items: z.array(RoleView) }),
    handle: async () => ok({ items: roles.map((id) => ({ id, ...roleReach[id] })) }),
  });

export const userRoutes = (desk: Desk): Route[] => [
  listRoute(desk),
  readRoute(desk),
  createRoute(desk),
  changeRoute(desk),
  resetRoute(desk),
  rolesRoute(),
];
