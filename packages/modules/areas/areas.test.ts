import { Stage } from '@chengmai/testkit/stage.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { areas } from './contract.ts';
import { areasModule } from './module.ts';
import { seedCity } from './seed.ts';

const cityDir = new URL('../../../cities/demo/', import.meta.url);
let stage: Stage;

beforeAll(async () => {
  stage = await Stage.open([areasModule]);
  await seedCity(stage.writing, cityDir);
  await stage.running.use(areas).reload();
}, 120_000);
afterAll(() => stage.close());

describe('the demo city', () => {
  it('has the district, four streets and 147 communities by their codes', async () => {
    const { body } = await stage.call('GET', '/api/areas/divisions', 'acceptor');
    const inside = body.filter((division: { code: string }) => division.code.startsWith('440604'));
    expect(inside.map((division: { level: string }) => division.level).filter((level: string) => level === 'street')).toHaveLength(4);
    expect(inside.filter((division: { level: string }) => division.level === 'community')).toHaveLength(147);
    expect(inside.every((division: { synthetic: boolean }) => division.synthetic)).toBe(true);
    expect(body.find((division: { code: string }) => division.code === '440605')).toMatchObject({
      name: '南海区',
      synthetic: false,
      lon: null,
    });
  });

  it('is loaded a second time without adding anything', async () => {
    expect(await seedCity(stage.writing, cityDir)).toEqual({ divisions: 0, cells: 0, features: 0 });
  });

  it('finds the cell of a point, with codes that begin with each other', async () => {
    const at = stage.running.use(areas).locate(113.12, 23.02)!;
    expect(at.cellCode.startsWith(at.communityCode)).toBe(true);
    expect(at.communityCode.startsWith(at.streetCode)).toBe(true);
    expect(at.streetCode.startsWith(at.districtCode)).toBe(true);
    const { body } = await stage.call('GET', '/api/areas/locate?lon=113.12&lat=23.02', 'collector');
    expect(body).toMatchObject({ ...at, districtName: '禅城区' });
    expect(body.path).toBe(`${body.streetName} · ${body.communityName}`);
  });

  it('knows no cell outside the district', async () => {
    expect(stage.running.use(areas).locate(113.5, 23.02)).toBeNull();
    expect((await stage.call('GET', '/api/areas/locate?lon=113.5&lat=23.02', 'collector')).body).toBeNull();
  });

  it('finds every cell by its own middle', async () => {
    const rows = await stage.db.query<{ code: string; lon: number; lat: number }>({
      text: 'select code, lon, lat from areas_cell',
      values: [],
    });
    const missed = rows.filter((row) => stage.running.use(areas).locate(row.lon, row.lat)?.cellCode !== row.code);
    expect(rows.length).toBeGreaterThan(1_500);
    expect(missed).toEqual([]);
  });

  it('names a community with its street', () => {
    expect(stage.running.use(areas).pathName('440604012042')).toBe('祖庙街道 · 福贤社区');
    expect(stage.running.use(areas).pathName('440604012')).toBe('祖庙街道');
    expect(stage.running.use(areas).pathName('nowhere')).toBe('nowhere');
  });
});

describe('map features', () => {
  it('come as GeoJSON with their layer and say that they are made up', async () => {
    const { status, body } = await stage.call(
      'GET',
      '/api/areas/features?bbox=113.11,23.01,113.13,23.03&layers=communities,cells,roads',
      'leader',
    );
    expect(status).toBe(200);
    const layers = new Set(body.features.map((feature: { properties: { layer: string } }) => feature.properties.layer));
    expect([...layers].sort()).toEqual(['cells', 'communities', 'roads']);
    expect(body.features.every((feature: { properties: { synthetic: boolean } }) => feature.properties.synthetic)).toBe(true);
    expect(body.truncated).toBe(false);
  });

  it('are cut at two thousand, and say so', async () => {
    const { body } = await stage.call('GET', '/api/areas/features?bbox=112,22,114,24&layers=cells,roads', 'leader');
    expect(body.features).toHaveLength(2_000);
    expect(body.truncated).toBe(true);
  });

  it('of a box that is none are refused', async () => {
    expect((await stage.call('GET', '/api/areas/features?bbox=114,22,112,24', 'leader')).status).toBe(400);
    expect((await stage.call('GET', '/api/areas/features?bbox=112,22,114,24&layers=secrets', 'leader')).status).toBe(400);
  });
});

