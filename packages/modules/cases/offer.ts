import type { Queryable } from '@chengmai/platform/ports/db.ts';
import sql, { type Sql } from 'sql-template-tag';
import { type StoredCase, toCaseRow } from './case-row.ts';
import type { CaseOutline, Cases } from './contract.ts';
import type { Desk } from './desk.ts';
import { importCases, loadMap } from './import/import-cases.ts';
import { caseColumns } from './queue-store.ts';
import { readingFor } from './reading.ts';
import { reportCase } from './report-case.ts';
import { caseHistory, findCases, type StoredHistory } from './store.ts';

type OutlineRow = StoredCase & { readonly imported_verdict: CaseOutline['importedVerdict'] };

const majorOf = (row: StoredCase): string => (/^\d{5}$/.test(row.class_code) ? row.class_code.slice(0, 2) : row.major_name);

function outlineOf(row: OutlineRow, history: readonly StoredHistory[]): CaseOutline {
  return {
    caseId: row.id,
    number: row.number,
    version: row.version,
    districtCode: row.district_code,
    streetCode: row.street_code,
    communityCode: row.community_code,
    cellCode: row.cell_code,
    classId: row.class_id,
    classCode: row.class_code,
    majorCode: majorOf(row),
    source: row.source,
    unitId: row.unit_id,
    reportedAt: row.reported_at,
    lifecycle: row.lifecycle,
    history: history.map((entry) => ({
      action: entry.action,
      at: entry.at,
      actorId: entry.actor_id,
      actorUnit: entry.actor_unit,
      input: entry.input,
    })),
    satisfaction: row.lifecycle.rating?.score ?? null,
    importedVerdict: row.imported_verdict,
    imported: row.origin !== 'live',
  };
}

async function outlines(q: Queryable, where: Sql, limit: number): Promise<CaseOutline[]> {
  const rows = await q.query<OutlineRow>(
    sql`select ${caseColumns}, c.imported_verdict from cases_case c where ${where} order by c.id limit ${limit}`,
  );
  const history = await caseHistory(
    q,
    rows.map((row) => row.id),
  );
  const byCase = Map.groupBy(history, (entry) => entry.case_id);
  return rows.map((row) => outlineOf(row, byCase.get(row.id) ?? []));
}

/** What cases does for other modules. */
export const casesOffer = (desk: Desk): Cases => ({
  report: async (tx, report, caller, trace) => {
    const made = await reportCase(desk, tx, { report, caller, trace, trackingHash: null });
    return made.ok ? { ok: true, value: { caseId: made.value.caseId, number: made.value.number, joined: made.value.joined } } : made;
  },
  outline: async (q, caseId) => (await outlines(q, sql`c.id = ${caseId}::uuid`, 1))[0] ?? null,
  outlinesOf: (q, ids) => outlines(q, sql`c.id = any(${ids}::uuid[])`, ids.length),
  outlines: (q, afterId, limit) => outlines(q, afterId === null ? sql`true` : sql`c.id > ${afterId}::uuid`, limit),
  rows: async (q, caller, ids) => {
    const rows = await findCases(q, caller, ids);
    const reading = await readingFor(desk, q, rows);
    return rows.map((row) => toCaseRow(row, reading));
  },
  importFile: async ({ map, ...options }) => importCases(desk, { ...options, map: await loadMap(map) }),
});
