import { COUNT_IDS, COUNTS, type CountId, countWhere } from '@chengmai/kernel/evaluation/counts.ts';
import type { TimeColumn } from '@chengmai/kernel/evaluation/fact-row.ts';
import type { StoredFact } from './fact-columns.ts';

/** Sums kept for the figures that screens ask for all day: one code by day, streets × classes by month. */
export const CUBES = {
  street: { codes: ['street_code'], by: 'day' },
  community: { codes: ['community_code'], by: 'day' },
  class: { codes: ['class_code'], by: 'day' },
  unit: { codes: ['unit_id'], by: 'day' },
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

/** A difference to one kept sum. */
export interface Delta {
  readonly cube: CubeId;
  readonly count: CountId;
  readonly day: string;
  readonly code1: string;
  readonly code2: string;
  readonly value: number;
}

const MS_PER_MINUTE = 60_000;

export const localDay = (at: number, offsetMinutes: number): string =>
  new Date(at + offsetMinutes * MS_PER_MINUTE).toISOString().slice(0, 10);

/** Collects what lines add (or, with sign −1, take away) and gives what remains of it, in the order of the key. */
export class StandingDeltas {
  readonly #sums = new Map<string, number>();
  readonly #offsetMinutes: number;
  constructor(offsetMinutes: number) {
    this.#offsetMinutes = offsetMinutes;
  }

  add(fact: StoredFact, sign: 1 | -1): void {
    for (const { id, at } of KEPT_COUNTS) {
      const value = fact[COUNTS[id].column];
      const instant = fact[at];
      if (value !== 0 && instant !== null) this.#note(fact, id, localDay(instant, this.#offsetMinutes), sign * value);
    }
  }

  #note(fact: StoredFact, id: CountId, day: string, value: number): void {
    for (const cube of CUBE_IDS) {
      const { codes, by } = CUBES[cube];
      const [code1, code2] = codes.map((column) => fact[column] ?? '');
      const key = `${cube}\u0000${id}\u0000${by === 'day' ? day : `${day.slice(0, 7)}-01`}\u0000${code1}\u0000${code2 ?? ''}`;
      this.#sums.set(key, (this.#sums.get(key) ?? 0) + value);
    }
  }

  list(): Delta[] {
    const changed = [...this.#sums].filter(([, value]) => value !== 0);
    // One order for all writers: two of them never wait for each other in a circle.
    changed.sort(([a], [b]) => (a < b ? -1 : 1));
    return changed.map(([key, value]) => {
      const [cube, count, day, code1, code2] = key.split('\u0000');
      return { cube: cube as CubeId, count: count as CountId, day: day!, code1: code1!, code2: code2!, value };
    });
  }
}
