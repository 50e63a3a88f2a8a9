import type { Clock } from '@chengmai/platform/ports/clock.ts';
import type { Queryable } from '@chengmai/platform/ports/db.ts';
import type { Identity } from '../identity/contract.ts';

const FRESH_MS = 10_000;

/** Unit names for lists, read at most every ten seconds: a page of cases must not cost a query a row. */
export interface UnitNames {
  name(id: string): string | undefined;
  nameEn(id: string): string | null;
  refresh(q: Queryable): Promise<void>;
}

export function unitNames(identity: Pick<Identity, 'units'>, clock: Clock): UnitNames {
  let known = new Map<string, { readonly name: string; readonly nameEn: string | null }>();
  let readAt = Number.NEGATIVE_INFINITY;
  return {
    name: (id) => known.get(id)?.name,
    nameEn: (id) => known.get(id)?.nameEn ?? null,
    refresh: async (q) => {
      const now = clock.now();
      if (now >= readAt && now - readAt < FRESH_MS) return;
      known = new Map((await identity.units(q)).map((unit) => [unit.id, unit]));
      readAt = now;
    },
  };
}
