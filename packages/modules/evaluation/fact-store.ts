import type { Queryable, Tx } from '@chengmai/platform/ports/db.ts';
import sql, { raw } from 'sql-template-tag';
import { FACT_COLUMNS, fromStored, type StoredFact, storable } from './fact-columns.ts';

const names = FACT_COLUMNS.map(([name]) => name);
const list = raw(names.join(', '));
const typed = raw(FACT_COLUMNS.map(([name, type]) => `${name} ${type}`).join(', '));
const assigned = raw(
  names
    .filter((name) => name !== 'case_id' && name !== 'line')
    .map((name) => `${name} = r.${name}`)
    .join(', '),
);

/** One JSON text for many lines: the database takes it apart by column, which both engines do fast. */
const asJson = (facts: readonly StoredFact[]): string => JSON.stringify(facts.map(storable));

/** The lines of these cases, held until the transaction ends, so that nobody else computes from what is about to change. */
export async function lockFacts(tx: Tx, caseIds: readonly string[]): Promise<StoredFact[]> {
  const rows = await tx.query<Record<string, unknown>>(
    sql`select ${list} from evaluation_fact where case_id = any(${caseIds}::uuid[]) order by case_id, line for update`,
  );
  return rows.map(fromStored);
}

/** New lines. A line that somebody else wrote meanwhile violates the key, and the event is handled again from what is there then. */
export async function insertFacts(tx: Tx, facts: readonly StoredFact[]): Promise<void> {
  if (facts.length === 0) return;
  await tx.query(sql`insert into evaluation_fact (${list}) select ${list} from json_to_recordset(${asJson(facts)}::json) as r (${typed})`);
}

export async function updateFacts(tx: Tx, facts: readonly StoredFact[]): Promise<void> {
  if (facts.length === 0) return;
  await tx.query(sql`update evaluation_fact f set ${assigned} from json_to_recordset(${asJson(facts)}::json) as r (${typed})
    where f.case_id = r.case_id and f.line = r.line`);
}

export async function deleteFacts(tx: Tx, facts: readonly Pick<StoredFact, 'case_id' | 'line'>[]): Promise<void> {
  if (facts.length === 0) return;
  await tx.query(sql`delete from evaluation_fact f using unnest(${facts.map((fact) => fact.case_id)}::uuid[], ${facts.map((fact) => fact.line)}::smallint[]) as r (case_id, line)
    where f.case_id = r.case_id and f.line = r.line`);
}

/** Every line, in the order of the key, for comparing and rebuilding. */
export async function factsAfter(q: Queryable, after: string | null, limit: number): Promise<StoredFact[]> {
  const rows = await q.query<Record<string, unknown>>(
    sql`select ${list} from evaluation_fact where case_id > ${after ?? '00000000-0000-0000-0000-000000000000'}::uuid order by case_id, line limit ${limit}`,
  );
  return rows.map(fromStored);
}

/** Throws everything computed away; the caller computes it again in the same transaction. */
export async function clearFacts(tx: Tx): Promise<void> {
  await tx.query(sql`delete from evaluation_fact`);
  await tx.query(sql`delete from evaluation_standing`);
}
