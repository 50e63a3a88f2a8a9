import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPglite } from '@chengmai/platform/adapters/db-pglite.ts';
import { createLog } from '@chengmai/platform/runtime/log.ts';
import sql from 'sql-template-tag';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOutput } from '../cli/output.ts';
import { programRoot } from '../cli/version.ts';
import { configOf, embeddedDir, placeIn } from '../stores/city-config.ts';
import { prepareDemo } from './prepare-demo.ts';

const silent = { write: () => true };
const plan = { dir: join(programRoot, 'cities/demo'), days: 12, cases: 30, seed: 4406 };

describe('the demo city', () => {
  let dir = '';
  let first: Awaited<ReturnType<typeof prepareDemo>>;
  const config = () => configOf({ data: dir }, {});
  const prepare = () => prepareDemo(config(), plan, createOutput('zh', false, silent, silent), createLog({ level: 'silent' }));
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'chengmai-demo-'));
    first = await prepare();
  }, 300_000);
  afterAll(() => rm(dir, { recursive: true, force: true }));

  it('plays a past that the platform refuses no step of', () => {
    expect(first.played?.refused).toEqual([]);
    expect(first.played?.cases).toBeGreaterThanOrEqual(plan.cases);
  });

  it('leaves only labelled cases, work for every post, and none from the future', async () => {
    const db = await openPglite({ dir: embeddedDir(placeIn(config())) });
    const [row] = await db.query<{ unlabelled: number; late: number; states: string[] }>(sql`
      select count(*) filter (where not synthetic or description not like '%示意数据%') as unlabelled,
             count(*) filter (where last_at > now()) as late,
             array_agg(distinct state) as states
      from cases_case`);
    await db.close();
    expect(row).toMatchObject({ unlabelled: 0, late: 0 });
    const waiting = [
      'reported',
      'pending_dispatch',
      'pending_assign',
      'handling',
      'pending_confirm',
      'pending_review',
      'pending_close',
      'closed',
    ];
    expect(row?.states).toEqual(expect.arrayContaining(waiting));
  });

  it('keeps its password in its own directory, for the owner alone, and is not filled twice', async () => {
    expect(first.password).toMatch(/^[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}$/);
    expect((await stat(join(dir, 'demo.json'))).mode & 0o077).toBe(0);
    expect(await prepare()).toEqual({ password: first.password, played: null });
  });
});
