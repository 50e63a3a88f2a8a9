import { ok, type Result, refuse } from '@chengmai/kernel/result.ts';
import { type Request, type Route, route } from '@chengmai/platform/http/route.ts';
import type { Tx } from '@chengmai/platform/ports/db.ts';
import type { ModuleContext } from '@chengmai/platform/runtime/module.ts';
import { z } from 'zod';
import type { AreaMap, HeldAreas } from './area-map.ts';
import { changeAreas } from './change.ts';
import { AreasImportOutcome, Cell, Division, FeatureCollection, featureLayers, LocatedView } from './contract.ts';
import { changeCellDuty, changeDivisionDuty, withNames } from './duty.ts';
import { importAreas, tryImport } from './import-areas.ts';
import { datums, importLayers } from './import-features.ts';
import { type Box, type DrawnFeature, readCells, readFeatures, writeMapping } from './store.ts';

const tag = 'areas';
const maxFeatures = 2_000;
const maxBytes = 30 * 1024 * 1024;
const Code = z.object({ code: z.string().max(64) });
const CollectorId = z.string().max(100).nullable();

const Bbox = z
  .string()
  .transform((text) => text.split(',').map(Number))
  .refine((box) => box.length === 4 && box.every(Number.isFinite) && box[0]! <= box[2]! && box[1]! <= box[3]!, 'west,south,east,north')
  .transform((box) => box as unknown as Box);
const Layers = z
  .string()
  .default('communities')
  .transform((text) => [...new Set(text.split(','))])
  .pipe(z.array(z.enum(featureLayers)).min(1));

function locatedView(map: AreaMap, lon: number, lat: number): LocatedView | null {
  const at = map.locate(lon, lat);
  if (!at) return null;
  const nameOf = (code: string): string => map.division(code)?.name ?? code;
  return {
    ...at,
    communityName: nameOf(at.communityCode),
    streetName: nameOf(at.streetCode),
    districtName: nameOf(at.districtCode),
    path: map.pathName(at.communityCode),
  };
}

const toFeature = ({ layer, name, code, synthetic, properties, geometry }: DrawnFeature): FeatureCollection['features'][number] => ({
  type: 'Feature',
  geometry,
  properties: { ...properties, layer, name, code, synthetic },
});

function readRoutes(ctx: ModuleContext, held: HeldAreas): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/areas/divisions',
      summary: { zh: '行政区划', en: 'All divisions, parents before children' },
      tag,
      access: 'signed-in',
      response: z.array(Division),
      handle: async () => ok([...held.current().divisions]),
    }),
    route({
      method: 'GET',
      path: '/api/areas/cells',
      summary: { zh: '社区内的网格与值守', en: 'The grid cells of a community and who is on duty' },
      tag,
      access: 'signed-in',
      query: z.object({ community: z.string().min(1).max(64) }),
      response: z.array(Cell),
      handle: async ({ query }) => ok(await withNames(ctx, ctx.db, await readCells(ctx.db, query.community))),
    }),
    route({
      method: 'GET',
      path: '/api/areas/locate',
      summary: { zh: '坐标所在网格', en: 'The cell and divisions of a point' },
      tag,
      access: 'signed-in',
      query: z.object({ lon: z.coerce.number().min(-180).max(180), lat: z.coerce.number().min(-90).max(90) }),
      response: LocatedView.nullable(),
      handle: async ({ query }) => ok(locatedView(held.current(), query.lon, query.lat)),
    }),
    route({
      method: 'GET',
      path: '/api/areas/features',
      summary: { zh: '地图要素（GeoJSON）', en: 'Map features of a box as GeoJSON' },
      tag,
      access: 'signed-in',
      query: z.object({ bbox: Bbox, layers: Layers }),
      response: FeatureCollection,
      handle: async ({ query }) => {
        const found = await readFeatures(ctx.db, query.layers, query.bbox, maxFeatures + 1);
        const features = found.slice(0, maxFeatures).map(toFeature);
        return ok({ type: 'FeatureCollection' as const, truncated: found.length > maxFeatures, features });
      },
    }),
  ];
}

type Edit = <T>(request: Request<unknown, unknown, unknown>, action: string, work: (tx: Tx) => Promise<Result<T>>) => Promise<Result<T>>;

