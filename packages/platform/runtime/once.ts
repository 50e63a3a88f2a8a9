import { ok, type Result, refuse } from '@chengmai/kernel/result.ts';
import sql from 'sql-template-tag';
import type { Once } from '../http/route.ts';
import type { Clock } from '../ports/clock.ts';
import type { Tx } from '../ports/db.ts';

/** One write under its Idempotency-Key: who asked what, where. */
export interface IdempotentWrite {
  readonly key: string;
  readonly requestHash: string;
  readonly callerId: string;
  /** `POST /api/cases/:id/dispatch` */
  readonly route: string;
}

interface Stored {
  readonly request_hash: string;
  readonly answer: unknown;
}

/**
 * Makes writes repeatable: the answer is stored under (caller, key) in the transaction of the effect. The same request again gets the
 * stored answer; another request under the same key is refused (`http.idempotency_key_reused`); of two at the same time the
 * second waits for the first. A refusal has no effect, so it is not stored and the same key may be tried again.
 */
export const createMakeOnce =
  (clock: Clock) =>
  (write: IdempotentWrite): Once =>
  async <T>(tx: Tx, work: () => Promise<Result<T>>): Promise<Result<T>> => {
    const hash = `${write.route} ${write.requestHash}`;
    const claimed = await tx.query(sql`
      insert into platform_answer (caller, key, request_hash, at)
      values (${write.callerId}, ${write.key}, ${hash}, ${new Date(clock.now())}::timestamptz)
      on conflict do nothing returning 1`);
    if (claimed.length === 0) {
      const [stored] = await tx.query<Stored>(sql`
        select request_hash, answer from platform_answer where caller = ${write.callerId} and key = ${write.key}`);
      if (stored?.request_hash !== hash) return refuse('http.idempotency_key_reused');
      return ok(stored.answer as T);
    }
    const result = await work();
    if (result.ok)
      await tx.query(sql`
        update platform_answer set answer = ${JSON.stringify(result.value ?? null)}::json
        where caller = ${write.callerId} and key = ${write.key}`);
    else await tx.query(sql`delete from platform_answer where caller = ${write.callerId} and key = ${write.key}`);
    return result;
  };
