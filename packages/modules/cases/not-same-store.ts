import type { Instant } from '@chengmai/kernel/calendar/types.ts';
import type { Queryable, Tx } from '@chengmai/platform/ports/db.ts';
import sql from 'sql-template-tag';

export interface Told {
  readonly other: string;
  readonly by_name: string;
  readonly at: Instant;
}

const inOrder = (a: string, b: string): readonly [string, string] => (a < b ? [a, b] : [b, a]);

/** Remembers that two cases are not the same problem. Saying it again changes nothing. */
export async function tellApart(
  tx: Tx,
  a: string,
  b: string,
  by: { readonly userId: string; readonly name: string },
  at: Instant,
): Promise<void> {
  const [first, second] = inOrder(a, b);
  await tx.query(sql`insert into cases_not_same (case_a, case_b, by_user, by_name, at)
    values (${first}::uuid, ${second}::uuid, ${by.userId}, ${by.name}, ${new Date(at)}) on conflict do nothing`);
}

/** Takes it back. */
export async function untellApart(tx: Tx, a: string, b: string): Promise<void> {
  const [first, second] = inOrder(a, b);
  await tx.query(sql`delete from cases_not_same where case_a = ${first}::uuid and case_b = ${second}::uuid`);
}

/** The cases that were told apart from this one. */
export const toldApart = (q: Queryable, id: string): Promise<Told[]> =>
  q.query<Told>(sql`select case when case_a = ${id}::uuid then case_b else case_a end as other, by_name, at
    from cases_not_same where case_a = ${id}::uuid or case_b = ${id}::uuid`);
