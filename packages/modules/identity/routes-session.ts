import { ok, refuse } from '@chengmai/kernel/result.ts';
import { Answer, type CookieToSet, type Route, route } from '@chengmai/platform/http/route.ts';
import type { Caller } from '@chengmai/platform/runtime/scope.ts';
import { z } from 'zod';
import { prepareNewPassword, replacePassword } from './accounts.ts';
import { PasswordChange, Preferences, Session, SessionView, SignIn } from './contract.ts';
import type { Desk } from './desk.ts';
import { verifyPassword } from './password.ts';
import { scopeOf } from './role-reach.ts';
import { csrfCookie, csrfOf, sessionCookie } from './secrets.ts';
import { revokeSession, revokeSessions, sessionsOf } from './session-store.ts';
import { signIn } from './sign-in.ts';
import { subtreeOf } from './unit-store.ts';
import { lockUser, type StoredUser, updateUser, userById } from './user-store.ts';

const signedOut: Session = { user: null, csrfToken: null };
const Done = z.object({ done: z.literal(true) });
const done = { done: true } as const;

const cookies = (secret: string, hours: number): CookieToSet[] => [
  { name: sessionCookie, value: secret, httpOnly: true, maxAgeSeconds: hours * 3600 },
  { name: csrfCookie, value: secret === '' ? '' : csrfOf(secret), httpOnly: false, maxAgeSeconds: hours * 3600 },
];

const viewOf = (user: StoredUser, scope: Caller['scope'], csrfToken: string | null): Session => ({
  user: {
    id: user.id,
    account: user.account,
    name: user.name,
    roles: [...user.roles],
    unitId: user.unitId,
    unitName: user.unitName,
    mustChangePassword: user.mustChangePassword,
    locale: user.locale,
    theme: user.theme,
    scope: { areas: [...scope.areas], units: scope.units === null ? null : [...scope.units], ownOnly: scope.ownOnly },
  },
  csrfToken,
});

const agentOf = (headers: Readonly<Record<string, string | undefined>>): string => (headers['user-agent'] ?? '').slice(0, 200);

const openRoute = (desk: Desk): Route =>
  route({
    method: 'POST',
    path: '/api/session',
    summary: { zh: '登录', en: 'Sign in' },
    tag: 'session',
    access: 'public',
    idempotency: 'none',
    csrf: 'origin',
    ratePerMinute: 120,
    beforePasswordChange: true,
    body: SignIn,
    response: Session,
    async handle({ body, caller, headers, trace }) {
      const opened = await signIn(desk, body, { caller, agent: agentOf(headers), trace });
      if (!opened.ok) return opened;
      const { user, secret } = opened.value;
      const subtree = user.unitId === null ? [] : await subtreeOf(desk.db, user.unitId);
      const scope = scopeOf({ userId: user.id, roles: user.roles, areas: user.areas, subtree });
      return ok(new Answer(viewOf(user, scope, csrfOf(secret)), { cookies: cookies(secret, desk.config.sessionHours) }));
    },
  });

const readRoute = (desk: Desk): Route =>
  route({
    method: 'GET',
    path: '/api/session',
    summary: { zh: '当前登录人', en: 'Who is signed in' },
    tag: 'session',
    access: 'public',
    beforePasswordChange: true,
    response: Session,
    async handle({ caller, session }) {
      const user = caller.kind === 'anonymous' ? null : await userById(desk.db, caller.userId);
      return ok(user === null ? signedOut : viewOf({ ...user, roles: caller.roles }, caller.scope, session?.csrf ?? null));
    },
  });

const closeRoute = (desk: Desk): Route =>
  route({
    method: 'DELETE',
    path: '/api/session',
    summary: { zh: '退出登录', en: 'Sign out' },
    tag: 'session',
    access: 'signed-in',
    beforePasswordChange: true,
    response: Done,
    async handle({ caller, session, audit }) {
      if (session === null) return refuse('identity.session_only');
      await revokeSession(desk.db, caller.userId, session.id, desk.clock.now());
      desk.authenticator.forget();
      await audit({ action: 'session.closed', subject: `user:${caller.userId}`, detail: { session: session.id } });
      return ok(new Answer(done, { cookies: cookies('', 0) }));
    },
  });

