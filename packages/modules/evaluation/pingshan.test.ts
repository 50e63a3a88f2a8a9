import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { CaseCity } from '@chengmai/testkit/case-city.ts';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cases } from '../cases/contract.ts';
import { evaluation, type Grouping, type MetricRow } from './contract.ts';
import { everywhere } from './evaluation.fixture.ts';
import { evaluationModule } from './module.ts';

const shared = process.env.CHENGMAI_SHARED ?? join(import.meta.dirname, '../../../../shared');
const file = join(shared, 'data/cases/pingshan-minsheng-2018.csv.gz');
const there = existsSync(file);

type Row = Readonly<Record<string, string>>;
type Sum = readonly [inTime: number, known: number];

/** The question asked of the raw file itself, by another way than the program's. */
function sumsOf(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Sum> {
  const sums = new Map<string, Sum>();
  for (const row of rows) {
    const [inTime, overdue] = [Number(row.INTIME_ARCHIVE_NUM === '1'), Number(row.OVERTIME_ARCHIVE_NUM === '1')];
    const [a, b] = sums.get(keyOf(row)) ?? [0, 0];
    sums.set(keyOf(row), [a + inTime, b + inTime + overdue]);
  }
  return new Map([...sums].filter(([, [, known]]) => known > 0));
}

const figures = (rows: readonly MetricRow[]): Map<string, Sum> =>
  new Map(rows.map((row) => [row.sourceKey ?? '-', [row.numerator, row.denominator!]]));

describe.skipIf(!there)(`10,000 real cases of a district${there ? '' : ` [needs ${file}]`}`, () => {
  let city: CaseCity;
  let raw: readonly Row[];
  beforeAll(async () => {
    raw = parse(gunzipSync(readFileSync(file)), { columns: true }) as Row[];
    city = await CaseCity.open('pglite', [evaluationModule]);
    city.clock.set('2026-11-22T12:00:00+08:00');
    await city.running.use(cases).importFile({ file, map: 'egova', dryRun: false, rejectsFile: '/dev/null', progress: () => undefined });
    await city.running.drain();
  }, 240_000);
  afterAll(() => city?.close());

  const ask = async (by: Grouping[], more: { from?: string; to?: string; area?: string } = {}) => {
    const answer = await city.running
      .use(evaluation)
      .metric(everywhere, { metric: 'on_time_close_rate', by, from: '2018-01-01', to: '2018-12-31', ...more });
    if (!answer.ok) throw new Error(answer.refusal.code);
    return answer.value;
  };

  it('were closed in time in 9,071 of 9,995 cases, the five without a verdict in neither part', async () => {
    expect((await ask(['none'])).total).toMatchObject({ numerator: 9071, denominator: 9995, rate: 9071 / 9995 });
    expect((await ask(['none'])).metric.formulaZh).toContain('90.76 %');
  });

  it('give the published rate of every street', async () => {
    const { rows } = await ask(['street']);
    expect(rows.map(({ name, numerator, denominator }) => [name, numerator, denominator! - numerator])).toEqual([
      ['坪山街道', 2481, 255],
      ['龙田街道', 2231, 202],
      ['坑梓街道', 1999, 196],
      ['马峦街道', 1070, 136],
      ['碧岭街道', 902, 92],
      ['石井街道', 379, 42],
      ['（无街道）', 9, 1],
    ]);
    expect(rows.at(-1)).toMatchObject({ key: null, sourceKey: null });
    expect(rows[0]).toMatchObject({ key: 'egova:s104', sourceKey: '104' });
  });

  it.each([
    ['street', 'STREET_ID', 'STREET_NAME'],
    ['community', 'COMMUNITY_ID', 'COMMUNITY_NAME'],
    ['department', 'DISPOSE_UNIT_ID', 'DISPOSE_UNIT_NAME'],
    ['class', 'SUB_TYPE_ID', 'SUB_TYPE_NAME'],
  ] as const)('sum by %s as a query over the raw file does', async (by, code, name) => {
    const expected = sumsOf(raw, (row) => (row[name] === '-' ? '-' : row[code]!));
    const { rows, total } = await ask([by]);
    expect(figures(rows)).toEqual(expected);
    expect([total.numerator, total.denominator]).toEqual([9071, 9995]);
  });

  it('sum by month in order of time as a query over the raw file does', async () => {
    const { rows } = await ask(['month']);
    expect(figures(rows)).toEqual(sumsOf(raw, (row) => row.CREATE_TIME!.slice(0, 7)));
    expect(rows.map((row) => row.key)).toEqual(rows.map((row) => row.key).toSorted());
  });

  it('sum by street, class and month together, from kept sums and from lines alike', async () => {
    const standing = await ask(['street', 'class', 'month']);
    expect(standing.basis).toBe('standing');
    const fromLines = await ask(['street', 'class', 'month'], { from: '2018-01-02' });
    expect(fromLines.basis).toBe('lines');
    expect(fromLines.rows).toEqual(standing.rows);
    const name = (row: Row, column: string) => (row[`${column}_NAME`] === '-' ? '' : row[`${column}_ID`]);
    const expected = sumsOf(raw, (row) => `${name(row, 'STREET')}|${name(row, 'SUB_TYPE')}|${row.CREATE_TIME!.slice(0, 7)}`);
    expect(figures(standing.rows)).toEqual(expected);
  });
});
