import type { Surface } from '@chengmai/kernel/geo/geometry.ts';
import type { Queryable, Tx } from '@chengmai/platform/ports/db.ts';
import sql, { join } from 'sql-template-tag';
import type { Division, FeatureLayer } from './contract.ts';
import type { CellRow, DivisionRow, FeatureRow } from './rows.ts';

export async function readRevision(q: Queryable): Promise<number> {
  const [row] = await q.query<{ revision: number }>(sql`select revision from areas_revision`);
  return row!.revision;
}

/** Whoever changes the areas waits here for another who does. */
export async function lockRevision(tx: Tx): Promise<void> {
  await tx.query(sql`select revision from areas_revision for update`);
}

export async function nextRevision(tx: Tx): Promise<number> {
  const [row] = await tx.query<{ revision: number }>(sql`update areas_revision set revision = revision + 1 returning revision`);
  return row!.revision;
}

export const readDivisions = (q: Queryable): Promise<Division[]> =>
  q.query<Division>(sql`
    select code, name, name_en as "nameEn", level, parent, lon, lat, synthetic, origin, mapped_to as "mappedTo"
    from areas_division order by length(code), code`);

export interface IndexedCell {
  readonly code: string;
  readonly communityCode: string;
  readonly shape: Surface;
}

/** Unit grid cells with their shapes, for the index in memory. */
export const readCellShapes = (q: Queryable): Promise<IndexedCell[]> =>
  q.query<IndexedCell>(sql`
    select code, community_code as "communityCode", st_asgeojson(shape, 9)::json as shape
    from areas_cell where kind = 'unit' order by code`);

export interface ListedCell extends Omit<CellRow, 'shape' | 'origin'> {
  readonly version: number;
}

export const readCells = (q: Queryable, community: string): Promise<ListedCell[]> =>
  q.query<ListedCell>(sql`
    select code, kind, name, community_code as "communityCode", lon, lat, collector_id as "collectorId", synthetic, version
    from areas_cell where community_code = ${community} order by code`);

export async function readCell(q: Queryable, code: string): Promise<ListedCell | undefined> {
  const rows = await q.query<ListedCell>(sql`
    select code, kind, name, community_code as "communityCode", lon, lat, collector_id as "collectorId", synthetic, version
    from areas_cell where code = ${code}`);
  return rows[0];
}

/**
 * Collectors on duty: of the cell (or, where no point is known, of the community) itself first, then by the distance of their nearest
 * cell's middle to the point. One pass over plain columns: cheaper than the spatial index as long as a collector holds dozens of cells.
 */
export async function collectorsByDistance(
  q: Queryable,
  at: { readonly lon: number; readonly lat: number; readonly cellCode: string | null },
  limit: number,
): Promise<readonly string[]> {
  const rows = await q.query<{ collectorId: string }>(sql`
    select collector_id as "collectorId" from areas_cell where collector_id is not null group by collector_id
    order by bool_or(code = ${at.cellCode} or community_code = ${at.cellCode}) desc nulls last,
             min(power((lon - ${at.lon}::float8) * cos(radians(${at.lat}::float8)), 2) + power(lat - ${at.lat}::float8, 2)), collector_id
    limit ${limit}`);
  return rows.map((row) => row.collectorId);
}

export async function insertDivisions(tx: Tx, rows: readonly DivisionRow[], replaceShapes: boolean): Promise<number> {
  const change = replaceShapes
    ? sql`on conflict (code) do update set shape = excluded.shape, lon = excluded.lon, lat = excluded.lat, synthetic = excluded.synthetic
          where excluded.shape is not null`
    : sql`on conflict do nothing`;
  const written = await tx.query<{ code: string }>(sql`
    insert into areas_division (code, name, name_en, level, parent, lon, lat, shape, synthetic, origin)
    select code, name, "nameEn", level, parent, lon, lat,
           case when shape is null then null else st_multi(st_setsrid(st_geomfromgeojson(shape), 4326)) end, synthetic, origin
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (
      code text, name text, "nameEn" text, level text, parent text, lon float8, lat float8, shape jsonb, synthetic boolean, origin text)
    ${change} returning code`);
  return written.length;
}

