import { COUNT_IDS, COUNTS, type CountId, countWhere } from '@chengmai/kernel/evaluation/counts.ts';
import type { TimeColumn } from '@chengmai/kernel/evaluation/fact-row.ts';
import type { StoredFact } from './fact-columns.ts';

/** Sums kept for the figures that screens ask for all day. Where a code has many values a sum a day would be little more than the lines again. */
export const CUBES = {
  street: { codes: ['street_code'], by: 'day' },
  community: { codes: ['community_code'], by: 'month' },
  class: { codes: ['class_code'], by: 'month' },
  unit: { codes: ['unit_id'], by: 'month' },
  source: { codes: ['source'], by: 'day' },
  street_class: { codes: ['street_code', 'class_code'], by: 'month' },
} as const satisfies Readonly<Record<string, { readonly codes: readonly (keyof StoredFact)[]; readonly by: 'day' | 'month' }>>;
export type CubeId = keyof typeof CUBES;
export const CUBE_IDS = Object.keys(CUBES) as readonly CubeId[];

/** Counts that are sums over the day of one instant: only these can be kept; what is open now changes without any event. */
export const KEPT_COUNTS: readonly { readonly id: CountId; readonly at: TimeColumn }[] = COUNT_IDS.flatMap((id) => {
  const where = countWhere(id, 'event');
  return COUNTS[id].at === 'event' && where.op === 'within' ? [{ id, at: where.column }] : [];
});

const kept = new Map(KEPT_COUNTS.map(({ id, at }) => [id, at]));
export const isKept = (id: CountId): boolean => kept.has(id);

/** Differences to the kept sums of one cube, day and place. */
export interface Delta {
  readonly cube: CubeId;
  readonly day: string;
  readonly code1: string;
  readonly code2: string;
  readonly counts: Partial<Record<CountId, number>>;
}

const MS_PER_MINUTE = 60_000;

export const localDay = (at: number, offsetMinutes: number): string =>
  new Date(at + offsetMinutes * MS_PER_MINUTE).toISOString().slice(0, 10);

/** Collects what lines add (or, with sign −1, take away) and gives what remains of it, in the order of the key. */
export class StandingDeltas {
  readonly #sums = new Map<string, Delta>();
  readonly #offsetMinutes: number;
  constructor(offsetMinutes: number) {
    this.#offsetMinutes = offsetMinutes;
  }

  add(fact: StoredFact, sign: 1 | -1): void {
    // Most counts of a line fall on very few instants: the places are looked up once for each.
    const places = new Map<number, readonly Delta[]>();
    for (const { id, at } of KEPT_COUNTS) {
      const value = fact[COUNTS[id].column];
      const instant = fact[at];
      if (value === 0 || instant === null) continue;
      let found = places.get(instant);
      if (!found) {
        found = this.#placesOf(fact, localDay(instant, this.#offsetMinutes));
        places.set(instant, found);
      }
      for (const { counts } of found) counts[id] = (counts[id] ?? 0) + sign * value;
    }
  }

  #placesOf(fact: StoredFact, day: string): Delta[] {
    return CUBE_IDS.map((cube) => {
      const { codes, by } = CUBES[cube];
      const kept = by === 'day' ? day : `${day.slice(0, 7)}-01`;
      const code1 = fact[codes[0]] ?? '';
      const code2 = codes.length > 1 ? (fact[codes[1]!] ?? '') : '';
      const key = `${cube}\u0000${kept}\u0000${code1}\u0000${code2}`;
      const known = this.#sums.get(key);
      if (known) return known;
      const delta: Delta = { cube, day: kept, code1, code2, counts: {} };
      this.#sums.set(key, delta);
      return delta;
    });
  }

  list(): Delta[] {
    // One order for all writers: two of them never wait for each other in a circle.
    return [...this.#sums]
      .filter(([, { counts }]) => Object.values(counts).some((value) => value !== 0))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, delta]) => delta);
  }
}
