import type { Queryable, Tx } from '@chengmai/platform/ports/db.ts';
import sql, { type Sql } from 'sql-template-tag';
import type { ApiToken } from './contract.ts';
import { knownRoles } from './user-store.ts';

interface TokenRow {
  readonly id: string;
  readonly name: string;
  readonly userId: string;
  readonly userName: string;
  readonly roles: string[];
  readonly areas: string[];
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly usedAt: number | null;
  readonly revokedAt: number | null;
}

const iso = (at: number): string => new Date(at).toISOString();
const isoOrNull = (at: number | null): string | null => (at === null ? null : iso(at));
const tokenOf = (row: TokenRow): ApiToken => ({
  ...row,
  roles: knownRoles(row.roles),
  createdAt: iso(row.createdAt),
  expiresAt: iso(row.expiresAt),
  usedAt: isoOrNull(row.usedAt),
  revokedAt: isoOrNull(row.revokedAt),
});

const select = (where: Sql): Sql => sql`
  select t.id, t.name, t.user_id as "userId", u.name as "userName", t.roles, t.areas, t.created_at as "createdAt", t.expires_at as "expiresAt",
    t.used_at as "usedAt", t.revoked_at as "revokedAt"
  from identity_token t join identity_user u on u.id = t.user_id where ${where} order by t.id desc limit 500`;

/** The tokens of one person; of everybody for `null` (an administrator). */
export async function listTokens(q: Queryable, userId: string | null): Promise<ApiToken[]> {
  return (await q.query<TokenRow>(select(userId === null ? sql`true` : sql`t.user_id = ${userId}`))).map(tokenOf);
}

export async function tokenById(q: Queryable, id: string): Promise<ApiToken | null> {
  const [row] = await q.query<TokenRow>(select(sql`t.id = ${id}`));
  return row ? tokenOf(row) : null;
}

export interface StoredToken {
  readonly id: string;
  readonly secretHash: string;
  readonly userId: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly areas: readonly string[];
  readonly at: number;
  readonly expiresAt: number;
}

export async function insertToken(tx: Tx, token: StoredToken): Promise<void> {
  await tx.query(sql`
    insert into identity_token (id, secret_hash, user_id, name, roles, areas, created_at, expires_at)
    values (${token.id}, ${token.secretHash}, ${token.userId}, ${token.name}, ${[...token.roles]}::text[], ${[...token.areas]}::text[],
      ${new Date(token.at)}, ${new Date(token.expiresAt)})`);
}

export async function revokeToken(tx: Tx, id: string, at: number): Promise<void> {
  await tx.query(sql`update identity_token set revoked_at = ${new Date(at)} where id = ${id} and revoked_at is null`);
}