export async function insertCells(tx: Tx, rows: readonly CellRow[], replaceShapes: boolean): Promise<readonly string[]> {
  const change = replaceShapes
    ? sql`on conflict (code) do update set shape = excluded.shape, lon = excluded.lon, lat = excluded.lat, name = excluded.name,
            community_code = excluded.community_code, synthetic = excluded.synthetic, origin = excluded.origin, version = areas_cell.version + 1`
    : sql`on conflict do nothing`;
  const written = await tx.query<{ code: string }>(sql`
    insert into areas_cell (code, kind, name, community_code, lon, lat, shape, collector_id, synthetic, origin)
    select code, kind, name, "communityCode", lon, lat, st_multi(st_setsrid(st_geomfromgeojson(shape), 4326)), "collectorId", synthetic, origin
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (
      code text, kind text, name text, "communityCode" text, lon float8, lat float8, shape jsonb, "collectorId" text,
      synthetic boolean, origin text)
    ${change} returning code`);
  return written.map((row) => row.code);
}

export async function insertFeatures(tx: Tx, rows: readonly FeatureRow[], replaceShapes: boolean): Promise<number> {
  const change = replaceShapes
    ? sql`on conflict (id) do update set shape = excluded.shape, name = excluded.name, code = excluded.code, properties = excluded.properties,
            synthetic = excluded.synthetic, origin = excluded.origin`
    : sql`on conflict do nothing`;
  const written = await tx.query<{ id: string }>(sql`
    insert into areas_feature (id, layer, name, code, shape, properties, synthetic, origin)
    select id, layer, name, code, st_setsrid(st_geomfromgeojson(shape), 4326), properties, synthetic, origin
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (
      id text, layer text, name text, code text, shape jsonb, properties jsonb, synthetic boolean, origin text)
    ${change} returning id`);
  return written.length;
}

/** Surfaces that cross themselves, by code, with PostGIS's reason. */
export const invalidShapes = (
  q: Queryable,
  rows: readonly { code: string; shape: Surface }[],
): Promise<{ code: string; reason: string }[]> =>
  q.query<{ code: string; reason: string }>(sql`
    select code, st_isvalidreason(st_geomfromgeojson(shape)) as reason
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (code text, shape jsonb)
    where not st_isvalid(st_geomfromgeojson(shape))`);

/** Puts a collector (or nobody) on duty in cells. Answers how many changed. */
export async function writeDuty(tx: Tx, codes: readonly string[], collectorId: string | null): Promise<number> {
  const rows = await tx.query<{ code: string }>(sql`
    update areas_cell set collector_id = ${collectorId}, version = version + 1
    where code = any(${[...codes]}::text[]) and collector_id is distinct from ${collectorId} returning code`);
  return rows.length;
}

export async function cellCodesInside(q: Queryable, prefix: string): Promise<readonly string[]> {
  const rows = await q.query<{ code: string }>(sql`select code from areas_cell where starts_with(community_code, ${prefix}) order by code`);
  return rows.map((row) => row.code);
}

export async function writeMapping(tx: Tx, code: string, to: string | null): Promise<void> {
  await tx.query(sql`update areas_division set mapped_to = ${to} where code = ${code}`);
}

export interface DrawnFeature {
  readonly layer: FeatureLayer;
  readonly name: string;
  readonly code: string | null;
  readonly synthetic: boolean;
  readonly properties: Readonly<Record<string, unknown>> | null;
  readonly geometry: { readonly type: string };
}
export type Box = readonly [west: number, south: number, east: number, north: number];

const boxOf = ([west, south, east, north]: Box) =>
  sql`st_makeenvelope(${west}::float8, ${south}::float8, ${east}::float8, ${north}::float8, 4326)`;
const levelOf = { districts: 'district', streets: 'street', communities: 'community' } as const;

function layerQuery(layer: FeatureLayer, box: Box, limit: number) {
  if (layer === 'cells')
    return sql`(select ${layer}::text as layer, name, code, synthetic, jsonb_build_object('collectorId', collector_id) as properties,
        st_asgeojson(shape, 6)::json as geometry from areas_cell where shape && ${boxOf(box)} order by code limit ${limit})`;
  if (layer === 'roads' || layer === 'components')
    return sql`(select layer, name, code, synthetic, properties, st_asgeojson(shape, 6)::json as geometry
      from areas_feature where layer = ${layer} and shape && ${boxOf(box)} order by id limit ${limit})`;
  return sql`(select ${layer}::text as layer, name, code, synthetic, '{}'::jsonb as properties, st_asgeojson(shape, 6)::json as geometry
    from areas_division where level = ${levelOf[layer]} and shape && ${boxOf(box)} order by code limit ${limit})`;
}

/** Features of the layers that touch a box, at most `limit` in all, in the order of the layers. */
export const readFeatures = (q: Queryable, layers: readonly FeatureLayer[], box: Box, limit: number): Promise<DrawnFeature[]> =>
  q.query<DrawnFeature>(
    sql`${join(
      layers.map((layer) => layerQuery(layer, box, limit)),
      ' union all ',
    )} limit ${limit}`,
  );
