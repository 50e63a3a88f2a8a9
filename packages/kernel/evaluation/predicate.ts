import type { Instant } from '../calendar/types.ts';
import type { TimeColumn } from './fact-row.ts';

/** `[from, to)`. */
export interface Period {
  readonly from: Instant;
  readonly to: Instant;
}

/** `end` is the earlier of `to` and `asof`: a running period ends now. All bounds are exclusive above. */
export type Bound = 'from' | 'to' | 'asof' | 'end';

/**
 * Which lines a count takes in. One description, two readings: {@link holds} in memory and `predicateSql` for the database, so that a
 * figure and its stored twin cannot drift apart. There is no "not": every form is false on null unless it says otherwise, as in SQL.
 */
export type Predicate =
  | { readonly op: 'within'; readonly column: TimeColumn; readonly until: Bound }
  | { readonly op: 'before'; readonly column: TimeColumn; readonly bound: Bound }
  | { readonly op: 'notBefore'; readonly column: TimeColumn; readonly bound: Bound }
  | { readonly op: 'all'; readonly of: readonly Predicate[] }
  | { readonly op: 'any'; readonly of: readonly Predicate[] };

/** The column falls into the period: `from <= column < until`. */
export const within = (column: TimeColumn, until: Bound = 'end'): Predicate => ({ op: 'within', column, until });
/** The column is known and earlier than the bound. */
export const before = (column: TimeColumn, bound: Bound): Predicate => ({ op: 'before', column, bound });
/** The column had not come yet at the bound; null counts as "not yet". */
export const notBefore = (column: TimeColumn, bound: Bound): Predicate => ({ op: 'notBefore', column, bound });
export const all = (...of: readonly Predicate[]): Predicate => ({ op: 'all', of });
export const any = (...of: readonly Predicate[]): Predicate => ({ op: 'any', of });

/** The bounds of a period as instants, seen at `asOf`. */
export type Bounds = Readonly<Record<Bound, Instant>>;
export const boundsOf = ({ from, to }: Period, asOf: Instant): Bounds => ({ from, to, asof: asOf, end: Math.min(to, asOf) });

/** Whether a fact line satisfies the predicate. */
export function holds(p: Predicate, row: Readonly<Record<TimeColumn, Instant | null>>, bounds: Bounds): boolean {
  switch (p.op) {
    case 'within': {
      const at = row[p.column];
      return at !== null && at >= bounds.from && at < bounds[p.until];
    }
    case 'before': {
      const at = row[p.column];
      return at !== null && at < bounds[p.bound];
    }
    case 'notBefore': {
      const at = row[p.column];
      return at === null || at >= bounds[p.bound];
    }
    case 'all':
      return p.of.every((part) => holds(part, row, bounds));
    case 'any':
      return p.of.some((part) => holds(part, row, bounds));
  }
}
