import type { Day } from '@chengmai/kernel/calendar/types.ts';
import { formatCaseNumber } from '@chengmai/kernel/codes/case-number.ts';
import type { Result } from '@chengmai/kernel/result.ts';
import type { Queryable, Tx } from '@chengmai/platform/ports/db.ts';
import type { Logger } from 'pino';
import { reserveNumbers } from './store.ts';

/** Numbers reserved at a time. What a restart leaves unused of a block stays unused; a day has 99,999. */
const BLOCK = 100;
const REFILL_BELOW = BLOCK / 2;

/** Hands out case numbers 案件编码. */
export interface Numbers {
  next(tx: Tx, areaCode: string, day: Day): Promise<Result<string>>;
  stop(): void;
}

interface Run {
  next: number;
  readonly end: number;
}

/**
 * Numbers come from blocks reserved ahead, so that concurrent reports do not queue on one row. A block is reserved outside every
 * reporting transaction (a rollback must not give its numbers out again): a loop of its own refills what runs low. When none is
 * at hand yet, the number is taken inside the caller's transaction and rolls back with it.
 */
export function caseNumbers(db: Queryable, log: Logger): Numbers {
  const runs = new Map<string, Run[]>();
  const wanted = new Set<string>();
  let wake: () => void = () => undefined;
  let stopped = false;

  const reserve = async (key: string): Promise<void> => {
    const [areaCode, day] = key.split(' ') as [string, Day];
    const first = await reserveNumbers(db, areaCode, day, BLOCK);
    for (const old of runs.keys()) if (!old.endsWith(day)) runs.delete(old);
    runs.set(key, [...(runs.get(key) ?? []), { next: first, end: first + BLOCK }]);
  };

  const refill = async (): Promise<void> => {
    while (!stopped) {
      if (wanted.size === 0) await new Promise<void>((resolve) => (wake = resolve));
      for (const key of [...wanted]) {
        await reserve(key).catch((error: unknown) => log.warn({ err: error }, 'case numbers not reserved ahead'));
        wanted.delete(key);
      }
    }
  };
  void refill();

  /** A number from memory, if there is one; asks for more before the last one is gone. */
  const take = (key: string): number | null => {
    const list = (runs.get(key) ?? []).filter((run) => run.next < run.end);
    runs.set(key, list);
    if (list.reduce((left, run) => left + run.end - run.next, 0) < REFILL_BELOW) {
      wanted.add(key);
      wake();
    }
    return list[0] ? list[0].next++ : null;
  };

  return {
    next: async (tx, areaCode, day) => {
      const area = areaCode.padEnd(6, '0').slice(0, 6);
      return formatCaseNumber(area, day, take(`${area} ${day}`) ?? (await reserveNumbers(tx, area, day, 1)));
    },
    stop: () => {
      stopped = true;
      wake();
    },
  };
}
