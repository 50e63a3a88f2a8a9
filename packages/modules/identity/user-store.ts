import type { Queryable, Tx } from '@chengmai/platform/ports/db.ts';
import { type Role, roles, type Scope } from '@chengmai/platform/runtime/scope.ts';
import { scopeWhere } from '@chengmai/platform/runtime/scope-sql.ts';
import sql, { join, type Sql } from 'sql-template-tag';
import type { Person, User } from './contract.ts';

/** A person as stored. Instants in ms. */
export interface StoredUser {
  readonly id: string;
  readonly account: string;
  readonly name: string;
  readonly phone: string | null;
  readonly roles: readonly Role[];
  readonly unitId: string | null;
  readonly unitName: string | null;
  readonly areas: readonly string[];
  readonly locale: 'zh' | 'en' | null;
  readonly theme: 'light' | 'dark' | 'system' | null;
  readonly passwordHash: string | null;
  readonly passwordHistory: readonly string[];
  readonly mustChangePassword: boolean;
  readonly disabled: boolean;
  readonly synthetic: boolean;
  readonly version: number;
  readonly createdAt: number;
  readonly signedInAt: number | null;
}

const known = new Set<string>(roles);
/** A role that this version does not know gives nothing. */
export const knownRoles = (names: readonly string[]): Role[] => names.filter((name): name is Role => known.has(name));

const columns = sql`
  u.id, u.account, u.name, u.phone, u.roles, u.unit_id as "unitId", m.name as "unitName", u.areas, u.locale, u.theme,
  u.password_hash as "passwordHash", u.password_history as "passwordHistory", u.must_change_password as "mustChangePassword",
  u.disabled, u.synthetic, u.version, u.created_at as "createdAt", u.signed_in_at as "signedInAt"`;
const from = sql`from identity_user u left join identity_unit m on m.id = u.unit_id`;

const userOf = (row: StoredUser): StoredUser => ({ ...row, roles: knownRoles(row.roles) });

async function oneUser(q: Queryable, where: Sql): Promise<StoredUser | null> {
  const [row] = await q.query<StoredUser>(sql`select ${columns} ${from} where ${where}`);
  return row ? userOf(row) : null;
}

export const userById = (q: Queryable, id: string): Promise<StoredUser | null> => oneUser(q, sql`u.id = ${id}`);
export const userByAccount = (q: Queryable, account: string): Promise<StoredUser | null> =>
  oneUser(q, sql`lower(u.account) = lower(${account})`);
export const lockUser = (tx: Tx, id: string): Promise<StoredUser | null> => oneUser(tx, sql`u.id = ${id} for update of u`);

/** Who of the staff a scope sees: people of its units whose areas touch its own. A person without areas works everywhere. */
function userScope(scope: Scope): Sql {
  const prefixes = [...scope.areas];
  const touching = sql`(cardinality(u.areas) = 0 or exists (select 1 from unnest(u.areas) own (prefix), unnest(${prefixes}::text[]) seen (prefix)
    where starts_with(own.prefix, seen.prefix) or starts_with(seen.prefix, own.prefix)))`;
  return sql`(u.id = ${scope.userId} or (${touching} and ${scopeWhere(scope, { unit: 'u.unit_id', owners: ['u.id'] })}))`;
}

export const visibleUser = (q: Queryable, scope: Scope, id: string): Promise<StoredUser | null> =>
  oneUser(q, sql`u.id = ${id} and ${userScope(scope)}`);

export interface UserFilter {
  readonly role?: Role | undefined;
  readonly unitId?: string | undefined;
  readonly text?: string | undefined;
  readonly disabled?: boolean | undefined;
}

function filterConditions(filter: UserFilter): Sql[] {
  const like = filter.text === undefined ? '' : `%${filter.text.replace(/[\\%_]/g, (character) => `\\${character}`)}%`;
  return [
    filter.role === undefined ? null : sql`u.roles @> ${[filter.role]}::text[]`,
    filter.unitId === undefined
      ? null
      : sql`exists (select 1 from identity_unit top where top.id = ${filter.unitId} and starts_with(m.path, top.path))`,
    filter.text === undefined ? null : sql`(u.name ilike ${like} or u.account ilike ${like})`,
    filter.disabled === undefined ? null : sql`u.disabled = ${filter.disabled}`,
  ].filter((condition) => condition !== null);
}

/** A page by account, `limit + 1` rows; `after` is the last account of the page before, in lower case. */
export async function listUsers(
  q: Queryable,
  scope: Scope,
  filter: UserFilter,
  after: string | null,
  limit: number,
): Promise<StoredUser[]> {
  const conditions = [userScope(scope), ...filterConditions(filter), ...(after === null ? [] : [sql`lower(u.account) > ${after}`])];
  const rows = await q.query<StoredUser>(
    sql`select ${columns} ${from} where ${join(conditions, ' and ')} order by lower(u.account) limit ${limit + 1}`,
  );
  return rows.map(userOf);
}

