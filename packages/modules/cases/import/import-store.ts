import type { Queryable, Tx } from '@chengmai/platform/ports/db.ts';
import sql from 'sql-template-tag';
import type { ImportedCase } from './imported-case.ts';

const instant = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/** One JSON text for a chunk of rows: the database takes it apart by column, which both engines do fast. */
export const importText = (rows: readonly ImportedCase[], origin: string): string =>
  JSON.stringify(
    rows.map((r) => ({
      id: r.id,
      number: r.number,
      state: r.state,
      open: r.open,
      class_id: r.classId,
      class_code: r.classCode,
      class_name: r.className,
      major_name: r.majorName,
      description: r.description,
      place: r.place,
      community_code: r.communityCode,
      street_code: r.streetCode,
      district_code: r.districtCode,
      area_code: r.areaCode,
      lon: r.lon,
      lat: r.lat,
      source: r.source,
      origin,
      unit_id: r.unitId,
      holder: r.holder,
      lifecycle: r.lifecycle,
      warn_at: instant(r.warnAt),
      due_at: instant(r.dueAt),
      escalate_at: instant(r.escalateAt),
      reported_at: instant(r.reportedAt),
      closed_at: instant(r.closedAt),
      imported_verdict: r.verdict,
      search: r.search,
    })),
  );

/** Writes a chunk, as `importText` puts it, with its history entries; rows that are there already are left as they are. Returns the ids that are new. */
export async function insertImported(tx: Tx, text: string, importedAt: number, trace: string): Promise<string[]> {
  const inserted = await tx.query<{ id: string }>(sql`with incoming as (
      select * from json_to_recordset(${text}::json) as r (id uuid, number text, state text, open boolean, class_id text, class_code text, class_name text,
        major_name text, description text, place text, community_code text, street_code text, district_code text, area_code text,
        lon float8, lat float8, source text, origin text, unit_id text, holder text, lifecycle jsonb, warn_at timestamptz, due_at timestamptz,
        escalate_at timestamptz, reported_at timestamptz, closed_at timestamptz, imported_verdict text, search text[])),
    added as (
      insert into cases_case (id, number, version, state, open, class_id, class_code, class_name, major_name, description, place, community_code,
        street_code, district_code, area_code, lon, lat, geom, source, origin, unit_id, holder, lifecycle, last_actor, last_at, warn_at, due_at,
        escalate_at, reported_at, closed_at, imported_verdict, search)
      select id, number, 1, state, open, class_id, class_code, class_name, major_name, description, place, community_code, street_code, district_code,
        area_code, lon, lat, case when lon is null or lat is null then null else st_setsrid(st_makepoint(lon, lat), 4326) end, source, origin, unit_id,
        holder, lifecycle, 'system', ${new Date(importedAt)}::timestamptz, warn_at, due_at, escalate_at, reported_at, closed_at, imported_verdict, array_to_tsvector(search)
      from incoming on conflict do nothing returning id, state, number),
    logged as (
      insert into cases_history (case_id, seq, action, from_state, to_state, at, actor_id, actor_name, actor_role, actor_unit, actor, reason, input, trace, calendar_version, lifecycle_version)
      select id, 1, 'import', null, state, ${new Date(importedAt)}::timestamptz, 'system', '系统', 'system', null,
        '{"id":"system","kind":"system","roles":["system"],"unitIds":[]}'::jsonb, null, jsonb_build_object('number', number), ${trace}, 0, 0 from added)
    select id from added`);
  return inserted.map((row) => row.id);
}

/** New words wait in the lists of the search indexes until the end of the import, and are sorted in all at once. */
export async function deferSearchIndex(tx: Tx): Promise<void> {
  await tx.query(sql`select set_config('gin_pending_list_limit', '256MB', true)`);
}
export async function completeSearchIndex(tx: Tx): Promise<void> {
  await tx.query(sql`select gin_clean_pending_list('cases_search'), gin_clean_pending_list('cases_live_search')`);
}

/** How many of these are there already: what a dry run reports. */
export async function countKnown(q: Queryable, ids: readonly string[]): Promise<number> {
  const [row] = await q.query<{ n: number }>(sql`select count(*)::int as n from cases_case c where c.id = any(${ids}::uuid[])`);
  return row?.n ?? 0;
}
