import { PGlite } from '@electric-sql/pglite';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Attribution } from './count-definition.ts';
import { COUNT_IDS } from './counts.ts';
import { type FactRow, SUBJECT_COLUMNS, TIME_COLUMNS, VALUE_COLUMNS } from './fact-row.ts';
import { bindNamed, countSql, rowsSql } from './fact-sql.ts';
import { factLinesOf, periodCounts } from './rates.ts';

const ATTRIBUTIONS: readonly Attribution[] = ['event', 'due', 'reported'];
const HOUR = 3_600_000;
const START = Date.parse('2026-03-01T00:00:00Z');

/** Times on a coarse grid, so that they often fall exactly on the bounds of the period. */
const time = fc.option(
  fc.integer({ min: -6, max: 6 }).map((hours) => START + hours * HOUR),
  { nil: null },
);
const fixed = <K extends string, V>(keys: readonly K[], value: fc.Arbitrary<V>) =>
  fc.tuple(...keys.map(() => value)).map((values) => Object.fromEntries(keys.map((key, i) => [key, values[i]])) as Record<K, V>);
const rowOf = fc
  .tuple(fixed(TIME_COLUMNS, time), fixed(VALUE_COLUMNS, fc.integer({ min: 0, max: 3 })), fixed(SUBJECT_COLUMNS, fc.constant(null)))
  .map(([times, values, subjects]) => ({ ...times, ...values, ...subjects }));

describe('the dictionary read as SQL', () => {
  let db: PGlite;
  beforeAll(async () => {
    db = await PGlite.create();
    const columns = [
      ...TIME_COLUMNS.map((name) => `${name} timestamptz`),
      ...VALUE_COLUMNS.map((name) => `${name} integer not null`),
      ...SUBJECT_COLUMNS.map((name) => `${name} text`),
    ];
    await db.exec(`create table facts (case_id text, line integer, ${columns.join(', ')})`);
  }, 180_000);
  afterAll(() => db?.close());

  const load = async (rows: readonly FactRow[]) => {
    await db.exec('truncate facts');
    const columns = ['case_id', 'line', ...TIME_COLUMNS, ...VALUE_COLUMNS];
    const sql = `insert into facts (${columns.join(', ')}) select ${columns.join(', ')} from json_populate_recordset(null::facts, $1)`;
    const iso = (row: FactRow) =>
      Object.fromEntries(TIME_COLUMNS.map((name) => [name, row[name] === null ? null : new Date(row[name]).toISOString()]));
    await db.query(sql, [JSON.stringify(rows.map((row) => ({ ...row, ...iso(row) })))]);
  };

  it('gives the same figures and the same lines as in memory, for every count and attribution', async () => {
    const samples = fc.sample(fc.array(rowOf, { minLength: 30, maxLength: 60 }), { numRuns: 4, seed: 20260301 });
    for (const [n, sample] of samples.entries()) {
      const rows = sample.map((row, i): FactRow => ({ case_id: String(i), line: 0, ...row }));
      await load(rows);
      const period = { from: START - 2 * HOUR, to: START + 3 * HOUR };
      const asOf = n % 2 === 0 ? START + HOUR : START + 5 * HOUR;
      const bounds = { from: new Date(period.from), to: new Date(period.to), asof: new Date(asOf) };
      for (const attribution of ATTRIBUTIONS) {
        const select = COUNT_IDS.map((id) => `${countSql(id, attribution)}::int as ${id}`).join(', ');
        const query = bindNamed(`select ${select} from facts f`, bounds);
        const result = await db.query(query.text, [...query.values]);
        expect(result.rows[0]).toEqual(periodCounts(rows, period, asOf, attribution));
        const drill = bindNamed(`select case_id from facts f where ${rowsSql('need_close', attribution)} order by case_id::int`, bounds);
        const lines = await db.query<{ case_id: string }>(drill.text, [...drill.values]);
        expect(lines.rows.map((row) => row.case_id)).toEqual(
          factLinesOf('need_close', rows, period, asOf, attribution).map((row) => row.case_id),
        );
      }
    }
  }, 180_000);
});

describe('named placeholders', () => {
  it('become numbered ones, one for each name, and casts stay', () => {
    expect(bindNamed('a >= :from and a < :to and b < :from::date', { from: 1, to: 2 }, 3)).toEqual({
      text: 'a >= $3 and a < $4 and b < $3::date',
      values: [1, 2],
    });
  });

  it('without a value are a bug', () => {
    expect(() => bindNamed('a < :to', {})).toThrow(':to');
  });
});
