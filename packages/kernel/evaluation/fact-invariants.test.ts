import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Attribution } from './count-definition.ts';
import { COUNT_IDS, COUNTS, type CountId } from './counts.ts';
import type { FactInput } from './fact-input.ts';
import { VALUE_COLUMNS } from './fact-row.ts';
import { factRows } from './facts.ts';
import { cycleBounds, cyclesIn, parseCycle } from './periods.ts';
import { factLinesOf, periodCounts, sumCounts } from './rates.ts';

const DAY = 86_400_000;
const T0 = Date.parse('2026-01-01T00:00:00+08:00');
const LATER = T0 + 400 * DAY;
const instant = fc.integer({ min: 0, max: 24 * 180 }).map((hours) => T0 + (hours * DAY) / 24);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const unit = fc.constantFrom('a', 'b', null);
const verdict = fc.constantFrom('intime', 'overtime', 'unknown', undefined);
const spread = <T extends object>(record: T): T =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as T;

const round = fc
  .record({
    startedAt: instant,
    dueAt: maybe(instant),
    endedAt: maybe(instant),
    cause: fc.constantFrom('dispatch', 'rework', 'transfer', 'reopen'),
    outcome: fc.constantFrom('confirmed', 'transferred', 'stopped', null),
    unit,
    verdict,
  })
  .map(spread);
const check = fc.record({ sentAt: instant, dueAt: maybe(instant), answeredAt: maybe(instant), sentInTime: fc.boolean() });
const dispatch = fc.record({ startedAt: instant, dueAt: maybe(instant), endedAt: maybe(instant), wrong: fc.boolean() });
const some = <T>(item: fc.Arbitrary<T>) => fc.array(item, { maxLength: 3 });
const anyCase = fc
  .record({
    id: fc.uuid(),
    source: fc.constantFrom('public', 'collector', 'other'),
    reportedAt: instant,
    filedAt: maybe(instant),
    rejectedAt: fc.option(instant, { nil: null, freq: 1 }),
    voidedAt: maybe(instant),
    rounds: some(round),
    preChecks: some(check),
    postChecks: some(check),
    dispatches: some(dispatch),
    returns: some(fc.record({ at: instant, unit })),
    postponements: some(fc.record({ at: instant, unit })),
    overdueExempt: fc.boolean(),
    close: fc.option(
      fc.record({ closed: fc.boolean(), forced: fc.boolean(), dueAt: maybe(instant), endedAt: maybe(instant), verdict }).map(spread),
      {
        nil: undefined,
      },
    ),
  })
  .map((value) => spread(value) as unknown as FactInput);
const cases = fc.array(anyCase, { minLength: 1, maxLength: 6 });
const year = { from: T0 - DAY, to: LATER };
const linesOf = (list: readonly FactInput[], asOf = LATER) => list.flatMap((input) => factRows(input, asOf));
const at = (counts: Record<CountId, number>, id: CountId): number => counts[id];

