import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CYCLE_KINDS,
  type Cycle,
  cycleAt,
  cycleBounds,
  cycleKey,
  cyclesIn,
  cycleWords,
  nextCycle,
  parseCycle,
  previousCycle,
  yearEarlier,
} from './periods.ts';

const SHANGHAI = 480;
const cycle = (key: string): Cycle => {
  const parsed = parseCycle(key);
  if (!parsed.ok) throw new Error(key);
  return parsed.value;
};
const local = (text: string) => Date.parse(`${text}+08:00`);

describe('cycle keys', () => {
  it.each(['2026', '2026Q3', '202611', '2026W47', '20261120', '2026W53', '20240229'])('%s is read and written back', (key) => {
    expect(cycleKey(cycle(key))).toBe(key);
  });

  it.each([
    '',
    '26',
    '2026Q5',
    '2026Q0',
    '202613',
    '202600',
    '20260230',
    '20261301',
    '2025W53',
    '2026W00',
    '2026-11',
    '2026q1',
    '0000',
    ' 2026',
  ])('%j is refused', (key) => {
    expect(parseCycle(key)).toEqual({ ok: false, refusal: { code: 'evaluation.cycle_key', params: { key } } });
  });

  it.each([
    ['2026', '2026-01-01T00:00', '2027-01-01T00:00'],
    ['2026Q4', '2026-10-01T00:00', '2027-01-01T00:00'],
    ['202602', '2026-02-01T00:00', '2026-03-01T00:00'],
    ['2026W01', '2025-12-29T00:00', '2026-01-05T00:00'],
    ['2026W53', '2026-12-28T00:00', '2027-01-04T00:00'],
    ['20240229', '2024-02-29T00:00', '2024-03-01T00:00'],
  ])('%s runs from %s to %s local time', (key, from, to) => {
    expect(cycleBounds(cycle(key), SHANGHAI)).toEqual({ from: local(from), to: local(to) });
  });

  it.each([
    ['202601', '202512', '202501'],
    ['2026Q1', '2025Q4', '2025Q1'],
    ['2026', '2025', '2025'],
    ['20260301', '20260228', '20250301'],
    ['20240229', '20240228', '20230228'],
    ['2026W53', '2026W52', '2025W52'],
    ['2027W01', '2026W53', '2026W01'],
  ])('%s comes after %s and is compared with %s of the year before', (key, previous, earlier) => {
    expect(cycleKey(previousCycle(cycle(key)))).toBe(previous);
    expect(cycleKey(yearEarlier(cycle(key)))).toBe(earlier);
  });

  it('are named in both languages', () => {
    expect(['2026', '2026Q3', '202611', '2026W47', '20261120'].map((key) => cycleWords(cycle(key)).zh)).toEqual([
      '2026 年',
      '2026 年第 3 季度',
      '2026 年 11 月',
      '2026 年第 47 周',
      '2026 年 11 月 20 日',
    ]);
    expect(cycleWords(cycle('202611')).en).toBe('Nov 2026');
  });
});

describe('cycles over time', () => {
  const instant = fc.integer({ min: Date.parse('1995-01-01'), max: Date.parse('2060-01-01') });
  const kind = fc.constantFrom(...CYCLE_KINDS);
  const offset = fc.constantFrom(480, 0, -300, 330);

  it('hold the instants from which they were made, and neighbours touch', () => {
    fc.assert(
      fc.property(instant, kind, offset, (at, k, minutes) => {
        const here = cycleAt(at, k, minutes);
        const { from, to } = cycleBounds(here, minutes);
        expect(from <= at && at < to).toBe(true);
        expect(cycleBounds(nextCycle(here), minutes).from).toBe(to);
        expect(previousCycle(nextCycle(here))).toEqual(here);
        expect(parseCycle(cycleKey(here))).toEqual({ ok: true, value: here });
      }),
    );
  });

  it('cut a period into its parts without gap or overlap', () => {
    const months = cyclesIn(cycleBounds(cycle('2026Q4'), SHANGHAI), 'month', SHANGHAI);
    expect(months.map(cycleKey)).toEqual(['202610', '202611', '202612']);
    expect(cyclesIn(cycleBounds(cycle('2024'), SHANGHAI), 'day', SHANGHAI)).toHaveLength(366);
  });

  it('turn at local midnight', () => {
    expect(cycleKey(cycleAt(local('2026-12-31T23:59:59'), 'month', SHANGHAI))).toBe('202612');
    expect(cycleKey(cycleAt(local('2027-01-01T00:00:00'), 'month', SHANGHAI))).toBe('202701');
  });
});
