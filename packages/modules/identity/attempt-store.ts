import type { Queryable } from '@chengmai/platform/ports/db.ts';
import sql from 'sql-template-tag';

export interface Attempt {
  readonly key: string;
  readonly limit: number;
}

/**
 * Counts an attempt before its password is looked at, so that a hundred at once are counted like a hundred in a row. Answers until when the key
 * is locked, or `null`. The attempt that reaches the limit still counts as a try and locks those after it.
 */
export async function countAttempt(q: Queryable, attempt: Attempt, now: number, lockMs: number): Promise<number | null> {
  const at = new Date(now);
  const until = new Date(now + lockMs);
  const [row] = await q.query<{ attempts: number; lockedUntil: number | null }>(sql`
    insert into identity_attempt as a (key, attempts, first_at, locked_until) values (${attempt.key}, 1, ${at}, null)
    on conflict (key) do update set
      attempts = case when a.locked_until > ${at} then a.attempts + 1
        when a.locked_until is not null or a.first_at < ${new Date(now - lockMs)} then 1 else a.attempts + 1 end,
      first_at = case when a.locked_until <= ${at} or (a.locked_until is null and a.first_at < ${new Date(now - lockMs)}) then ${at}
        else a.first_at end,
      locked_until = case when a.locked_until > ${at} then a.locked_until
        when a.locked_until is null and a.first_at >= ${new Date(now - lockMs)} and a.attempts + 1 >= ${attempt.limit}::int then ${until}::timestamptz
        else null end
    returning attempts, locked_until as "lockedUntil"`);
  return row && row.attempts > attempt.limit ? row.lockedUntil : null;
}

/** After a success: the account starts anew, the address gets this attempt back. */
export async function forgiveAttempt(q: Queryable, accountKey: string, addressKey: string): Promise<void> {
  await q.query(sql`delete from identity_attempt where key = ${accountKey}`);
  await q.query(sql`
    update identity_attempt set attempts = greatest(attempts - 1, 0),
      locked_until = null
    where key = ${addressKey}`);
}

export async function forgetAttempts(q: Queryable, key: string): Promise<void> {
  await q.query(sql`delete from identity_attempt where key = ${key}`);
}

export async function forgetOldAttempts(q: Queryable, before: number): Promise<void> {
  await q.query(
    sql`delete from identity_attempt where first_at < ${new Date(before)} and (locked_until is null or locked_until < ${new Date(before)})`,
  );
}