describe('facts of any case', () => {
  it('never count less than nothing, nor more done than needed', () => {
    const order: [CountId, CountId][] = [
      ['intime_handle', 'handle'],
      ['handle', 'need_handle'],
      ['intime_close', 'close'],
      ['pre_check', 'need_pre_check'],
      ['intime_pre_check', 'pre_check'],
      ['post_check', 'need_post_check'],
      ['dispatch', 'need_dispatch'],
      ['rework', 'rework_times'],
      ['accurate_file', 'file'],
    ];
    fc.assert(
      fc.property(anyCase, (input) => {
        const rows = factRows(input, LATER);
        for (const row of rows) for (const column of VALUE_COLUMNS) expect(row[column], column).toBeGreaterThanOrEqual(0);
        const counts = periodCounts(rows, year, LATER);
        for (const [part, whole] of order) expect(at(counts, part), `${part} ≤ ${whole}`).toBeLessThanOrEqual(at(counts, whole));
        expect(counts.intime_handle + counts.overtime_handle).toBeLessThanOrEqual(counts.handle);
        expect(counts.intime_close + counts.overtime_close).toBeLessThanOrEqual(counts.close);
        expect(counts.report).toBe(1);
        expect(counts.back).toBe(input.returns!.length);
        expect(counts.postpone).toBe(input.postponements!.length);
      }),
    );
  });

  it('keep every unit to its own rounds, returns and postponements', () => {
    fc.assert(
      fc.property(anyCase, (input) => {
        const rows = factRows(input, LATER).filter((row) => row.unit_id === 'a');
        const own = (list: readonly { readonly unit?: string | null }[] | undefined) =>
          (list ?? []).filter((item) => item.unit === 'a').length;
        expect(rows.reduce((sum, row) => sum + row.rework_times, 0)).toBe(own(input.rounds!.filter((r) => r.cause === 'rework')));
        if (input.rounds!.length > 0) expect(rows.reduce((sum, row) => sum + row.back, 0)).toBe(own(input.returns));
      }),
    );
  });
});

describe('figures of any cases', () => {
  it('add over months for event counts, and over cases for all', () => {
    const parsed = parseCycle('2026');
    const whole = cycleBounds(parsed.ok ? parsed.value : { kind: 'year', year: 2026, ordinal: 0 }, 480);
    const months = cyclesIn(whole, 'month', 480).map((month) => cycleBounds(month, 480));
    fc.assert(
      fc.property(cases, fc.constantFrom<Attribution>('event', 'reported'), (list, attribution) => {
        const rows = linesOf(list);
        const total = periodCounts(rows, whole, LATER, attribution);
        const summed = sumCounts(
          months.map((month) => periodCounts(rows, month, LATER, attribution)),
          'periods',
        );
        for (const id of COUNT_IDS) if (COUNTS[id].additive) expect(summed[id], id).toBe(total[id]);
        expect(sumCounts(list.map((input) => periodCounts(linesOf([input]), whole, LATER, attribution)))).toEqual(total);
      }),
      { numRuns: 40 },
    );
  });

  it('keep numerators within denominators when counted by due time, in any period', () => {
    fc.assert(
      fc.property(cases, instant, fc.integer({ min: 1, max: 40 }), instant, (list, from, days, asOf) => {
        const counts = periodCounts(linesOf(list), { from, to: from + days * DAY }, asOf, 'due');
        expect(counts.close).toBeLessThanOrEqual(counts.need_close);
        expect(counts.handle).toBeLessThanOrEqual(counts.need_handle);
      }),
    );
  });

  it('are the same whether seen at the time or looked up later, for events before that time', () => {
    fc.assert(
      fc.property(cases, instant, (list, asOf) => {
        const plain = list.map(({ voidedAt: _, ...input }) => ({ ...input, rounds: [], overdueExempt: false }));
        const then = periodCounts(linesOf(plain, asOf - 1), year, asOf);
        const later = periodCounts(linesOf(plain, LATER), year, asOf);
        for (const id of ['report', 'reject', 'need_pre_check', 'close', 'back', 'postpone', 'need_dispatch'] as const) {
          const known = plain.every((input) => input.reportedAt < asOf);
          if (known) expect(at(later, id), id).toBe(at(then, id));
        }
      }),
    );
  });

  it('open down to exactly the lines that were summed', () => {
    fc.assert(
      fc.property(
        cases,
        fc.constantFrom(...COUNT_IDS),
        fc.constantFrom<Attribution>('event', 'due', 'reported'),
        (list, id, attribution) => {
          const rows = linesOf(list);
          const lines = factLinesOf(id, rows, year, LATER, attribution);
          const sum = lines.reduce((total, row) => total + row[COUNTS[id].column], 0);
          expect(sum).toBe(periodCounts(rows, year, LATER, attribution)[id]);
        },
      ),
    );
  });
});