describe('duty', () => {
  it('names first the collector of the cell, then those nearby', async () => {
    const [cell] = await stage.db.query<{ code: string; collector_id: string; lon: number; lat: number }>({
      text: 'select code, collector_id, lon, lat from areas_cell where community_code = $1 order by code limit 1',
      values: ['440604012042'],
    });
    const near = await stage.running.use(areas).collectorsNear(stage.db, { ...cell!, cellCode: cell!.code }, 3);
    expect(near[0]).toBe(cell!.collector_id);
    expect(new Set(near).size).toBe(3);
    const withoutPoint = await stage.running.use(areas).collectorsNear(stage.db, { lon: 0, lat: 0, cellCode: '440604012042' }, 1);
    expect(withoutPoint).toEqual([cell!.collector_id]);
  });

  it('is changed by an administrator, who must have seen the latest version', async () => {
    const cells = await stage.call('GET', '/api/areas/cells?community=440604012042', 'dispatcher');
    const [cell] = cells.body;
    const path = `/api/areas/cells/${cell.code}/duty`;
    expect((await stage.call('PUT', path, 'dispatcher', { collectorId: null })).status).toBe(403);
    const changed = await stage.call('PUT', path, 'admin', { collectorId: null, version: cell.version });
    expect(changed.body).toMatchObject({ code: cell.code, collectorId: null, version: cell.version + 1 });
    const late = await stage.call('PUT', path, 'admin', { collectorId: 'someone', version: cell.version });
    expect(late).toMatchObject({ status: 409, body: { code: 'http.version_conflict' } });
    expect(stage.audited.at(-1)).toMatchObject({ action: 'areas.duty_changed', subject: cell.code });
  });

  it('of a cell that does not exist is refused', async () => {
    const answer = await stage.call('PUT', '/api/areas/cells/440604999999999/duty', 'admin', { collectorId: null });
    expect(answer).toMatchObject({ status: 404, body: { code: 'areas.cell_unknown' } });
  });

  it('is given for all cells of a division at once', async () => {
    const answer = await stage.call('PUT', '/api/areas/divisions/440604012001/duty', 'admin', { collectorId: 'somebody-new' });
    const { body: cells } = await stage.call('GET', '/api/areas/cells?community=440604012001', 'admin');
    expect(answer.body.changed).toBe(cells.length);
    expect(cells.every((cell: { collectorId: string }) => cell.collectorId === 'somebody-new')).toBe(true);
  });
});

/** A square of about 100 m beside the demo district. */
const square = (lon: number, lat: number): number[][] => [
  [lon, lat],
  [lon + 0.001, lat],
  [lon + 0.001, lat + 0.001],
  [lon, lat + 0.001],
  [lon, lat],
];
const feature = (code: string, ring: number[][], name = '新网格') => ({
  type: 'Feature',
  properties: { code, name },
  geometry: { type: 'Polygon', coordinates: [ring] },
});
function geojson(features: unknown[], fields: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  const text = JSON.stringify({ type: 'FeatureCollection', features });
  form.set('file', new Blob([text], { type: 'application/geo+json' }), 'layer.geojson');
  return form;
}
const cells = { layer: 'cells', datum: 'WGS84', dryRun: 'false', origin: 'survey' };

