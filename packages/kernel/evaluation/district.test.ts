import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { FactInput, Verdict } from './fact-input.ts';
import type { FactRow } from './fact-row.ts';
import { factRows } from './facts.ts';
import { roundHalfUp } from './format.ts';
import { RATES } from './metrics.ts';
import { cycleBounds } from './periods.ts';
import { periodCounts, rate } from './rates.ts';

const SHARED = process.env.CHENGMAI_SHARED ?? fileURLToPath(new URL('../../../../shared', import.meta.url));
const FILE = `${SHARED}/data/cases/pingshan-minsheng-2018.csv.gz`;
const YEAR = cycleBounds({ kind: 'year', year: 2018, ordinal: 0 }, 480);
const AS_OF = Date.parse('2026-01-01T00:00:00Z');

/** The file has no quoted fields with commas in the columns that are read here; a shifted line would fail the total. */
function districtCases(): { readonly input: FactInput; readonly street: string }[] {
  const [head = '', ...lines] = gunzipSync(readFileSync(FILE))
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trimEnd()
    .split(/\r?\n/);
  const names = head.split(',');
  const column = (cells: readonly string[], name: string): string => cells[names.indexOf(name)] ?? '';
  return lines.map((line) => {
    const cells = line.split(',');
    const flags = [Number(column(cells, 'INTIME_ARCHIVE_NUM')), Number(column(cells, 'OVERTIME_ARCHIVE_NUM'))];
    const verdict: Verdict = flags[0] ? 'intime' : flags[1] ? 'overtime' : 'unknown';
    const input: FactInput = {
      id: column(cells, 'REC_ID'),
      source: 'public',
      reportedAt: Date.parse(`${column(cells, 'CREATE_TIME').replace(' ', 'T')}+08:00`),
      close: { closed: true, endedAt: null, verdict },
    };
    return { input, street: column(cells, 'STREET_NAME') };
  });
}

const closedOnTime = (rows: readonly FactRow[]) => rate(RATES.get('on_time_close_rate')!, periodCounts(rows, YEAR, AS_OF));

describe.skipIf(!existsSync(FILE))('10,000 cases of a district (set CHENGMAI_SHARED to the folder that holds data/cases)', () => {
  const cases = existsSync(FILE) ? districtCases() : [];
  const rowsOf = (street?: string) =>
    cases.filter((c) => street === undefined || c.street === street).flatMap((c) => factRows(c.input, AS_OF));

  it('give 9,071 of 9,995 closed in time, and say that the closing times are assumed', () => {
    const rows = rowsOf();
    expect(rows).toHaveLength(10_000);
    const explained = closedOnTime(rows);
    expect([explained.numerator, explained.denominator, roundHalfUp(explained.value! * 100, 2)]).toEqual([9071, 9995, '90.76']);
    expect(periodCounts(rows, YEAR, AS_OF)).toMatchObject({ report: 10_000, close: 10_000, close_time_assumed: 10_000 });
  });

  it.each([
    ['龙田街道', 2231, 202],
    ['坑梓街道', 1999, 196],
    ['碧岭街道', 902, 92],
    ['坪山街道', 2481, 255],
    ['石井街道', 379, 42],
    ['马峦街道', 1070, 136],
  ])('give %s %i in time and %i late', (street, intime, late) => {
    const explained = closedOnTime(rowsOf(street));
    expect([explained.numerator, explained.denominator]).toEqual([intime, intime + late]);
  });
});
