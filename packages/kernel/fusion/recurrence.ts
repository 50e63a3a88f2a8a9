import type { Instant } from '../calendar/types.ts';
import { distanceM as groundDistanceM } from '../geo/distance.ts';
import type { LonLat } from '../geo/geometry.ts';

export interface PlacedCase {
  readonly id: string;
  readonly classCode: string | null;
  readonly at: Instant;
  readonly position: LonLat | null;
  /** When it was closed; null while open, absent when unknown. */
  readonly closedAt?: Instant | null;
  /** A duplicate merged into another case is not an occurrence of its own. */
  readonly mergedInto?: string | null;
}

export interface Recurrence {
  /** Earlier occurrences. */
  readonly count: number;
  /** The case's own number at the place: `count + 1`, shown as 90 日内同址第 n 次. */
  readonly nth: number;
  readonly ids: readonly string[];
}

const DAY_MS = 86_400_000;

/**
 * How often the same class came up at the same place in the `days` before a case. An earlier one that was still open when the case was
 * reported is a duplicate, not a recurrence, and does not count; nor does a merged one. Null when the case has no place or no class.
 */
export function recurrence(
  subject: PlacedCase,
  earlier: readonly PlacedCase[],
  { days = 90, radiusM = 50 }: { readonly days?: number; readonly radiusM?: number } = {},
): Recurrence | null {
  const { position, classCode } = subject;
  if (position === null || classCode === null) return null;
  const found = earlier.filter((other) => {
    if (other.id === subject.id || other.mergedInto || other.classCode !== classCode || other.position === null) return false;
    if (other.at >= subject.at || other.at < subject.at - days * DAY_MS) return false;
    if (other.closedAt === null || (other.closedAt !== undefined && other.closedAt > subject.at)) return false;
    return groundDistanceM(position, other.position) <= radiusM;
  });
  const ids = found.sort((a, b) => a.at - b.at).map((other) => other.id);
  return { count: ids.length, nth: ids.length + 1, ids };
}
