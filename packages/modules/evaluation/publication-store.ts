import type { Queryable, Tx } from '@chengmai/platform/ports/db.ts';
import sql, { empty } from 'sql-template-tag';
import type { ScoreResult } from './contract.ts';

export interface PublicationKey {
  readonly cycle: string;
  readonly formulaId: string;
  readonly grouping: string;
}

export interface Publication {
  readonly version: number;
  readonly result: ScoreResult;
  readonly reason: string | null;
  readonly by_name: string;
  readonly at: number;
  /** How many versions there are. */
  readonly versions: number;
}

/** A published version, the newest without a number. */
export async function publication(q: Queryable, key: PublicationKey, version: number | null): Promise<Publication | null> {
  const [row] = await q.query<Publication>(sql`select version, result, reason, by_name, at,
      (select max(p.version) from evaluation_publication p where p.cycle = e.cycle and p.formula_id = e.formula_id and p.grouping = e.grouping) as versions
    from evaluation_publication e where cycle = ${key.cycle} and formula_id = ${key.formulaId} and grouping = ${key.grouping}
      ${version === null ? empty : sql`and version = ${version}`} order by version desc limit 1`);
  return row ?? null;
}

/** Never overwrites: the key refuses a second writer of the same version. */
export async function insertPublication(
  tx: Tx,
  key: PublicationKey,
  row: {
    readonly version: number;
    readonly result: ScoreResult;
    readonly reason: string | null;
    readonly by: string;
    readonly byName: string;
    readonly at: number;
  },
): Promise<void> {
  await tx.query(sql`insert into evaluation_publication (cycle, formula_id, grouping, version, result, reason, by_user, by_name, at)
    values (${key.cycle}, ${key.formulaId}, ${key.grouping}, ${row.version}, ${JSON.stringify(row.result)}::jsonb, ${row.reason}, ${row.by}, ${row.byName},
      ${new Date(row.at)}::timestamptz)`);
}

/** What was entered by hand for a formula and cycle, in order. */
export interface StoredEntry {
  readonly subject: string;
  readonly name: string;
  readonly kind: 'points' | 'input';
  readonly value: number;
  readonly reason: string;
}

export function entriesOf(q: Queryable, cycle: string, formulaId: string): Promise<StoredEntry[]> {
  return q.query<StoredEntry>(sql`select subject, name, kind, value, reason from evaluation_entry
    where cycle = ${cycle} and formula_id = ${formulaId} order by at, id`);
}

export async function insertEntry(
  tx: Tx,
  row: StoredEntry & { readonly id: string; readonly cycle: string; readonly formulaId: string; readonly by: string; readonly at: number },
): Promise<void> {
  await tx.query(sql`insert into evaluation_entry (id, cycle, formula_id, subject, name, kind, value, reason, by_user, at)
    values (${row.id}::uuid, ${row.cycle}, ${row.formulaId}, ${row.subject}, ${row.name}, ${row.kind}, ${row.value}, ${row.reason}, ${row.by}, ${new Date(row.at)}::timestamptz)`);
}
