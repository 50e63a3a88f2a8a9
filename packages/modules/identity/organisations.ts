import { createHash } from 'node:crypto';
import { ok, type Result, refuse } from '@chengmai/kernel/result.ts';
import { DbConflict, type Tx } from '@chengmai/platform/ports/db.ts';
import type { Scope } from '@chengmai/platform/runtime/scope.ts';
import type { Changed } from './accounts.ts';
import type { NewUnit, Unit, UnitChange, UnitKind } from './contract.ts';
import type { Desk } from './desk.ts';
import { areasWithin } from './role-reach.ts';
import { countInUse, insertUnit, lockUnit, unitById, unitByName, updateUnit, visibleUnit } from './unit-store.ts';

export interface UnitInput extends NewUnit {
  readonly origin?: string | undefined;
  readonly synthetic?: boolean | undefined;
}

function withinScope(unit: { parentId: string | null; areaCode: string | null }, scope: Scope): boolean {
  const unitFits = scope.units === null || (unit.parentId !== null && scope.units.includes(unit.parentId));
  return unitFits && areasWithin([unit.areaCode ?? ''], scope.areas);
}

/** Refuses `identity.unknown_unit` (the parent), `identity.unit_taken`, `identity.beyond_own_scope`. */
export async function addUnit(tx: Tx, desk: Desk, input: UnitInput, scope: Scope): Promise<Result<Unit>> {
  if (!withinScope(input, scope)) return refuse('identity.beyond_own_scope');
  const parent = input.parentId === null ? null : await unitById(tx, input.parentId);
  if (input.parentId !== null && parent === null) return refuse('identity.unknown_unit', { unit: input.parentId });
  const id = input.id ?? desk.ids.uuid();
  if ((await unitById(tx, id)) !== null) return refuse('identity.unit_taken');
  const unit: Unit = {
    ...input,
    id,
    path: `${parent?.path ?? '/'}${id}/`,
    disabled: false,
    origin: input.origin ?? 'city',
    synthetic: input.synthetic ?? false,
    version: 1,
  };
  await insertUnit(tx, unit, desk.clock.now());
  return ok(unit);
}

async function placeUnder(tx: Tx, unit: Unit, parentId: string | null): Promise<Result<string>> {
  if (parentId === null) return ok(`/${unit.id}/`);
  const parent = await unitById(tx, parentId);
  if (parent === null) return refuse('identity.unknown_unit', { unit: parentId });
  return parent.path.startsWith(unit.path) ? refuse('identity.unit_under_itself') : ok(`${parent.path}${unit.id}/`);
}

/**
 * Changes or moves a unit. Refuses `http.not_found`, `http.version_conflict`, `identity.unit_under_itself`, `identity.unit_in_use` (disabling one
 * that still has enabled people or units), `identity.beyond_own_scope`.
 */
export async function changeUnit(tx: Tx, desk: Desk, id: string, change: UnitChange, scope: Scope): Promise<Result<Changed<Unit>>> {
  const before = (await visibleUnit(tx, scope, id)) === null ? null : await lockUnit(tx, id);
  if (before === null) return refuse('http.not_found');
  if (before.version !== change.version) return refuse('http.version_conflict', { current: before.version });
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const wanted: Unit = { ...before, ...given, version: before.version + 1 };
  if (!withinScope(before, scope) || !withinScope(wanted, scope)) return refuse('identity.beyond_own_scope');
  const path = await placeUnder(tx, before, wanted.parentId);
  if (!path.ok) return path;
  const count = wanted.disabled && !before.disabled ? await countInUse(tx, id) : 0;
  if (count > 0) return refuse('identity.unit_in_use', { count });
  const after = { ...wanted, path: path.value };
  await updateUnit(tx, before, after, desk.clock.now());
  return ok({ before, after });
}

/** A unique constraint met by a race or by another unit's credit code, said as a refusal. */
export const unitTaken = (error: unknown): { readonly ok: false; readonly refusal: { readonly code: string } } => {
  if (error instanceof DbConflict && error.constraint.startsWith('identity_unit')) return refuse('identity.unit_taken');
  throw error;
};

/** A natural id of an imported unit: the same name of the same import gives the same one, whoever runs it and how often. */
const importedId = (origin: string, name: string): string =>
  `${origin.replace(/[^\w.-]/g, '-')}-${createHash('sha256').update(`${origin}\n${name}`).digest('hex').slice(0, 12)}`;

export async function ensureUnits(
  tx: Tx,
  desk: Desk,
  origin: string,
  rows: readonly { readonly name: string; readonly kind: UnitKind; readonly parentId?: string | null }[],
  scope: Scope,
): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  for (const row of rows) {
    if (ids.has(row.name)) continue;
    const known = await unitByName(tx, row.name);
    const made =
      known === null
        ? await addUnit(
            tx,
            desk,
            {
              id: importedId(origin, row.name),
              parentId: row.parentId ?? null,
              name: row.name,
              nameEn: null,
              kind: row.kind,
              creditCode: null,
              areaCode: null,
              origin,
            },
            scope,
          )
        : ok(known);
    if (!made.ok) throw new Error(`unit ${row.name} of import ${origin} cannot be made: ${made.refusal.code}`);
    ids.set(row.name, made.value.id);
  }
  return ids;
}