/** Runs one change for a request; the new areas are in memory when it answers. */
function editing(ctx: ModuleContext, held: HeldAreas): Edit {
  return async (request, action, work) => {
    const result = await ctx.db.tx((tx) => (request.idempotency ? request.once(tx, () => work(tx)) : work(tx)));
    if (!result.ok) return result;
    await held.reload();
    await request.audit({ action, subject: String((request.params as { code?: string } | undefined)?.code ?? tag) });
    return result;
  };
}

async function mapDivision(map: AreaMap, tx: Tx, code: string, to: string | null): Promise<Result<Division>> {
  const division = map.division(code);
  if (!division) return refuse('areas.division_unknown', { code });
  if (division.origin === 'city') return refuse('areas.map_only_imported', { code });
  if (to === code) return refuse('areas.map_to_itself');
  if (to !== null && !map.division(to)) return refuse('areas.division_unknown', { code: to });
  await writeMapping(tx, code, to);
  return ok({ ...division, mappedTo: to });
}

function writeRoutes(ctx: ModuleContext, held: HeldAreas, edit: Edit): readonly Route[] {
  return [
    route({
      method: 'PUT',
      path: '/api/areas/cells/:code/duty',
      summary: { zh: '安排网格值守', en: 'Put a collector on duty in a cell' },
      tag,
      access: ['admin'],
      params: Code,
      body: z.object({ collectorId: CollectorId, version: z.int().optional() }),
      response: Cell,
      handle: async (request) =>
        edit(request, 'areas.duty_changed', (tx) => changeCellDuty(ctx, tx, request.params.code, request.body, request.trace)),
    }),
    route({
      method: 'PUT',
      path: '/api/areas/divisions/:code/duty',
      summary: { zh: '安排区划内全部网格的值守', en: 'Put a collector on duty in every cell of a division' },
      tag,
      access: ['admin'],
      params: Code,
      body: z.object({ collectorId: CollectorId }),
      response: z.object({ changed: z.int() }),
      handle: async (request) =>
        edit(request, 'areas.duty_changed', (tx) =>
          changeDivisionDuty(ctx, tx, request.params.code, request.body.collectorId, request.trace),
        ),
    }),
    route({
      method: 'PUT',
      path: '/api/areas/divisions/:code/mapping',
      summary: { zh: '将导入的区划对应到本市区划', en: 'Map an imported division to one of ours' },
      tag,
      access: ['admin'],
      params: Code,
      body: z.object({ to: z.string().max(64).nullable() }),
      response: Division,
      handle: async (request) =>
        edit(request, 'areas.division_mapped', (tx) =>
          changeAreas(ctx, tx, request.trace, () => mapDivision(held.current(), tx, request.params.code, request.body.to)),
        ),
    }),
  ];
}

const ImportFields = z.object({
  layer: z.enum(importLayers),
  datum: z.enum(datums),
  origin: z
    .string()
    .trim()
    .regex(/^[\w.-]{1,40}$/)
    .default('import'),
  codeField: z.string().max(64).default('code'),
  nameField: z.string().max(64).default('name'),
  synthetic: z.stringbool().default(false),
  dryRun: z.stringbool().default(true),
});

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    // Not UTF-8 or not JSON: refused like any other file that is no GeoJSON.
    return null;
  }
}

function importRoute(ctx: ModuleContext, edit: Edit): Route {
  return route({
    method: 'POST',
    path: '/api/areas/import',
    created: true,
    summary: { zh: '导入边界、网格或道路（GeoJSON，可预检）', en: 'Import boundaries, cells or roads (GeoJSON, with a dry run)' },
    tag,
    access: ['admin'],
    body: ImportFields,
    uploads: { maxFiles: 1, maxBytes, types: ['application/geo+json', 'application/json', 'application/octet-stream'] },
    response: AreasImportOutcome,
    handle: async (request) => {
      const content = parseJson(request.files[0]?.bytes ?? new Uint8Array());
      if (request.body.dryRun) return tryImport(ctx.db, content, request.body);
      return edit(request, 'areas.imported', (tx) => importAreas(ctx, tx, content, request.body, request.trace));
    },
  });
}

export function areasRoutes(ctx: ModuleContext, held: HeldAreas): readonly Route[] {
  const edit = editing(ctx, held);
  return [...readRoutes(ctx, held), ...writeRoutes(ctx, held, edit), importRoute(ctx, edit)];
}
