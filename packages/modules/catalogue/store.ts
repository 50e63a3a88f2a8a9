import { createCalendar } from '@chengmai/kernel/calendar/calendar.ts';
import type { Calendar, CalendarDefinition, Instant } from '@chengmai/kernel/calendar/types.ts';
import type { Queryable, Tx } from '@chengmai/platform/ports/db.ts';
import sql from 'sql-template-tag';
import type { CatalogueRows, ClassRow, ConditionRow, EditionMapRow, MappingRow } from './rows.ts';

export async function readRevision(q: Queryable): Promise<number> {
  const [row] = await q.query<{ revision: number }>(sql`select revision from catalogue_revision`);
  return row!.revision;
}

/** Whoever changes the catalogue waits here for another who does. */
export async function lockRevision(tx: Tx): Promise<void> {
  await tx.query(sql`select revision from catalogue_revision for update`);
}

export async function nextRevision(tx: Tx): Promise<number> {
  const [row] = await tx.query<{ revision: number }>(sql`update catalogue_revision set revision = revision + 1 returning revision`);
  return row!.revision;
}

const readClasses = (q: Queryable): Promise<ClassRow[]> =>
  q.query<ClassRow>(sql`
    select id, class_key as "classKey", standard_ref as "standardRef", kind, code, version, name, name_en as "nameEn",
           major_code as "majorCode", major_name as "majorName", major_name_en as "majorNameEn",
           duplicate_radius_m as "duplicateRadiusM", duplicate_hours as "duplicateHours", self_handle as "selfHandle",
           public_rank as "publicRank", origin, valid_from as "validFrom", valid_to as "validTo"
    from catalogue_class order by standard_ref, kind, code, version`);

const readConditions = (q: Queryable): Promise<ConditionRow[]> =>
  q.query<ConditionRow>(sql`
    select id, class_key as "classKey", position, version, filing, closing, limit_value as "limitValue", limit_unit as "limitUnit",
           unit_id as "unitId", unit_name as "unitName", photo_after_required as "photoAfterRequired", origin,
           valid_from as "validFrom", valid_to as "validTo"
    from catalogue_condition order by class_key, position, version`);

const readMappings = (q: Queryable): Promise<MappingRow[]> =>
  q.query<MappingRow>(sql`select class_key as "classKey", to_key as "toKey" from catalogue_mapping`);

const readEditionMap = (q: Queryable): Promise<EditionMapRow[]> =>
  q.query<EditionMapRow>(sql`
    select kind_2013 as "kind2013", code_2013 as "code2013", name_2013 as "name2013", kind_2026 as "kind2026", code_2026 as "code2026", relation
    from catalogue_edition_map order by kind_2013, code_2013, code_2026`);

async function readCalendar(q: Queryable): Promise<CalendarDefinition | null> {
  const rows = await q.query<{ definition: CalendarDefinition }>(
    sql`select definition from catalogue_calendar order by version desc limit 1`,
  );
  return rows[0]?.definition ?? null;
}

async function readLifecycle(q: Queryable): Promise<CatalogueRows['lifecycle']> {
  const rows = await q.query<{ version: number; settings: Record<string, unknown> }>(
    sql`select version, settings from catalogue_lifecycle order by version desc limit 1`,
  );
  return rows[0] ?? null;
}

/** The revision is read first: a change that comes in between shows as a revision that is behind, and is read by the next reload. */
export async function readCatalogue(q: Queryable): Promise<CatalogueRows> {
  const revision = await readRevision(q);
  return {
    revision,
    classes: await readClasses(q),
    conditions: await readConditions(q),
    mappings: await readMappings(q),
    editionMap: await readEditionMap(q),
    calendar: await readCalendar(q),
    lifecycle: await readLifecycle(q),
  };
}

const at = (instant: Instant | null): string | null => (instant === null ? null : new Date(instant).toISOString());

/** Adds class versions; one that is there already is left as it is. Returns how many were new. */
export async function insertClasses(tx: Tx, rows: readonly ClassRow[], changedBy: string): Promise<number> {
  const json = JSON.stringify(rows.map((row) => ({ ...row, validFrom: at(row.validFrom), validTo: at(row.validTo) })));
  const added = await tx.query<{ id: string }>(sql`
    insert into catalogue_class (id, class_key, standard_ref, kind, code, version, name, name_en, major_code, major_name, major_name_en,
                                 duplicate_radius_m, duplicate_hours, self_handle, public_rank, origin, valid_from, valid_to, changed_by)
    select id, "classKey", "standardRef", kind, code, version, name, "nameEn", "majorCode", "majorName", "majorNameEn",
           "duplicateRadiusM", "duplicateHours", "selfHandle", "publicRank", origin, "validFrom", "validTo", ${changedBy}
    from jsonb_to_recordset(${json}::jsonb) as r (
      id text, "classKey" text, "standardRef" text, kind text, code text, version int, name text, "nameEn" text, "majorCode" text,
      "majorName" text, "majorNameEn" text, "duplicateRadiusM" float8, "duplicateHours" float8, "selfHandle" boolean, "publicRank" int,
      origin text, "validFrom" timestamptz, "validTo" timestamptz)
    on conflict do nothing returning id`);
  return added.length;
}

