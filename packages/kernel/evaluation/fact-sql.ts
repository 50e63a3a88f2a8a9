import type { Attribution } from './count-definition.ts';
import { COUNTS, type CountId, countWhere } from './counts.ts';
import type { Bound, Predicate } from './predicate.ts';

const BOUND_SQL: Readonly<Record<Bound, string>> = {
  from: 'cast(:from as timestamptz)',
  to: 'cast(:to as timestamptz)',
  asof: 'cast(:asof as timestamptz)',
  end: 'least(cast(:to as timestamptz), cast(:asof as timestamptz))',
};

/** A predicate as a PostgreSQL condition over the fact columns, with the placeholders `:from`, `:to`, `:asof`. `alias` names the table. */
export function predicateSql(p: Predicate, alias = 'f'): string {
  switch (p.op) {
    case 'within':
      return `(${alias}.${p.column} >= ${BOUND_SQL.from} and ${alias}.${p.column} < ${BOUND_SQL[p.until]})`;
    case 'before':
      return `${alias}.${p.column} < ${BOUND_SQL[p.bound]}`;
    case 'notBefore':
      return `(${alias}.${p.column} is null or ${alias}.${p.column} >= ${BOUND_SQL[p.bound]})`;
    case 'all':
      return `(${p.of.map((part) => predicateSql(part, alias)).join(' and ')})`;
    case 'any':
      return `(${p.of.map((part) => predicateSql(part, alias)).join(' or ')})`;
  }
}

/** The SQL twin of `periodCounts` for one count: an aggregate expression to put behind `select`. */
export function countSql(id: CountId, attribution: Attribution = 'event', alias = 'f'): string {
  return `coalesce(sum(${alias}.${COUNTS[id].column}) filter (where ${predicateSql(countWhere(id, attribution), alias)}), 0)`;
}

/** The condition that selects the lines behind a count: what a click on the figure opens. */
export function rowsSql(id: CountId, attribution: Attribution = 'event', alias = 'f'): string {
  return `(${alias}.${COUNTS[id].column} <> 0 and ${predicateSql(countWhere(id, attribution), alias)})`;
}

/**
 * Turns `:name` placeholders into `$n`. Each name becomes one parameter, numbered from `firstIndex`; a `::cast` is left alone.
 * Throws on a placeholder without a value: that is a bug, not a refusal.
 */
export function bindNamed(
  sql: string,
  values: Readonly<Record<string, unknown>>,
  firstIndex = 1,
): { readonly text: string; readonly values: readonly unknown[] } {
  const names: string[] = [];
  const text = sql.replace(/(?<!:):([a-z_][a-z0-9_]*)/g, (_, name: string) => {
    if (!(name in values)) throw new Error(`no value for placeholder :${name}`);
    if (!names.includes(name)) names.push(name);
    return `$${firstIndex + names.indexOf(name)}`;
  });
  return { text, values: names.map((name) => values[name]) };
}
