import type { Queryable, Tx } from '@chengmai/platform/ports/db.ts';
import type { Scope } from '@chengmai/platform/runtime/scope.ts';
import sql, { type Sql } from 'sql-template-tag';
import type { Unit, UnitKind } from './contract.ts';

interface UnitRow {
  readonly id: string;
  readonly parent_id: string | null;
  readonly name: string;
  readonly name_en: string | null;
  readonly kind: UnitKind;
  readonly credit_code: string | null;
  readonly area_code: string | null;
  readonly path: string;
  readonly disabled: boolean;
  readonly origin: string;
  readonly synthetic: boolean;
  readonly version: number;
}

const unitOf = (row: UnitRow): Unit => ({
  id: row.id,
  parentId: row.parent_id,
  name: row.name,
  nameEn: row.name_en,
  kind: row.kind,
  creditCode: row.credit_code,
  areaCode: row.area_code,
  path: row.path,
  disabled: row.disabled,
  origin: row.origin,
  synthetic: row.synthetic,
  version: row.version,
});

const columns = sql`u.id, u.parent_id, u.name, u.name_en, u.kind, u.credit_code, u.area_code, u.path, u.disabled, u.origin, u.synthetic, u.version`;

const one = async (q: Queryable, statement: Sql): Promise<Unit | null> => {
  const [row] = await q.query<UnitRow>(statement);
  return row ? unitOf(row) : null;
};

/**
 * Which units a scope sees: those of its subtree and the way up to the root (so that the tree can be drawn), in areas that touch its own.
 * A unit of the whole city is seen from every area.
 */
function unitScope(scope: Scope): Sql {
  const prefixes = [...scope.areas];
  const placed = sql`(u.area_code is null or exists (
    select 1 from unnest(${prefixes}::text[]) a (prefix) where starts_with(u.area_code, a.prefix) or starts_with(a.prefix, u.area_code)))`;
  if (scope.units === null) return placed;
  const ids = [...scope.units];
  return sql`(u.id = any(${ids}::text[]) or exists (
    select 1 from identity_unit own where own.id = any(${ids}::text[]) and starts_with(own.path, u.path)))`;
}

/** Parents before children. `scope` is `null` only for the program itself (other modules' look-ups, the command line). */
export async function listUnits(q: Queryable, scope: Scope | null): Promise<Unit[]> {
  const where = scope === null ? sql`true` : unitScope(scope);
  const rows = await q.query<UnitRow>(sql`select ${columns} from identity_unit u where ${where} order by u.path`);
  return rows.map(unitOf);
}

export const unitById = (q: Queryable, id: string): Promise<Unit | null> =>
  one(q, sql`select ${columns} from identity_unit u where u.id = ${id}`);

export const visibleUnit = (q: Queryable, scope: Scope, id: string): Promise<Unit | null> =>
  one(q, sql`select ${columns} from identity_unit u where u.id = ${id} and ${unitScope(scope)}`);

export const lockUnit = (tx: Tx, id: string): Promise<Unit | null> =>
  one(tx, sql`select ${columns} from identity_unit u where u.id = ${id} for update`);

export const unitByName = (q: Queryable, name: string): Promise<Unit | null> =>
  one(q, sql`select ${columns} from identity_unit u where u.name = ${name} order by u.origin = 'city' desc, u.id limit 1`);

/** The unit and everything under it; empty for an unknown one. */
export async function subtreeOf(q: Queryable, id: string): Promise<string[]> {
  const rows = await q.query<{ id: string }>(
    sql`select d.id from identity_unit m join identity_unit d on starts_with(d.path, m.path) where m.id = ${id} order by d.path`,
  );
  return rows.map((row) => row.id);
}

export async function insertUnit(tx: Tx, unit: Unit, at: number): Promise<void> {
  const now = new Date(at);
  await tx.query(sql`
    insert into identity_unit (id, parent_id, name, name_en, kind, credit_code, area_code, path, disabled, origin, synthetic, version, created_at, updated_at)
    values (${unit.id}, ${unit.parentId}, ${unit.name}, ${unit.nameEn}, ${unit.kind}, ${unit.creditCode}, ${unit.areaCode}, ${unit.path},
      ${unit.disabled}, ${unit.origin}, ${unit.synthetic}, ${unit.version}, ${now}, ${now})`);
}

/** Writes a changed unit; when its path changed, the paths of everything under it too. */
export async function updateUnit(tx: Tx, before: Unit, after: Unit, at: number): Promise<void> {
  await tx.query(sql`
    update identity_unit set parent_id = ${after.parentId}, name = ${after.name}, name_en = ${after.nameEn}, kind = ${after.kind},
      credit_code = ${after.creditCode}, area_code = ${after.areaCode}, disabled = ${after.disabled}, version = ${after.version},
      updated_at = ${new Date(at)}
    where id = ${after.id}`);
  if (before.path === after.path) return;
  await tx.query(sql`
    update identity_unit set path = ${after.path} || substr(path, ${before.path.length + 1}::int) where starts_with(path, ${before.path})`);
}

/** Enabled people in a unit and enabled units directly under it. */
export async function countInUse(q: Queryable, id: string): Promise<number> {
  const [row] = await q.query<{ count: number }>(sql`
    select (select count(*) from identity_user where unit_id = ${id} and not disabled)
      + (select count(*) from identity_unit where parent_id = ${id} and not disabled) as count`);
  return row?.count ?? 0;
}
