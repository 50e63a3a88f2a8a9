import { describeWith } from '@chengmai/testkit/describe-with.ts';
import { Stage } from '@chengmai/testkit/stage.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { areas } from './contract.ts';
import { areasModule } from './module.ts';
import { seedCity } from './seed.ts';

const cityDir = new URL('../../../cities/demo/', import.meta.url);

describeWith(['postgres'], 'areas on PostgreSQL', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open([areasModule], 'postgres');
    await seedCity(stage.writing, cityDir);
    await stage.running.use(areas).reload();
  });
  afterAll(() => stage.close());

  it('are loaded once, however many load them at the same time', async () => {
    const again = await Promise.all([seedCity(stage.writing, cityDir), seedCity(stage.writing, cityDir)]);
    const nothing = { divisions: 0, cells: 0, features: 0 };
    expect(again).toEqual([nothing, nothing]);
  });

  it('locate points and draw features as on the embedded database', async () => {
    expect(stage.running.use(areas).locate(113.12, 23.02)?.districtCode).toBe('440604');
    const { body } = await stage.call('GET', '/api/areas/features?bbox=112,22,114,24&layers=streets,roads,components', 'leader');
    expect(body.truncated).toBe(false);
    expect(body.features.length).toBeGreaterThan(400);
  });

  it('let one of ten editors of a duty win and tell the others', async () => {
    const [cell] = (await stage.call('GET', '/api/areas/cells?community=440604012042', 'admin')).body;
    const change = { collectorId: null, version: cell.version };
    const edits = Array.from({ length: 10 }, () => stage.call('PUT', `/api/areas/cells/${cell.code}/duty`, 'admin', change));
    expect((await Promise.all(edits)).filter((answer) => answer.status === 200)).toHaveLength(1);
  });
});
