import { formatCaseNumber } from '@chengmai/kernel/codes/case-number.ts';
import type { Result } from '@chengmai/kernel/result.ts';
import type { Queryable } from '@chengmai/platform/ports/db.ts';
import { reserveNumbers } from './store.ts';

const BLOCK = 50;

/** Hands out case numbers 案件编码 from blocks reserved in the database, outside the creating transaction. */
export interface Numbers {
  next(areaCode: string, day: string): Promise<Result<string>>;
}

interface Block {
  next: number;
  end: number;
}

/** One block per area and day at a time; concurrent callers share one reservation. */
export function caseNumbers(db: Queryable): Numbers {
  const blocks = new Map<string, Promise<Block>>();

  const reserve = async (areaCode: string, day: string): Promise<Block> => {
    const first = await reserveNumbers(db, areaCode, day, BLOCK);
    return { next: first, end: first + BLOCK };
  };

  const take = async (areaCode: string, day: string): Promise<number> => {
    const key = `${areaCode} ${day}`;
    for (;;) {
      const known = blocks.get(key);
      if (!known) {
        for (const old of blocks.keys()) if (!old.endsWith(day)) blocks.delete(old);
        const wanted = reserve(areaCode, day);
        blocks.set(key, wanted);
        wanted.catch(() => blocks.delete(key));
      }
      const block = await blocks.get(key)!;
      if (block.next < block.end) return block.next++;
      if ((await blocks.get(key)) === block) blocks.delete(key);
    }
  };

  return {
    next: async (areaCode, day) => formatCaseNumber(areaCode.padEnd(6, '0').slice(0, 6), day, await take(areaCode.slice(0, 6), day)),
  };
}