/** Adds condition versions; one that is there already is left as it is. Returns how many were new. */
export async function insertConditions(tx: Tx, rows: readonly ConditionRow[], changedBy: string): Promise<number> {
  const json = JSON.stringify(rows.map((row) => ({ ...row, validFrom: at(row.validFrom), validTo: at(row.validTo) })));
  const added = await tx.query<{ id: string }>(sql`
    insert into catalogue_condition (id, class_key, position, version, filing, closing, limit_value, limit_unit, unit_id, unit_name,
                                     photo_after_required, origin, valid_from, valid_to, changed_by)
    select id, "classKey", position, version, filing, closing, "limitValue", "limitUnit", "unitId", "unitName",
           "photoAfterRequired", origin, "validFrom", "validTo", ${changedBy}
    from jsonb_to_recordset(${json}::jsonb) as r (
      id text, "classKey" text, position int, version int, filing text, closing text, "limitValue" int, "limitUnit" text, "unitId" text,
      "unitName" text, "photoAfterRequired" boolean, origin text, "validFrom" timestamptz, "validTo" timestamptz)
    on conflict do nothing returning id`);
  return added.length;
}

/** Which of these class ids there are. */
export async function knownClassIds(q: Queryable, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await q.query<{ id: string }>(sql`select id from catalogue_class where id = any(${[...ids]}::text[])`);
  return new Set(rows.map((row) => row.id));
}

export async function closeClasses(tx: Tx, ids: readonly string[], validTo: Instant): Promise<void> {
  await tx.query(
    sql`update catalogue_class set valid_to = ${new Date(validTo)}::timestamptz where id = any(${[...ids]}::text[]) and valid_to is null`,
  );
}

export async function closeConditions(tx: Tx, ids: readonly string[], validTo: Instant): Promise<void> {
  await tx.query(
    sql`update catalogue_condition set valid_to = ${new Date(validTo)}::timestamptz where id = any(${[...ids]}::text[]) and valid_to is null`,
  );
}

export async function insertEditionMap(tx: Tx, rows: readonly EditionMapRow[]): Promise<void> {
  await tx.query(sql`
    insert into catalogue_edition_map (kind_2013, code_2013, name_2013, kind_2026, code_2026, relation)
    select "kind2013", "code2013", "name2013", "kind2026", "code2026", relation
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (
      "kind2013" text, "code2013" text, "name2013" text, "kind2026" text, "code2026" text, relation text)
    on conflict do nothing`);
}

export async function insertCalendar(tx: Tx, definition: CalendarDefinition, now: Instant, changedBy: string): Promise<void> {
  await tx.query(sql`
    insert into catalogue_calendar (version, definition, valid_from, changed_by)
    values (${definition.version}, ${JSON.stringify(definition)}::jsonb, ${new Date(now)}::timestamptz, ${changedBy})
    on conflict do nothing`);
}

export async function insertLifecycle(tx: Tx, version: number, settings: unknown, now: Instant, changedBy: string): Promise<void> {
  await tx.query(sql`
    insert into catalogue_lifecycle (version, settings, valid_from, changed_by)
    values (${version}, ${JSON.stringify(settings)}::jsonb, ${new Date(now)}::timestamptz, ${changedBy})
    on conflict do nothing`);
}

/** Maps a foreign class to one of ours, or (`null`) takes the mapping back. */
export async function writeMapping(tx: Tx, classKey: string, toKey: string | null): Promise<void> {
  if (toKey === null) await tx.query(sql`delete from catalogue_mapping where class_key = ${classKey}`);
  else
    await tx.query(sql`
      insert into catalogue_mapping (class_key, to_key) values (${classKey}, ${toKey})
      on conflict (class_key) do update set to_key = excluded.to_key`);
}

/** Calendar and lifecycle settings by their versions. Version 0 of the settings is the kernel's own defaults. */
export async function rulesOf(
  q: Queryable,
  version: { readonly calendar: number; readonly lifecycle: number },
): Promise<{ readonly calendar: Calendar; readonly lifecycle: Readonly<Record<string, unknown>> } | null> {
  const [calendar] = await q.query<{ definition: CalendarDefinition }>(
    sql`select definition from catalogue_calendar where version = ${version.calendar}::int`,
  );
  const [lifecycle] = await q.query<{ settings: Record<string, unknown> }>(
    sql`select settings from catalogue_lifecycle where version = ${version.lifecycle}::int`,
  );
  if (!calendar || (!lifecycle && version.lifecycle !== 0)) return null;
  return { calendar: createCalendar(calendar.definition), lifecycle: lifecycle?.settings ?? {} };
}
