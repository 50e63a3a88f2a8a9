import type { Formula } from '@chengmai/kernel/evaluation/score-formula.ts';
import type { Queryable, Tx } from '@chengmai/platform/ports/db.ts';
import sql from 'sql-template-tag';

export interface StoredFormula {
  readonly id: string;
  readonly version: number;
  readonly valid_from: string;
  readonly formula: Formula;
}

/** The newest version of each edited formula that counts for a cycle beginning on `day`; the newest of all without a day. */
export function editedFormulas(q: Queryable, day: string | null): Promise<StoredFormula[]> {
  return q.query<StoredFormula>(sql`select distinct on (id) id, version, valid_from, formula from evaluation_formula
    where ${day}::date is null or valid_from <= ${day}::date order by id, version desc`);
}

export async function newestFormulaVersion(q: Queryable, id: string): Promise<number> {
  const [row] = await q.query<{ version: number }>(
    sql`select coalesce(max(version), 0) as version from evaluation_formula where id = ${id}`,
  );
  return row?.version ?? 0;
}

export async function insertFormula(tx: Tx, row: StoredFormula & { readonly by: string; readonly at: number }): Promise<void> {
  await tx.query(sql`insert into evaluation_formula (id, version, valid_from, formula, by_user, at)
    values (${row.id}, ${row.version}, ${row.valid_from}::date, ${JSON.stringify(row.formula)}::jsonb, ${row.by}, ${new Date(row.at)}::timestamptz)`);
}
