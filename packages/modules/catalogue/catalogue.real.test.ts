import { describeWith } from '@chengmai/testkit/describe-with.ts';
import { Stage } from '@chengmai/testkit/stage.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { catalogue } from './contract.ts';
import { catalogueModule } from './module.ts';
import { seedCity } from './seed.ts';

const cityDir = new URL('../../../cities/demo/', import.meta.url);

describeWith(['postgres'], 'the catalogue on PostgreSQL', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open([catalogueModule], 'postgres');
    await seedCity(stage.writing, cityDir);
    await stage.running.use(catalogue).reload();
  });
  afterAll(() => stage.close());

  it('is loaded once, however many load it at the same time', async () => {
    const again = await Promise.all(Array.from({ length: 4 }, () => seedCity(stage.writing, cityDir)));
    expect(again).toEqual(Array.from({ length: 4 }, () => ({ classes: 0, conditions: 0 })));
    expect(stage.running.use(catalogue).classes()).toHaveLength(403);
  });

  it('lets one of ten editors of a class win and tells the others', async () => {
    const path = `/api/catalogue/classes/${encodeURIComponent('47678.5-2026/matter/06010@1')}`;
    const edits = Array.from({ length: 10 }, (_, i) => stage.call('PUT', path, 'admin', { version: 1, nameEn: `Edit ${i}` }));
    const statuses = (await Promise.all(edits)).map((answer) => answer.status).sort();
    expect(statuses).toEqual([200, ...Array.from({ length: 9 }, () => 409)]);
    expect(stage.running.use(catalogue).classOf('06010', stage.clock.now() + 1)?.version).toBe(2);
  });

  it('lets one of ten calendars win', async () => {
    const { body } = await stage.call('GET', '/api/catalogue/calendar', 'admin');
    const edits = Array.from({ length: 10 }, () => stage.call('PUT', '/api/catalogue/calendar', 'admin', body));
    expect((await Promise.all(edits)).filter((answer) => answer.status === 200)).toHaveLength(1);
  });
});
