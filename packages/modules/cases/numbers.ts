import { AsyncLocalStorage } from 'node:async_hooks';
import type { Day } from '@chengmai/kernel/calendar/types.ts';
import { formatCaseNumber } from '@chengmai/kernel/codes/case-number.ts';
import type { Result } from '@chengmai/kernel/result.ts';
import type { Queryable, Tx } from '@chengmai/platform/ports/db.ts';
import type { Logger } from 'pino';
import { reserveNumbers } from './store.ts';

/** Numbers reserved at a time: more when they go fast. What a restart leaves unused of a block stays unused; a day has 99,999. */
const SMALLEST_BLOCK = 100;
const LARGEST_BLOCK = 2_000;
/** A block that lasted less than this is followed by one of twice the size; one that lasted a minute, by a small one. */
const FAST_MS = 4_000;
const SLOW_MS = 60_000;

/** Hands out case numbers 案件编码. */
export interface Numbers {
  next(tx: Tx, areaCode: string, day: Day): Promise<Result<string>>;
  /** Waits, outside a transaction, while numbers that have run out are being reserved: better than queueing on their row inside one. */
  ready(): Promise<void>;
  /** Reserves no more. */
  stop(): void;
}

/** Numbers of one area and day, `from` the next one to be given out, `to` the first that is not ours. */
interface Stock {
  runs: { from: number; readonly to: number }[];
  block: number;
  filledAtMs: number;
}

const left = (stock: Stock): number => stock.runs.reduce((sum, run) => sum + run.to - run.from, 0);

function nextBlock(stock: Stock, nowMs: number): number {
  const lastedMs = nowMs - stock.filledAtMs;
  if (lastedMs < FAST_MS) return Math.min(stock.block * 2, LARGEST_BLOCK);
  return lastedMs > SLOW_MS ? SMALLEST_BLOCK : stock.block;
}

/**
 * Numbers come from blocks reserved ahead, so that concurrent reports do not queue on one row. A block is reserved outside every
 * reporting transaction (a rollback must not give its numbers out again). When none is at hand, the number is taken inside the
 * caller's transaction and rolls back with it.
 */
export function caseNumbers(db: Queryable, log: Logger): Numbers {
  const stocks = new Map<string, Stock>();
  const filling = new Map<string, Promise<void>>();
  let stopped = false;
  // A report notices inside its transaction that numbers run low; the reserving must not count as part of it.
  const outside = AsyncLocalStorage.snapshot();

  const reserve = async (key: string, stock: Stock): Promise<void> => {
    const [areaCode, day] = key.split(' ') as [string, Day];
    const nowMs = performance.now();
    stock.block = nextBlock(stock, nowMs);
    const from = await reserveNumbers(db, areaCode, day, stock.block);
    stock.filledAtMs = nowMs;
    stock.runs.push({ from, to: from + stock.block });
  };

  const fill = (key: string, stock: Stock): void => {
    if (stopped || filling.has(key)) return;
    const work = outside(() => reserve(key, stock))
      .catch((error: unknown) => log.warn({ err: error }, 'case numbers not reserved ahead'))
      .finally(() => filling.delete(key));
    filling.set(key, work);
  };

  const stockOf = (key: string, day: Day): Stock => {
    const known = stocks.get(key);
    if (known) return known;
    for (const old of stocks.keys()) if (!old.endsWith(day)) stocks.delete(old);
    const stock: Stock = { runs: [], block: SMALLEST_BLOCK / 2, filledAtMs: performance.now() };
    stocks.set(key, stock);
    return stock;
  };

  /** A number from memory, if there is one; asks for more before the last one is gone. */
  const take = (key: string, day: Day): number | null => {
    const stock = stockOf(key, day);
    stock.runs = stock.runs.filter((run) => run.from < run.to);
    if (left(stock) < stock.block / 2 || stock.runs.length === 0) fill(key, stock);
    return stock.runs[0] ? stock.runs[0].from++ : null;
  };

  return {
    next: async (tx, areaCode, day) => {
      const area = areaCode.padEnd(6, '0').slice(0, 6);
      return formatCaseNumber(area, day, take(`${area} ${day}`, day) ?? (await reserveNumbers(tx, area, day, 1)));
    },
    ready: async () => {
      const waiting = [...filling].filter(([key]) => !stocks.get(key)?.runs.some((run) => run.from < run.to));
      await Promise.all(waiting.map(([, work]) => work));
    },
    stop: () => {
      stopped = true;
    },
  };
}
