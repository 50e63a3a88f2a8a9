import sql, { join, raw, type Sql } from 'sql-template-tag';
import type { Scope } from './scope.ts';

/** What of a row decides who may see it. `userIds` are the people whose name stands on it (reporter, collector, handler …). */
export interface ScopedRow {
  readonly areaCode: string | null;
  readonly unitId: string | null;
  readonly userIds?: readonly (string | null)[];
}

/** Columns that hold the same; `owners` are user-id columns, `ownerLists` are text[] columns of user ids. */
export interface ScopeColumns {
  readonly area?: string;
  readonly unit?: string;
  readonly owners?: readonly string[];
  readonly ownerLists?: readonly string[];
}

/**
 * May this scope see this row? A row is seen when it is in the areas AND of the units, or when it is the person's own by name.
 * `ownOnly` leaves the last reason alone. The same rule as `scopeWhere`, for rows that are already at hand (live events, one row by id).
 */
export function visible(scope: Scope, row: ScopedRow): boolean {
  if (scope.userId !== '' && (row.userIds ?? []).includes(scope.userId)) return true;
  if (scope.ownOnly) return false;
  const inArea = scope.areas.some((prefix) => prefix === '' || (row.areaCode ?? '').startsWith(prefix));
  const inUnit = scope.units === null || (row.unitId !== null && scope.units.includes(row.unitId));
  return inArea && inUnit;
}

const anyOf = (conditions: readonly Sql[]): Sql =>
  conditions.length === 0 ? sql`false` : conditions.length === 1 ? conditions[0]! : sql`(${join(conditions, ' or ')})`;

const escapeLike = (prefix: string): string => prefix.replace(/[\\%_]/g, (character) => `\\${character}`);

function areaCondition(scope: Scope, column: string | undefined): Sql | null {
  if (scope.areas.length === 0) return sql`false`;
  if (column === undefined || scope.areas.includes('')) return null;
  return anyOf(scope.areas.map((prefix) => sql`${raw(column)} like ${`${escapeLike(prefix)}%`}`));
}

const unitCondition = (scope: Scope, column: string | undefined): Sql | null =>
  column === undefined || scope.units === null ? null : sql`${raw(column)} = any(${[...scope.units]}::text[])`;

function ownConditions(scope: Scope, columns: ScopeColumns): Sql[] {
  if (scope.userId === '') return [];
  const scalar = (columns.owners ?? []).map((column) => sql`${raw(column)} = ${scope.userId}`);
  const listed = (columns.ownerLists ?? []).map((column) => sql`${scope.userId} = any(${raw(column)})`);
  return [...scalar, ...listed];
}

/**
 * The data scope as a SQL condition, in brackets where needed, to stand after `where` or `and`: `scopeWhere(scope, {area: 'c.area_code',
 * unit: 'c.unit_id', owners: ['c.reporter_id']})`. Column names are trusted text of the store; the scope's values are parameters.
 * Never empty: without any restriction it is `true`. User and unit id columns are text.
 */
export function scopeWhere(scope: Scope, columns: ScopeColumns): Sql {
  const own = ownConditions(scope, columns);
  if (scope.ownOnly) return anyOf(own);
  const placed = [areaCondition(scope, columns.area), unitCondition(scope, columns.unit)].filter((condition) => condition !== null);
  if (placed.length === 0) return sql`true`;
  return anyOf([placed.length === 1 ? placed[0]! : sql`(${join(placed, ' and ')})`, ...own]);
}
