import { testDb } from '@chengmai/testkit/database.ts';
import fc from 'fast-check';
import sql, { bulk } from 'sql-template-tag';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Db } from '../ports/db.ts';
import type { Scope } from './scope.ts';
import { scopeWhere, visible } from './scope-sql.ts';

const areas = [null, '44', '4406', '440604', '440604100', '440604_00', '4406%', '11'];
const units = [null, 'u1', 'u2', 'u3'];
const owners = [null, 'me', 'you'];
const rows = areas
  .flatMap((areaCode) => units.flatMap((unitId) => owners.map((owner) => ({ areaCode, unitId, owner }))))
  .map((row, id) => ({ ...row, id }));

let db: Db;
beforeAll(async () => {
  db = await testDb('pglite');
  await db.script('create table scoped (id int, area_code text, unit_id text, owner_id text, member_ids text[])');
  const values = rows.map((row) => [row.id, row.areaCode, row.unitId, row.owner, row.id % 5 === 0 ? ['me'] : []]);
  await db.query(sql`insert into scoped (id, area_code, unit_id, owner_id, member_ids) values ${bulk(values)}`);
});
afterAll(() => db.close());

const scopes: fc.Arbitrary<Scope> = fc.record({
  areas: fc.subarray(['', '44', '4406', '440604', '440604_', '4406%', '9']),
  units: fc.option(fc.subarray(['u1', 'u2', 'u9']), { nil: null }),
  userId: fc.constantFrom('me', 'you', 'nobody', ''),
  ownOnly: fc.boolean(),
});

it('selects in the database exactly the rows that `visible` shows, for any scope', async () => {
  await fc.assert(
    fc.asyncProperty(scopes, async (scope) => {
      const where = scopeWhere(scope, { area: 'c.area_code', unit: 'c.unit_id', owners: ['c.owner_id'], ownerLists: ['c.member_ids'] });
      const found = await db.query<{ id: number }>(sql`select c.id from scoped c where ${where} order by c.id`);
      const shown = rows.filter((row) => visible(scope, { ...row, userIds: [row.owner, row.id % 5 === 0 ? 'me' : null] }));
      expect(found.map(({ id }) => id)).toEqual(shown.map(({ id }) => id));
    }),
    { numRuns: 150 },
  );
});

it('keeps its brackets when it stands beside another condition', async () => {
  const scope: Scope = { areas: ['4406'], units: ['u1'], userId: 'me', ownOnly: false };
  const where = scopeWhere(scope, { area: 'c.area_code', unit: 'c.unit_id', owners: ['c.owner_id'] });
  expect(await db.query(sql`select c.id from scoped c where false and ${where}`)).toEqual([]);
  expect(await db.query(sql`select c.id from scoped c where ${where} and false`)).toEqual([]);
});

it('shows nothing to a scope without areas and nothing to nobody', async () => {
  const nothing: Scope = { areas: [], units: null, userId: '', ownOnly: false };
  for (const scope of [nothing, { ...nothing, areas: [''], ownOnly: true }])
    expect(
      await db.query(sql`select c.id from scoped c where ${scopeWhere(scope, { area: 'c.area_code', owners: ['c.owner_id'] })}`),
    ).toEqual([]);
});