describe('an imported layer', () => {
  it('of cells is located at once', async () => {
    const form = geojson([feature('440604012042801', square(113.4, 23))], cells);
    expect((await stage.call('POST', '/api/areas/import', 'admin', form)).body).toEqual({ applied: true, rows: 1, refused: [] });
    expect(stage.running.use(areas).locate(113.4005, 23.0005)?.cellCode).toBe('440604012042801');
  });

  it('in GCJ-02 is moved to WGS-84, some six hundred metres at Foshan', async () => {
    const form = geojson([feature('440604012042802', square(113.42, 23))], { ...cells, datum: 'GCJ02' });
    expect((await stage.call('POST', '/api/areas/import', 'admin', form)).status).toBe(201);
    expect(stage.running.use(areas).locate(113.4205, 23.0005)).toBeNull();
    expect(stage.running.use(areas).locate(113.4205 - 0.0054, 23.0005 + 0.0026)?.cellCode).toBe('440604012042802');
  });

  it('with one bad feature loads nothing and names every bad one', async () => {
    const open = square(113.44, 23).slice(0, 4);
    const bowTie = [square(113.44, 23)[0]!, square(113.44, 23)[2]!, square(113.44, 23)[1]!, square(113.44, 23)[3]!, square(113.44, 23)[0]!];
    const features = [
      feature('440604012042803', square(113.44, 23)),
      feature('44060401204280', square(113.44, 23)),
      feature('440604012042804', open),
      feature('440604999999001', square(113.44, 23)),
      feature('440604012042803', square(113.44, 23)),
      feature('440604012042805', bowTie),
    ];
    const { status, body } = await stage.call('POST', '/api/areas/import', 'admin', geojson(features, cells));
    expect(status).toBe(422);
    expect(body.params.refused.map(({ row, reason }: { row: number; reason: string }) => [row, reason])).toEqual([
      [2, 'areas.row_code'],
      [3, 'areas.row_shape'],
      [4, 'areas.row_parent'],
      [5, 'areas.row_repeated'],
      [6, 'areas.row_crossing'],
    ]);
    expect(stage.running.use(areas).locate(113.4405, 23.0005)).toBeNull();
  });

  it('is only judged in a dry run', async () => {
    const form = geojson([feature('440604012042806', square(113.46, 23))], { ...cells, dryRun: 'true' });
    expect((await stage.call('POST', '/api/areas/import', 'admin', form)).body).toMatchObject({ applied: false, rows: 1, refused: [] });
    expect(stage.running.use(areas).locate(113.4605, 23.0005)).toBeNull();
  });

  it('gives a known cell a new shape and leaves its duty', async () => {
    const [before] = (await stage.call('GET', '/api/areas/cells?community=440604012005', 'admin')).body;
    const form = geojson([feature(before.code, square(113.48, 23))], cells);
    expect((await stage.call('POST', '/api/areas/import', 'admin', form)).status).toBe(201);
    const [after] = (await stage.call('GET', '/api/areas/cells?community=440604012005', 'admin')).body;
    expect(after).toMatchObject({ code: before.code, collectorId: before.collectorId, version: before.version + 1 });
  });

  it('that is no GeoJSON, or whose datum is not said, is refused', async () => {
    const form = geojson([], cells);
    form.set('file', new Blob(['not json'], { type: 'application/geo+json' }), 'x.geojson');
    expect((await stage.call('POST', '/api/areas/import', 'admin', form)).body.code).toBe('areas.not_geojson');
    const { datum: _, ...withoutDatum } = cells;
    expect((await stage.call('POST', '/api/areas/import', 'admin', geojson([], withoutDatum))).status).toBe(400);
  });

  it('of boundaries brings its own parents', async () => {
    const features = [feature('440605011001', square(113.5, 23), '示意社区'), feature('440605011', square(113.5, 23), '桂城街道')];
    const form = geojson(features, { ...cells, layer: 'divisions', synthetic: 'true' });
    expect((await stage.call('POST', '/api/areas/import', 'admin', form)).body).toMatchObject({ applied: true });
    expect(stage.running.use(areas).division('440605011001')).toMatchObject({ parent: '440605011', synthetic: true });
  });
});

describe('divisions of an import', () => {
  const rows = [{ code: 'import:x:9', name: '某街道', level: 'street', parent: null }] as const;

  it('are added once, under the name of the import, and can be mapped to one of ours', async () => {
    const offer = stage.running.use(areas);
    expect(await stage.db.tx((tx) => offer.ensureImported(tx, 'x', rows))).toBe(1);
    expect(await stage.db.tx((tx) => offer.ensureImported(tx, 'x', rows))).toBe(0);
    await stage.running.drain();
    await expect.poll(() => offer.division('import:x:9')).toMatchObject({ origin: 'x', level: 'street' });
    const mapped = await stage.call('PUT', '/api/areas/divisions/import:x:9/mapping', 'admin', { to: '440604012' });
    expect(mapped.body).toMatchObject({ mappedTo: '440604012' });
    expect((await stage.call('PUT', '/api/areas/divisions/440604011/mapping', 'admin', { to: '440604012' })).body.code).toBe(
      'areas.map_only_imported',
    );
  });

  it('leave nothing behind when the transaction fails', async () => {
    const offer = stage.running.use(areas);
    const failing = stage.db.tx(async (tx) => {
      await offer.ensureImported(tx, 'x', [{ code: 'import:x:lost', name: '失', level: 'street', parent: null }]);
      throw new Error('on purpose');
    });
    await expect(failing).rejects.toThrow('on purpose');
    await offer.reload();
    expect(offer.division('import:x:lost')).toBeUndefined();
  });
});
