import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import sql from 'sql-template-tag';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openPglite } from '../adapters/db-pglite.ts';
import type { Db } from '../ports/db.ts';
import { type MigrationSource, migrate } from './migrate.ts';

describe('migrations', () => {
  let db: Db;
  let dir: string;
  let source: MigrationSource;
  const file = (name: string, text: string): void => writeFileSync(join(dir, name), text);
  beforeAll(async () => {
    db = await openPglite({ dir: null });
  }, 120_000);
  afterAll(() => db.close());
  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'chengmai-migrations-'));
    source = { name: 'organ', migrations: pathToFileURL(dir) };
    await migrate(db, []);
    await db.script("drop table if exists organ_a, organ_b; delete from platform_migration where module = 'organ'");
    file('0001_a.sql', 'create table organ_a (x int)');
    return () => rmSync(dir, { recursive: true });
  });

  it('run each file once, in order of number', async () => {
    file('0002_more.sql', 'insert into organ_a values (1); insert into organ_a values (2)');
    expect(await migrate(db, [source])).toEqual(['organ/0001_a.sql', 'organ/0002_more.sql']);
    expect(await migrate(db, [source])).toEqual([]);
    file('0003_b.sql', 'create table organ_b (y int)');
    expect(await migrate(db, [source])).toEqual(['organ/0003_b.sql']);
    expect(await db.query(sql`select count(*) as n from organ_a`)).toEqual([{ n: 2 }]);
  });

  it('leave nothing of a file that fails, and can be run again when it is mended', async () => {
    file('0002_broken.sql', 'insert into organ_a values (1); select 1/0');
    await expect(migrate(db, [source])).rejects.toThrow(/organ\/0002_broken\.sql.*division by zero/);
    expect(await db.query(sql`select count(*) as n from organ_a`)).toEqual([{ n: 0 }]);
    file('0002_broken.sql', 'insert into organ_a values (1)');
    expect(await migrate(db, [source])).toEqual(['organ/0002_broken.sql']);
  });

  it.each([
    ['was changed', () => file('0001_a.sql', 'create table organ_a (x bigint)'), 'db.migration_changed'],
    ['is gone', () => rmSync(join(dir, '0001_a.sql')), 'db.migration_missing'],
    ['has a newcomer before it', () => file('0000_early.sql', 'select 1'), 'db.migration_out_of_order'],
  ])('are refused when an applied file %s', async (_, change, code) => {
    await migrate(db, [source]);
    change();
    await expect(migrate(db, [source])).rejects.toMatchObject({ code });
  });

  it('are a bug when misnamed or doubly numbered', async () => {
    file('0001_b.sql', 'select 1');
    await expect(migrate(db, [source])).rejects.toThrow(/two migrations of organ have number 0001/);
    rmSync(join(dir, '0001_b.sql'));
    file('2-late.sql', 'select 1');
    await expect(migrate(db, [source])).rejects.toThrow(/not named/);
  });
});
