import { parseArea } from '@chengmai/kernel/codes/area.ts';
import { parseGrid } from '@chengmai/kernel/codes/grid.ts';
import { gcj02ToWgs84 } from '@chengmai/kernel/geo/datum.ts';
import { type LonLat, parsePosition, parseSurface, type Surface } from '@chengmai/kernel/geo/geometry.ts';
import { surfaceCentroid } from '@chengmai/kernel/geo/polygon.ts';
import { ok, type Result, refuse } from '@chengmai/kernel/result.ts';
import { errorText } from '@chengmai/platform/runtime/error-codes.ts';
import { z } from 'zod';
import type { Division, RefusedFeature } from './contract.ts';
import type { AreasPackage, CellRow, DivisionRow, FeatureRow, LineString } from './rows.ts';

export const datums = ['WGS84', 'CGCS2000', 'GCJ02'] as const;
export type Datum = (typeof datums)[number];
export const importLayers = ['divisions', 'cells', 'roads'] as const;

export interface ImportForm {
  readonly layer: (typeof importLayers)[number];
  /** Always said, never guessed: a layer in the wrong datum lies some 600 m off. */
  readonly datum: Datum;
  readonly origin: string;
  /** Which properties hold the code and the name. */
  readonly codeField: string;
  readonly nameField: string;
  readonly synthetic: boolean;
}

export interface ReadFeatures extends AreasPackage {
  readonly rows: number;
  readonly refused: readonly RefusedFeature[];
  /** By code, for the checks that need the database. */
  readonly rowOf: ReadonlyMap<string, number>;
}

const Collection = z.object({
  type: z.literal('FeatureCollection'),
  features: z.array(z.object({ properties: z.record(z.string(), z.unknown()).nullable().optional(), geometry: z.unknown() })).max(200_000),
});

/** CGCS2000 is WGS-84 to a few centimetres and taken as it is. */
const toWgs84: Readonly<Record<Datum, (point: LonLat) => LonLat>> = {
  WGS84: (point) => point,
  CGCS2000: (point) => point,
  GCJ02: gcj02ToWgs84,
};

/** Nine decimals are a tenth of a millimetre; shared border points stay shared. */
const rounded = ([lon, lat]: LonLat): LonLat => [Math.round(lon * 1e9) / 1e9, Math.round(lat * 1e9) / 1e9];

function surfaceIn(datum: Datum, surface: Surface): Surface {
  const ring = (points: readonly LonLat[]): LonLat[] => points.map((point) => rounded(toWgs84[datum](point)));
  return surface.type === 'Polygon'
    ? { type: 'Polygon', coordinates: surface.coordinates.map(ring) }
    : { type: 'MultiPolygon', coordinates: surface.coordinates.map((polygon) => polygon.map(ring)) };
}

function readLine(datum: Datum, value: unknown): Result<LineString> {
  const line = value as { type?: unknown; coordinates?: unknown } | null;
  if (line?.type !== 'LineString' || !Array.isArray(line.coordinates) || line.coordinates.length < 2) return refuse('areas.row_shape');
  const points: (readonly [number, number])[] = [];
  for (const entry of line.coordinates as readonly unknown[]) {
    const point = parsePosition(entry);
    if (!point.ok) return point;
    points.push(rounded(toWgs84[datum](point.value)));
  }
  return ok({ type: 'LineString', coordinates: points });
}

export function refusedFeature(row: number, code: string, reason: string): RefusedFeature {
  const text = errorText(reason)!;
  return { row, code: code.slice(0, 40), reason, zh: `${text.zh}：${text.next_zh}`, en: `${text.en}. ${text.next_en}` };
}

interface Line {
  readonly row: number;
  readonly code: string;
  readonly name: string;
  readonly geometry: unknown;
}

const levels: Readonly<Record<number, Division['level']>> = { 2: 'province', 4: 'city', 6: 'district', 9: 'street', 12: 'community' };
const lengths = [2, 4, 6, 9, 12];

/** The code of the division above, by cutting the code. */
const codeAbove = (code: string): string | null => {
  const above = lengths[lengths.indexOf(code.length) - 1];
  return above === undefined ? null : code.slice(0, above);
};

