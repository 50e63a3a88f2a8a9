import { COUNT_IDS, COUNTS } from '@chengmai/kernel/evaluation/counts.ts';
import { RATES } from '@chengmai/kernel/evaluation/metrics.ts';
import { periodCounts } from '@chengmai/kernel/evaluation/rates.ts';
import type { Caller } from '@chengmai/platform/runtime/scope.ts';
import type { DatabaseKind } from '@chengmai/testkit/database.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { areas } from '../areas/contract.ts';
import { cases } from '../cases/contract.ts';
import { catalogue } from '../catalogue/contract.ts';
import { identity } from '../identity/contract.ts';
import { type Grouping, type MetricResult, type MetricRow, type RowsPage, RowsQuery } from './contract.ts';
import type { Desk } from './desk.ts';
import { everywhere } from './evaluation.fixture.ts';
import type { StoredFact } from './fact-columns.ts';
import { factsAfter } from './fact-store.ts';
import { countLines, type FigureQuery } from './figures-store.ts';
import { queryMetric } from './metric-query.ts';
import { playOn, randomCity, seeded, UNITS, writeCase } from './random-city.fixture.ts';
import { rebuild } from './rebuild.ts';
import { recordCases } from './record-facts.ts';
import { queryRows } from './rows-behind.ts';
import { standingSums } from './standing-store.ts';

type Random = Awaited<ReturnType<typeof randomCity>>;

