import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LonLat, Surface } from '@chengmai/kernel/geo/geometry.ts';
import { surfaceCentroid } from '@chengmai/kernel/geo/polygon.ts';
import { Refused } from '@chengmai/platform/runtime/refused.ts';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { divisionLevels } from './contract.ts';
import type { AreasPackage, CellRow, DivisionRow, FeatureRow } from './rows.ts';
import { drawCity, type SyntheticCity } from './synthetic/city.ts';
import { SyntheticPlan } from './synthetic/plan.ts';

/** city.json, as far as areas are concerned. Without `geometry` the boundaries come later, by import. */
const City = z.object({
  id: z.string(),
  area: z.string().regex(/^\d{6}$/),
  geometry: z.object({ synthetic: SyntheticPlan }).optional(),
});
const optional = z.string().transform((text) => (text === '' ? null : text));
const DivisionLine = z.object({
  code: z.string().regex(/^(\d{2}|\d{4}|\d{6}|\d{9}|\d{12})$/),
  name: z.string().min(1),
  name_en: optional,
  level: z.enum(divisionLevels),
  parent: optional,
});
const People = z.object({ people: z.array(z.object({ id: z.string(), roles: z.array(z.string()), areas: z.array(z.string()) })) });

const origin = 'city';

/** What areas take from a city package; see cities/demo. */
export interface AreasFiles extends AreasPackage {
  readonly city: z.output<typeof City>;
  /** Collectors and the division prefixes they work in. */
  readonly collectors: readonly { readonly id: string; readonly areas: readonly string[] }[];
}

async function json<S extends z.ZodType>(dir: string, file: string, schema: S): Promise<z.output<S>> {
  const bad = (problem: string): Refused => new Refused('areas.package_unreadable', { file, line: '-', problem });
  const text = await readFile(join(dir, file), 'utf8').catch((error: Error) => Promise.reject(bad(error.message)));
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw bad(String(error));
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw bad(`${parsed.error.issues[0]!.path.join('.')}: ${parsed.error.issues[0]!.message}`);
}

async function readDivisionLines(dir: string): Promise<readonly z.output<typeof DivisionLine>[]> {
  const file = 'divisions.csv';
  const records = parse(await readFile(join(dir, file), 'utf8'), { columns: true, bom: true, skip_empty_lines: true }) as unknown[];
  const known = new Set<string>();
  return records.map((record, i) => {
    const bad = (problem: string): Refused => new Refused('areas.package_unreadable', { file, line: i + 2, problem });
    const parsed = DivisionLine.safeParse(record);
    if (!parsed.success) throw bad(`${parsed.error.issues[0]!.path.join('.')}: ${parsed.error.issues[0]!.message}`);
    const { code, parent } = parsed.data;
    if (known.has(code)) throw bad(`code ${code} stands twice`);
    if (parent !== null && !(known.has(parent) && code.startsWith(parent))) throw bad(`parent ${parent} does not stand above ${code}`);
    known.add(code);
    return parsed.data;
  });
}

const surfaceOf = (polygons: SyntheticCity['divisions'][number]['polygons']): Surface => ({ type: 'MultiPolygon', coordinates: polygons });

const rounded = ([lon, lat]: LonLat): LonLat => [Math.round(lon * 1e6) / 1e6, Math.round(lat * 1e6) / 1e6];

function cellRows(drawn: SyntheticCity, nameOf: ReadonlyMap<string, string>): readonly CellRow[] {
  return drawn.cells.map(({ code, communityCode, ring }) => {
    const shape: Surface = { type: 'Polygon', coordinates: [ring] };
    const [lon, lat] = rounded(surfaceCentroid(shape));
    const name = `${nameOf.get(communityCode) ?? communityCode} ${code.slice(12)}`;
    return { code, kind: 'unit', name, communityCode, lon, lat, shape, collectorId: null, synthetic: true, origin };
  });
}

function featureRows(drawn: SyntheticCity): readonly FeatureRow[] {
  const roads = drawn.roads.map(
    (road, i): FeatureRow => ({
      id: `road-${String(i + 1).padStart(4, '0')}`,
      layer: 'roads',
      name: road.name,
      code: null,
      shape: { type: 'LineString', coordinates: road.line },
      properties: { rank: road.rank },
      synthetic: true,
      origin,
    }),
  );
  const components = drawn.components.map(
    (component): FeatureRow => ({
      id: `component-${component.code}`,
      layer: 'components',
      name: component.name,
      code: component.code,
      shape: { type: 'Point', coordinates: component.at },
      properties: { classCode: component.classCode, cellCode: component.cellCode },
      synthetic: true,
      origin,
    }),
  );
  return [...roads, ...components];
}

/** Reads city.json, divisions.csv and people.json, and draws the made-up geometry that city.json asks for. Throws Refused with file and line. */
export async function readAreasFiles(cityDir: string): Promise<AreasFiles> {
  const city = await json(cityDir, 'city.json', City);
  const lines = await readDivisionLines(cityDir);
  const { people } = await json(cityDir, 'people.json', People);
  const communities = lines.filter((line) => line.level === 'community' && line.code.startsWith(city.area)).map((line) => line.code);
  const drawn = city.geometry ? drawCity(city.area, city.geometry.synthetic, communities) : null;
  const shapes = new Map(drawn?.divisions.map((area) => [area.code, surfaceOf(area.polygons)]));
  const divisions = lines.map(({ code, name, name_en: nameEn, level, parent }): DivisionRow => {
    const shape = shapes.get(code) ?? null;
    const [lon, lat] = shape ? rounded(surfaceCentroid(shape)) : [null, null];
    return { code, name, nameEn, level, parent, lon, lat, shape, synthetic: shape !== null, origin };
  });
  const names = new Map(divisions.map((division) => [division.code, division.name]));
  return {
    city,
    divisions,
    cells: drawn ? cellRows(drawn, names) : [],
    features: drawn ? featureRows(drawn) : [],
    collectors: people.filter((person) => person.roles.includes('collector')),
  };
}