type Known = ReadonlySet<string>;

function readDivision(line: Line, form: ImportForm, known: Known): Result<DivisionRow> {
  const level = levels[line.code.length];
  if (!level || !parseArea(line.code).ok) return refuse('areas.row_code');
  if (line.name === '') return refuse('areas.row_name');
  const parent = codeAbove(line.code);
  if (parent !== null && parent.length > 2 && !known.has(parent)) return refuse('areas.row_parent');
  const surface = parseSurface(line.geometry);
  if (!surface.ok) return refuse('areas.row_shape');
  const shape = surfaceIn(form.datum, surface.value);
  const [lon, lat] = surfaceCentroid(shape);
  const { code, name } = line;
  return ok({ code, name, nameEn: null, level, parent, lon, lat, shape, synthetic: form.synthetic, origin: form.origin });
}

function readCell(line: Line, form: ImportForm, known: Known): Result<CellRow> {
  const grid = parseGrid(line.code);
  if (!grid.ok) return refuse('areas.row_code');
  const { code, communityCode } = grid.value;
  if (!known.has(communityCode)) return refuse('areas.row_parent');
  const surface = parseSurface(line.geometry);
  if (!surface.ok) return refuse('areas.row_shape');
  const shape = surfaceIn(form.datum, surface.value);
  const [lon, lat] = surfaceCentroid(shape);
  const name = line.name === '' ? code.slice(9) : line.name;
  return ok({
    code,
    kind: 'unit',
    name,
    communityCode,
    lon,
    lat,
    shape,
    collectorId: null,
    synthetic: form.synthetic,
    origin: form.origin,
  });
}

function readRoad(line: Line, form: ImportForm): Result<FeatureRow> {
  const shape = readLine(form.datum, line.geometry);
  if (!shape.ok) return refuse('areas.row_shape');
  const id = `${form.origin}/road/${line.code || line.row}`;
  const { name, code } = line;
  return ok({
    id,
    layer: 'roads',
    name,
    code: code || null,
    shape: shape.value,
    properties: {},
    synthetic: form.synthetic,
    origin: form.origin,
  });
}

const text = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value).normalize('NFKC').trim() : '';

/**
 * Reads and judges a GeoJSON layer. `known` are the codes of the divisions that are loaded; divisions of the file itself count too.
 * Refuses `areas.not_geojson`; single bad features are listed with their number. Self-crossing surfaces are found by the database later.
 */
export function readFeatureFile(content: unknown, form: ImportForm, known: Known): Result<ReadFeatures> {
  const parsed = Collection.safeParse(content);
  if (!parsed.success) return refuse('areas.not_geojson');
  const lines = parsed.data.features.map((feature, i): Line => {
    const { [form.codeField]: code, [form.nameField]: name } = feature.properties ?? {};
    return { row: i + 1, code: text(code), name: text(name), geometry: feature.geometry };
  });
  const divisions: DivisionRow[] = [];
  const cells: CellRow[] = [];
  const features: FeatureRow[] = [];
  const refused: RefusedFeature[] = [];
  const rowOf = new Map<string, number>();
  const all = form.layer === 'divisions' ? new Set([...known, ...lines.map((line) => line.code)]) : known;
  const take = <T>(line: Line, read: Result<T>, into: T[]): void => {
    const repeated = line.code !== '' && rowOf.has(line.code);
    if (!read.ok) refused.push(refusedFeature(line.row, line.code, read.refusal.code));
    else if (repeated) refused.push(refusedFeature(line.row, line.code, 'areas.row_repeated'));
    else into.push(read.value);
    if (!repeated) rowOf.set(line.code, line.row);
  };
  for (const line of lines) {
    if (form.layer === 'divisions') take(line, readDivision(line, form, all), divisions);
    else if (form.layer === 'cells') take(line, readCell(line, form, all), cells);
    else take(line, readRoad(line, form), features);
  }
  divisions.sort((a, b) => a.code.length - b.code.length);
  return ok({ divisions, cells, features, rows: lines.length, refused, rowOf });
}