interface PersonRow {
  readonly id: string;
  readonly name: string;
  readonly roles: string[];
  readonly unitId: string | null;
  readonly areas: string[];
  readonly disabled: boolean;
}
const personColumns = sql`u.id, u.name, u.roles, u.unit_id as "unitId", u.areas, u.disabled`;
const personOf = (row: PersonRow): Person => ({ ...row, roles: knownRoles(row.roles) });

export async function people(q: Queryable, ids: readonly string[]): Promise<Map<string, Person>> {
  if (ids.length === 0) return new Map();
  const rows = await q.query<PersonRow>(sql`select ${personColumns} from identity_user u where u.id = any(${[...new Set(ids)]}::text[])`);
  return new Map(rows.map((row) => [row.id, personOf(row)]));
}

/** Enabled holders of a role; those whose areas contain the given one, the most local first. */
export async function peopleByRole(
  q: Queryable,
  role: Role,
  within: { readonly scope?: Scope; readonly unitId?: string; readonly areaCode?: string },
): Promise<Person[]> {
  const conditions = [
    sql`u.roles @> ${[role]}::text[]`,
    sql`not u.disabled`,
    ...(within.scope ? [userScope(within.scope)] : []),
    ...filterConditions({ unitId: within.unitId }),
    ...(within.areaCode === undefined
      ? []
      : [
          sql`(cardinality(u.areas) = 0 or exists (select 1 from unnest(u.areas) a (prefix) where starts_with(${within.areaCode}, a.prefix)))`,
        ]),
  ];
  const rows = await q.query<PersonRow>(sql`
    select ${personColumns} ${from} where ${join(conditions, ' and ')}
    order by (select max(length(a.prefix)) from unnest(u.areas) a (prefix)) desc nulls last, u.name, u.id`);
  return rows.map(personOf);
}

export async function insertUser(tx: Tx, user: StoredUser): Promise<void> {
  const now = new Date(user.createdAt);
  await tx.query(sql`
    insert into identity_user (id, account, name, phone, roles, unit_id, areas, locale, theme, password_hash, password_changed_at,
      must_change_password, disabled, synthetic, version, created_at, updated_at)
    values (${user.id}, ${user.account}, ${user.name}, ${user.phone}, ${[...user.roles]}::text[], ${user.unitId}, ${[...user.areas]}::text[],
      ${user.locale}, ${user.theme}, ${user.passwordHash}, ${user.passwordHash === null ? null : now}, ${user.mustChangePassword},
      ${user.disabled}, ${user.synthetic}, ${user.version}, ${now}, ${now})`);
}

export async function updateUser(tx: Tx, user: StoredUser, at: number): Promise<void> {
  await tx.query(sql`
    update identity_user set name = ${user.name}, phone = ${user.phone}, roles = ${[...user.roles]}::text[], unit_id = ${user.unitId},
      areas = ${[...user.areas]}::text[], locale = ${user.locale}, theme = ${user.theme}, disabled = ${user.disabled},
      version = ${user.version}, updated_at = ${new Date(at)}
    where id = ${user.id}`);
}

/** A renewed hash of the same password (stronger costs) leaves history and dates alone. */
export async function renewHash(q: Queryable, id: string, oldHash: string, newHash: string): Promise<void> {
  await q.query(sql`update identity_user set password_hash = ${newHash} where id = ${id} and password_hash = ${oldHash}`);
}

export async function storePassword(
  tx: Tx,
  id: string,
  next: { readonly hash: string; readonly history: readonly string[]; readonly mustChange: boolean; readonly at: number },
): Promise<void> {
  await tx.query(sql`
    update identity_user set password_hash = ${next.hash}, password_history = ${[...next.history]}::text[],
      password_changed_at = ${new Date(next.at)}, must_change_password = ${next.mustChange}, version = version + 1,
      updated_at = ${new Date(next.at)}
    where id = ${id}`);
}

export async function noteSignIn(q: Queryable, id: string, at: number): Promise<void> {
  await q.query(sql`update identity_user set signed_in_at = ${new Date(at)} where id = ${id}`);
}

/** Ids of the enabled administrators, locked in their order, so that two cannot remove each other at once. Before any other row is locked. */
export async function lockAdmins(tx: Tx): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    sql`select id from identity_user where roles @> '{admin}'::text[] and not disabled order by id for update`,
  );
  return rows.map((row) => row.id);
}

/** 13812341234 → 138****1234 */
export const maskPhone = (phone: string | null): string | null =>
  phone === null ? null : phone.length < 8 ? '****' : `${phone.slice(0, 3)}****${phone.slice(-4)}`;

export const userView = (user: StoredUser, phone: 'masked' | 'full'): User => ({
  id: user.id,
  account: user.account,
  name: user.name,
  phone: phone === 'full' ? user.phone : maskPhone(user.phone),
  roles: [...user.roles],
  unitId: user.unitId,
  unitName: user.unitName,
  areas: [...user.areas],
  locale: user.locale,
  theme: user.theme,
  mustChangePassword: user.mustChangePassword,
  disabled: user.disabled,
  synthetic: user.synthetic,
  version: user.version,
  createdAt: new Date(user.createdAt).toISOString(),
  signedInAt: user.signedInAt === null ? null : new Date(user.signedInAt).toISOString(),
});
