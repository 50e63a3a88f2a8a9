export type Grade = 'A' | 'B' | 'C' | 'D' | 'E';

/** Grade from the unrounded score: A ≥ 90, B ≥ 75, C ≥ 60, D ≥ 40, else E (Unicom post evaluation). */
export const GRADES: readonly { readonly grade: Grade; readonly atLeast: number }[] = [
  { grade: 'A', atLeast: 90 },
  { grade: 'B', atLeast: 75 },
  { grade: 'C', atLeast: 60 },
  { grade: 'D', atLeast: 40 },
  { grade: 'E', atLeast: Number.NEGATIVE_INFINITY },
];

export const gradeOf = (score: number): Grade => GRADES.find(({ atLeast }) => score + EQUAL >= atLeast)!.grade;

/** Scores that differ by less are one score: the last bits of a sum depend on the order of its terms. */
const EQUAL = 1e-9;

export interface Ranked<T> {
  readonly item: T;
  readonly value: number | null;
  /** 1, 2, 2, 4: ties share the rank. Null without a value. */
  readonly rank: number | null;
}

/** Ranks by value, the best first; items without a value stand last without a rank. Stable for ties. */
export function rank<T>(
  items: readonly { readonly item: T; readonly value: number | null }[],
  better: 'higher' | 'lower' = 'higher',
): Ranked<T>[] {
  const sign = better === 'higher' ? -1 : 1;
  const known = items.flatMap(({ item, value }) => (value === null ? [] : [{ item, value }]));
  const ranked: { item: T; value: number; rank: number }[] = [];
  for (const [i, entry] of known.toSorted((a, b) => sign * (a.value - b.value)).entries()) {
    const above = ranked[i - 1];
    const tied = above !== undefined && Math.abs(above.value - entry.value) <= EQUAL;
    ranked.push({ ...entry, rank: tied ? above.rank : i + 1 });
  }
  return [...ranked, ...items.filter(({ value }) => value === null).map(({ item }) => ({ item, value: null, rank: null }))];
}
