import type { Queryable, Tx } from '@chengmai/platform/ports/db.ts';
import sql from 'sql-template-tag';
import { knownRoles, type StoredUser } from './user-store.ts';

/** What a credential stands for: the person with the unit's subtree, and, for a token, what of it the token may use. */
export interface Credential {
  readonly id: string;
  readonly user: Pick<StoredUser, 'id' | 'name' | 'roles' | 'unitId' | 'areas' | 'locale' | 'mustChangePassword' | 'disabled'>;
  readonly subtree: readonly string[];
  readonly tokenRoles: readonly string[] | null;
  readonly tokenAreas: readonly string[] | null;
  readonly expiresAt: number;
  readonly seenAt: number | null;
  readonly revokedAt: number | null;
}

interface CredentialRow {
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  readonly roles: string[];
  readonly unitId: string | null;
  readonly areas: string[];
  readonly locale: 'zh' | 'en' | null;
  readonly mustChangePassword: boolean;
  readonly disabled: boolean;
  readonly subtree: string[] | null;
  readonly tokenRoles: string[] | null;
  readonly tokenAreas: string[] | null;
  readonly expiresAt: number;
  readonly seenAt: number | null;
  readonly revokedAt: number | null;
}

const person = sql`
  u.id as "userId", u.name, u.roles, u.unit_id as "unitId", u.areas, u.locale, u.must_change_password as "mustChangePassword", u.disabled,
  (select array_agg(d.id) from identity_unit m join identity_unit d on starts_with(d.path, m.path) where m.id = u.unit_id) as subtree`;

function credentialOf(row: CredentialRow): Credential {
  const { id, subtree, tokenRoles, tokenAreas, expiresAt, seenAt, revokedAt, userId, ...user } = row;
  return {
    id,
    user: { ...user, id: userId, roles: knownRoles(user.roles) },
    subtree: subtree ?? [],
    tokenRoles,
    tokenAreas,
    expiresAt,
    seenAt,
    revokedAt,
  };
}

export async function sessionBySecret(q: Queryable, secretHash: string): Promise<Credential | null> {
  const [row] = await q.query<CredentialRow>(sql`
    select s.id, ${person}, null::text[] as "tokenRoles", null::text[] as "tokenAreas",
      s.expires_at as "expiresAt", s.seen_at as "seenAt", s.revoked_at as "revokedAt"
    from identity_session s join identity_user u on u.id = s.user_id where s.secret_hash = ${secretHash}`);
  return row ? credentialOf(row) : null;
}

export async function tokenBySecret(q: Queryable, secretHash: string): Promise<Credential | null> {
  const [row] = await q.query<CredentialRow>(sql`
    select t.id, ${person}, t.roles as "tokenRoles", t.areas as "tokenAreas",
      t.expires_at as "expiresAt", t.used_at as "seenAt", t.revoked_at as "revokedAt"
    from identity_token t join identity_user u on u.id = t.user_id where t.secret_hash = ${secretHash}`);
  return row ? credentialOf(row) : null;
}

export async function noteSessionSeen(q: Queryable, id: string, at: number): Promise<void> {
  await q.query(sql`update identity_session set seen_at = ${new Date(at)} where id = ${id} and seen_at < ${new Date(at)}`);
}
export async function noteTokenUsed(q: Queryable, id: string, at: number): Promise<void> {
  await q.query(sql`update identity_token set used_at = ${new Date(at)} where id = ${id}`);
}

export interface NewSession {
  readonly id: string;
  readonly secretHash: string;
  readonly userId: string;
  readonly at: number;
  readonly expiresAt: number;
  readonly address: string;
  readonly agent: string;
}

export async function insertSession(tx: Tx, session: NewSession): Promise<void> {
  const at = new Date(session.at);
  await tx.query(sql`
    insert into identity_session (id, secret_hash, user_id, created_at, seen_at, expires_at, address, agent)
    values (${session.id}, ${session.secretHash}, ${session.userId}, ${at}, ${at}, ${new Date(session.expiresAt)}, ${session.address}, ${session.agent})`);
}

export interface SessionRow {
  readonly id: string;
  readonly createdAt: number;
  readonly seenAt: number;
  readonly expiresAt: number;
  readonly address: string;
  readonly agent: string;
}

export const sessionsOf = (q: Queryable, userId: string, now: number): Promise<SessionRow[]> =>
  q.query<SessionRow>(sql`
    select id, created_at as "createdAt", seen_at as "seenAt", expires_at as "expiresAt", address, agent from identity_session
    where user_id = ${userId} and revoked_at is null and expires_at > ${new Date(now)} order by seen_at desc limit 100`);

/** Ends one session of a person. `false`: there was none. */
export async function revokeSession(q: Queryable, userId: string, id: string, at: number): Promise<boolean> {
  const rows = await q.query<{ id: string }>(sql`
    update identity_session set revoked_at = ${new Date(at)} where id = ${id} and user_id = ${userId} and revoked_at is null returning id`);
  return rows.length > 0;
}

/** Ends all sessions of a person but one; answers how many. */
export async function revokeSessions(q: Queryable, userId: string, exceptId: string | null, at: number): Promise<number> {
  const rows = await q.query<{ id: string }>(sql`
    update identity_session set revoked_at = ${new Date(at)}
    where user_id = ${userId} and revoked_at is null and id is distinct from ${exceptId}::text returning id`);
  return rows.length;
}

/** Sessions that ended a month ago tell nothing that the audit trail does not. */
export async function forgetOldSessions(q: Queryable, before: number): Promise<void> {
  await q.query(sql`delete from identity_session where expires_at < ${new Date(before)}`);
}
