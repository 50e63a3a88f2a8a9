import type { Queryable, Tx } from '@chengmai/platform/ports/db.ts';
import sql, { empty } from 'sql-template-tag';
import type { StoredCase } from './case-row.ts';
import { caseColumns } from './queue-store.ts';

/** The case that a tracking code leads to: the code is the right to see it, so there is no scope here. */
export async function caseOfTracking(
  q: Queryable,
  hash: string,
  lock = false,
): Promise<{ row: StoredCase; reportId: string; satisfaction: string | null } | null> {
  const [found] = await q.query<StoredCase & { report_id: string; report_satisfaction: string | null }>(sql`
    select ${caseColumns}, r.id as report_id, r.satisfaction as report_satisfaction
    from cases_report r join cases_case c on c.id = r.case_id where r.tracking_hash = ${hash} ${lock ? sql`for update of c` : empty}`);
  return found ? { row: found, reportId: found.report_id, satisfaction: found.report_satisfaction } : null;
}

export async function rateReport(tx: Tx, reportId: string, satisfaction: string, at: number): Promise<void> {
  await tx.query(sql`update cases_report set satisfaction = ${satisfaction}, rated_at = ${new Date(at)} where id = ${reportId}::uuid`);
}