/** What must hold for figures of any cases, on either database. */
export function figuresSuite(kind: DatabaseKind, size: number): void {
  let random: Random;
  let desk: Desk;
  let facts: StoredFact[];

  beforeAll(async () => {
    random = await randomCity(kind, size, 20_260_301);
    const { running, clock } = random.city;
    const ctx = { db: running.db, clock } as unknown as Desk['ctx'];
    desk = {
      ctx,
      areas: running.use(areas),
      catalogue: running.use(catalogue),
      identity: running.use(identity),
      cases: running.use(cases),
    };
    facts = await factsAfter(running.db, null, 100_000);
  });
  afterAll(() => random?.city.close());

  const state = async () => ({
    facts: (await factsAfter(desk.ctx.db, null, 100_000)).map((fact) => ({ ...fact, version: 0 })),
    sums: await standingSums(desk.ctx.db),
  });
  const ask = async (
    metric: string,
    by: Grouping[],
    caller: Caller = everywhere,
    from = '2026-02-01',
    to = '2026-05-31',
  ): Promise<MetricResult> => {
    const answer = await queryMetric(desk, caller, { metric, by, from, to });
    if (!answer.ok) throw new Error(answer.refusal.code);
    return answer.value;
  };
  const rows = async (
    metric: string,
    by: Grouping[],
    part: 'numerator' | 'denominator',
    key: string | undefined,
    caller: Caller = everywhere,
  ) => {
    const items: RowsPage['items'] = [];
    for (let cursor: string | undefined; ; ) {
      const query = RowsQuery.parse({ metric, by, from: '2026-02-01', to: '2026-05-31', part, key, cursor, limit: 7 });
      const page = await queryRows(desk, caller, query);
      if (!page.ok) throw new Error(page.refusal.code);
      items.push(...page.value.items);
      if (page.value.next === null) return items;
      cursor = page.value.next;
    }
  };

  it('every kind of happening is among the facts, or the rest proves nothing', () => {
    const seen = COUNT_IDS.filter((id) => facts.some((fact) => fact[COUNTS[id].column] !== 0));
    const unseen = COUNT_IDS.filter((id) => !seen.includes(id));
    expect(unseen).toEqual(['recur_90d', 'close_time_assumed']);
    expect(facts.some((fact) => fact.line > 0)).toBe(true);
  });

  it('rebuilding from the cases gives the same facts and the same standing figures', async () => {
    const before = await state();
    expect(await desk.ctx.db.tx((tx) => rebuild(desk, tx))).toBe(random.played.length);
    expect(await state()).toEqual(before);
  });

  it('the same event again, or an old one late, changes nothing', async () => {
    const before = await state();
    for (const one of random.played.slice(0, 10).toReversed()) await desk.ctx.db.tx((tx) => recordCases(desk, tx, [one.id, one.id]));
    expect(await state()).toEqual(before);
  });

  it('cases that go on, end and come back leave exactly what a rebuild finds', async () => {
    const below = seeded(77);
    for (const one of random.played.slice(0, 12)) {
      for (let i = 0; i < 6; i += 1) playOn(one, below);
      await desk.ctx.db.tx(async (tx) => {
        await writeCase(tx, one);
        await recordCases(desk, tx, [one.id]);
      });
    }
    const kept = await state();
    await desk.ctx.db.tx((tx) => rebuild(desk, tx));
    expect(await state()).toEqual(kept);
    facts = await factsAfter(desk.ctx.db, null, 100_000);
  });

  it.each(['event', 'due', 'reported'] as const)(
    'every count by street, unit and month is what the lines say one by one (%s)',
    async (attribution) => {
      const period = { from: Date.parse('2026-02-01T00:00:00+08:00'), to: Date.parse('2026-05-01T00:00:00+08:00') };
      const base = {
        counts: COUNT_IDS,
        period,
        asOf: Date.parse('2026-04-20T00:00:00+08:00'),
        attribution,
        cycles: [],
        utcOffsetMinutes: 480,
        scope: everywhere.scope,
      };
      for (const [by, column] of [
        ['street', 'street_code'],
        ['department', 'unit_id'],
        ['class', 'class_code'],
        ['handler', 'handler_id'],
      ] as const) {
        const query: FigureQuery = { ...base, by: [by] };
        const groups = await desk.ctx.db.tx((tx) => countLines(tx, query));
        const said = (counts: object) => Object.fromEntries(Object.entries(counts).filter(([, value]) => value !== 0));
        const byKey = [...Map.groupBy(facts, (fact) => fact[column])].map(
          ([key, lines]) => [key, said(periodCounts(lines, period, base.asOf, attribution))] as const,
        );
        const expected = new Map(byKey.filter(([, counts]) => Object.keys(counts).length > 0));
        const found = new Map(groups.map(({ keys, counts }) => [keys[0], said(counts)]));
        expect(found).toEqual(expected);
      }
    },
  );

  it('figures by month add up to the whole where they may, and stand at each month’s end where they may not', async () => {
    for (const id of COUNT_IDS) {
      const months = await ask(id, ['month']);
      const separately = await Promise.all(
        [
          ['2026-02-01', '2026-02-28'],
          ['2026-03-01', '2026-03-31'],
          ['2026-04-01', '2026-04-30'],
          ['2026-05-01', '2026-05-31'],
        ].map(([from, to]) => ask(id, ['none'], everywhere, from, to)),
      );
      const alone = separately.map(({ total }) => total.numerator).filter((value) => value !== 0);
      expect(
        months.rows.map((row) => row.numerator),
        id,
      ).toEqual(alone);
      if (COUNTS[id].additive) expect(months.total.numerator).toBe(alone.reduce((a, b) => a + b, 0));
      expect(months.total.numerator).toBe((await ask(id, ['none'])).total.numerator);
    }
  });

  it('kept sums and lines give the same figures', async () => {
    const local = { ...everywhere, scope: { ...everywhere.scope, areas: ['4', ''] } };
    const byLines = { ...everywhere, scope: { ...everywhere.scope, areas: ['4'] } };
    for (const by of [
      ['street'],
      ['community'],
      ['class'],
      ['department'],
      ['source'],
      ['none'],
      ['street', 'class'],
      ['street', 'class', 'month'],
      ['street', 'day'],
    ] as Grouping[][]) {
      for (const metric of ['intime_handle_rate', 'report', 'satisfaction_rate', 'rework_rate']) {
        const [kept, counted] = [await ask(metric, by, local), await ask(metric, by, byLines)];
        expect([kept.basis, counted.basis]).toEqual(['standing', 'lines']);
        expect(kept.rows).toEqual(counted.rows);
        expect(kept.total).toEqual(counted.total);
      }
    }
  });

  it('the cases behind a figure add up to it, page by page, whatever the metric and the grouping', async () => {
    const groupings: Grouping[][] = [
      ['street'],
      ['department', 'month'],
      ['class', 'day'],
      ['collector'],
      ['acceptor', 'street'],
      ['handler'],
      ['none'],
    ];
    for (const [i, metric] of [...RATES.keys()].entries()) {
      const by = groupings[i % groupings.length]!;
      const result = await ask(metric, by);
      const sum = async (part: 'numerator' | 'denominator', key?: string) =>
        (await rows(metric, by, part, key)).reduce((n, row) => n + row.value, 0);
      const some: MetricRow[] = [...result.rows.slice(0, 2), ...result.rows.slice(-1)].filter(() => by[0] !== 'none');
      for (const row of some) {
        expect(await sum('numerator', row.key ?? ''), `${metric} ${by} ${row.key}`).toBe(row.numerator);
        expect(await sum('denominator', row.key ?? ''), `${metric} ${by} ${row.key}`).toBe(row.denominator);
      }
      if (!by.includes('month') && !by.includes('day')) expect(await sum('denominator'), metric).toBe(result.total.denominator);
    }
  });

  it('a department sees its own lines only, and the cases behind them without those that moved on', async () => {
    const [unit, other] = UNITS;
    const caller: Caller = {
      ...everywhere,
      kind: 'session',
      roles: ['dept_manager'],
      unitId: unit,
      scope: { areas: [''], units: [unit], userId: '', ownOnly: false },
    };
    const result = await ask('need_handle', ['department'], caller);
    expect(result.rows.map((row) => row.key)).toEqual([unit]);
    const all = await ask('need_handle', ['department']);
    expect(result.rows[0]!.numerator).toBe(all.rows.find((row) => row.key === unit)!.numerator);
    const behind = await rows('need_handle', ['department'], 'numerator', unit, caller);
    expect(behind.reduce((n, row) => n + row.value, 0)).toBe(result.total.numerator);
    for (const row of behind) if (row.case) expect(row.case.unitId).toBe(unit);
    const returned = await rows('back', ['department'], 'numerator', unit, caller);
    expect(returned.filter((row) => row.case === null).length).toBeGreaterThan(0);
    expect(
      (await ask('need_handle', ['department'], { ...caller, scope: { ...caller.scope, units: [other] } })).rows.map((row) => row.key),
    ).toEqual([other]);
  });

  it('a caller without areas sees nothing, one of a street that street', async () => {
    const nobody = { ...everywhere, scope: { ...everywhere.scope, areas: [] } };
    expect(await ask('report', ['street'], nobody)).toMatchObject({ rows: [], total: { numerator: 0 } });
    const street = { ...everywhere, scope: { ...everywhere.scope, areas: ['440604012'] } };
    expect((await ask('report', ['street'], street)).rows.map((row) => row.key)).toEqual(['440604012']);
  });
}