const listRoute = (desk: Desk): Route =>
  route({
    method: 'GET',
    path: '/api/me/sessions',
    summary: { zh: '我的登录', en: 'My sign-ins' },
    tag: 'session',
    access: 'signed-in',
    response: z.object({ items: z.array(SessionView) }),
    async handle({ caller, session }) {
      const rows = await sessionsOf(desk.db, caller.userId, desk.clock.now());
      const iso = (at: number) => new Date(at).toISOString();
      const items = rows.map((row) => ({
        ...row,
        createdAt: iso(row.createdAt),
        seenAt: iso(row.seenAt),
        expiresAt: iso(row.expiresAt),
        current: row.id === session?.id,
      }));
      return ok({ items });
    },
  });

const revokeRoute = (desk: Desk): Route =>
  route({
    method: 'DELETE',
    path: '/api/me/sessions/:id',
    summary: { zh: '结束一个登录（others：其他全部）', en: 'End one sign-in (`others`: all but this one)' },
    tag: 'session',
    access: 'signed-in',
    beforePasswordChange: true,
    params: z.object({ id: z.string().min(1).max(100) }),
    response: z.object({ ended: z.int() }),
    async handle({ params, caller, session, audit }) {
      const now = desk.clock.now();
      const ended =
        params.id === 'others'
          ? await revokeSessions(desk.db, caller.userId, session?.id ?? null, now)
          : Number(await revokeSession(desk.db, caller.userId, params.id, now));
      desk.authenticator.forget();
      if (ended === 0 && params.id !== 'others') return refuse('http.not_found');
      await audit({ action: 'session.revoked', subject: `user:${caller.userId}`, detail: { session: params.id, ended } });
      return ok({ ended });
    },
  });

const preferencesRoute = (desk: Desk): Route =>
  route({
    method: 'PUT',
    path: '/api/me',
    summary: { zh: '界面语言与主题', en: 'Language and theme' },
    tag: 'session',
    access: 'signed-in',
    beforePasswordChange: true,
    body: Preferences,
    response: Session,
    async handle({ body, caller, session }) {
      const changed = await desk.db.tx(async (tx) => {
        const user = await lockUser(tx, caller.userId);
        if (user === null) return null;
        const { locale = user.locale, theme = user.theme } = body;
        const after = { ...user, locale, theme };
        await updateUser(tx, after, desk.clock.now());
        return after;
      });
      desk.authenticator.forget();
      return changed === null ? refuse('http.not_found') : ok(viewOf(changed, caller.scope, session?.csrf ?? null));
    },
  });

const passwordRoute = (desk: Desk): Route =>
  route({
    method: 'PUT',
    path: '/api/me/password',
    summary: { zh: '修改密码', en: 'Change the password' },
    tag: 'session',
    access: 'signed-in',
    beforePasswordChange: true,
    ratePerMinute: 10,
    body: PasswordChange,
    response: Done,
    async handle({ body, caller, session, trace }) {
      if (session === null) return refuse('identity.session_only');
      const user = await userById(desk.db, caller.userId);
      if (user?.passwordHash == null) return refuse('http.not_found');
      if (!(await verifyPassword(body.current, user.passwordHash))) return refuse('identity.password_wrong');
      const next = await prepareNewPassword(desk, user, body.next);
      if (!next.ok) return next;
      await desk.db.tx(async (tx) => {
        await replacePassword(tx, desk, user, { hash: next.value, mustChange: false, keepSession: session.id });
        await desk.trail.auditIn(tx, caller, trace, [{ action: 'password.changed', subject: `user:${user.id}` }]);
      });
      desk.authenticator.forget();
      return ok(done);
    },
  });

/** Signing in and out, and what a person may change of the own account. */
export const sessionRoutes = (desk: Desk): Route[] => [
  openRoute(desk),
  readRoute(desk),
  closeRoute(desk),
  listRoute(desk),
  revokeRoute(desk),
  preferencesRoute(desk),
  passwordRoute(desk),
];
