import { ok, type Result, refuse } from '@chengmai/kernel/result.ts';
import { type Route, route } from '@chengmai/platform/http/route.ts';
import type { Tx } from '@chengmai/platform/ports/db.ts';
import type { Caller } from '@chengmai/platform/runtime/scope.ts';
import { z } from 'zod';
import { ApiToken, MadeToken, NewToken } from './contract.ts';
import type { Desk } from './desk.ts';
import { areasWithin } from './role-reach.ts';
import { secretHash, tokenPrefix } from './secrets.ts';
import { insertToken, listTokens, revokeToken, tokenById } from './token-store.ts';

const TokenQuery = z.object({ all: z.enum(['true', 'false']).optional() });

const listRoute = (desk: Desk): Route =>
  route({
    method: 'GET',
    path: '/api/tokens',
    summary: { zh: '接口令牌（管理员可看全部）', en: 'API tokens: one’s own, or all for an administrator' },
    tag: 'tokens',
    access: 'signed-in',
    query: TokenQuery,
    response: z.object({ items: z.array(ApiToken) }),
    async handle({ query, caller }) {
      const all = query.all === 'true' && sees(caller);
      return ok({ items: await listTokens(desk.db, all ? null : caller.userId) });
    },
  });

/** An administrator of the whole city may see and revoke anybody's. */
const sees = (caller: Caller): boolean => caller.roles.includes('admin') && caller.scope.areas.includes('') && caller.scope.units === null;

async function makeToken(tx: Tx, desk: Desk, caller: Caller, wanted: z.output<typeof NewToken>, secret: string): Promise<ApiToken> {
  const now = desk.clock.now();
  const id = desk.ids.uuid();
  const expiresAt = now + wanted.days * 86_400_000;
  const { name, roles, areas } = wanted;
  await insertToken(tx, { id, secretHash: secretHash(secret), userId: caller.userId, name, roles, areas, at: now, expiresAt });
  return {
    id,
    name,
    userId: caller.userId,
    userName: caller.name,
    roles,
    areas,
    createdAt: new Date(now).toISOString(),
    expiresAt: new Date(expiresAt).toISOString(),
    usedAt: null,
    revokedAt: null,
  };
}

const createRoute = (desk: Desk): Route =>
  route({
    method: 'POST',
    path: '/api/tokens',
    summary: { zh: '新建接口令牌（密钥仅显示一次）', en: 'Create an API token; its secret is shown once' },
    tag: 'tokens',
    access: 'signed-in',
    created: true,
    body: NewToken,
    response: MadeToken,
    async handle({ body, caller, session, once, trace }) {
      if (session === null) return refuse('identity.session_only');
      const held = body.roles.every((role) => caller.roles.includes(role)) && areasWithin(body.areas, caller.scope.areas);
      if (!held) return refuse('identity.beyond_own_scope');
      // The remembered answer holds no secret: a repeated request gets the token without it.
      let secret: string | null = null;
      const made = await desk.db.tx((tx) =>
        once(tx, async (): Promise<Result<ApiToken>> => {
          secret = `${tokenPrefix}${desk.ids.secret(32)}`;
          const token = await makeToken(tx, desk, caller, body, secret);
          const detail = { name: token.name, roles: token.roles, areas: token.areas, expiresAt: token.expiresAt };
          await desk.trail.auditIn(tx, caller, trace, [{ action: 'token.created', subject: `token:${token.id}`, detail }]);
          return ok(token);
        }),
      );
      return made.ok ? ok({ token: made.value, secret }) : made;
    },
  });

const revokeRoute = (desk: Desk): Route =>
  route({
    method: 'DELETE',
    path: '/api/tokens/:id',
    summary: { zh: '吊销接口令牌', en: 'Revoke an API token' },
    tag: 'tokens',
    access: 'signed-in',
    params: z.object({ id: z.string().min(1).max(100) }),
    response: ApiToken,
    async handle({ params, caller, trace }) {
      const revoked = await desk.db.tx(async (tx): Promise<Result<ApiToken>> => {
        const token = await tokenById(tx, params.id);
        if (token === null || (token.userId !== caller.userId && !sees(caller))) return refuse('http.not_found');
        await revokeToken(tx, token.id, desk.clock.now());
        await desk.trail.auditIn(tx, caller, trace, [{ action: 'token.revoked', subject: `token:${token.id}` }]);
        return ok((await tokenById(tx, token.id)) ?? token);
      });
      desk.authenticator.forget();
      return revoked;
    },
  });

export const tokenRoutes = (desk: Desk): Route[] => [listRoute(desk), createRoute(desk), revokeRoute(desk)];
