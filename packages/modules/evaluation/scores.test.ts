import type { CaseCity } from '@chengmai/testkit/case-city.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ScoreResult, ScoreRow } from './contract.ts';
import { type PlayedCase, playOn, randomCity, seeded, writeCase } from './random-city.fixture.ts';

describe('scores over HTTP', () => {
  let city: CaseCity;
  let played: readonly PlayedCase[];
  beforeAll(async () => {
    ({ city, played } = await randomCity('pglite', 40, 7));
  });
  afterAll(() => city?.close());

  const scores = async (query: string, account = 'evaluator'): Promise<ScoreResult> => {
    const answer = await city.get(account, `/api/evaluation/scores?${query}`);
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    return answer.body as ScoreResult;
  };
  const count = async (metric: string, key: string): Promise<number> => {
    const answer = await city.get('evaluator', `/api/evaluation/query?metric=${metric}&by=department&from=2026-03-01&to=2026-03-31`);
    return (answer.body.rows as { key: string; numerator: number }[]).find((row) => row.key === key)?.numerator ?? 0;
  };

  it('score departments by 60/30/10 from their counts, open down to them', async () => {
    const result = await scores('preset=unit_egova&period=202603');
    expect(result).toMatchObject({
      by: 'department',
      period: { from: '2026-03-01', to: '2026-03-31', zh: '2026 年 3 月' },
      published: null,
    });
    const row = result.rows.find((one) => one.key === 'sanitation')!;
    const n = Object.fromEntries(
      await Promise.all(
        ['intime_handle', 'need_handle', 'close', 'need_close', 'rework', 'through_handle'].map(
          async (id) => [id, await count(id, 'sanitation')] as const,
        ),
      ),
    ) as Record<string, number>;
    const expected = (60 * n.intime_handle!) / n.need_handle! + (30 * n.close!) / n.need_close! + 10 * (1 - n.rework! / n.through_handle!);
    expect(row.value).toBeCloseTo(expected, 9);
    expect(row.terms[0]!.inputs[0]!.rate).toMatchObject({
      id: 'intime_handle_rate',
      numerator: n.intime_handle,
      denominator: n.need_handle,
    });
    expect(row.formula.zh).toContain('按期处置率');
  });

  it('rank the scored and leave the unknown without a rank', async () => {
    const { rows } = await scores('preset=unit_jinniu&period=202603');
    const known = rows.filter((row): row is ScoreRow & { value: number } => row.value !== null);
    expect(known.map((row) => row.rank)).toEqual(known.map((row) => 1 + known.filter((other) => other.value > row.value + 1e-9).length));
    expect(rows.filter((row) => row.value === null).every((row) => row.rank === null && row.grade === null)).toBe(true);
  });

  it.each([
    ['post_collector', 'collector'],
    ['post_acceptor', 'acceptor'],
    ['post_shift_leader', 'shift_leader'],
    ['post_dispatcher', 'dispatcher'],
    ['area', 'street'],
  ])('score %s by %s', async (preset, by) => {
    const result = await scores(`preset=${preset}&period=2026Q1`);
    expect(result.by).toBe(by);
    expect(result.rows.length).toBeGreaterThan(0);
    for (const row of result.rows) expect(row.terms.length).toBeGreaterThan(2);
  });

  it('are refused with the choices named for a formula, subject or period that does not exist', async () => {
    for (const [query, code] of [
      ['preset=best&period=202603', 'evaluation.formula_unknown'],
      ['preset=area&by=handler&period=202603', 'evaluation.formula_subject'],
      ['preset=area&period=202613', 'evaluation.cycle_key'],
      ['preset=area&period=202603&version=9', 'evaluation.not_published'],
    ]) {
      expect((await city.get('evaluator', `/api/evaluation/scores?${query}`)).body, query).toMatchObject({ code });
    }
  });

  it('stay as they were published, whatever happens to the cases, until a correction with its reason', async () => {
    const publish = (more: object = {}, account = 'evaluator') =>
      city.call(account, 'POST', '/api/evaluation/publications', { preset: 'unit_egova', period: '202603', ...more });
    expect(await publish({ period: '202606' })).toMatchObject({ status: 409, body: { code: 'evaluation.period_running' } });
    expect(await publish({}, 'dispatcher')).toMatchObject({ status: 403 });
    const first = await publish();
    expect(first).toMatchObject({ status: 201, body: { published: { version: 1, reason: null } } });
    const below = seeded(3);
    for (const one of played) {
      for (let i = 0; i < 8; i += 1) playOn(one, below);
      await city.running.db.tx(async (tx) => {
        await writeCase(tx, one);
        await city.running.emit(tx, [
          { id: one.id.replace('00000001', '00000007'), type: 'cases.closed', at: 0, key: one.id, trace: '-', body: { caseId: one.id } },
        ]);
      });
    }
    await city.running.drain();
    expect((await scores('preset=unit_egova&period=202603')).rows).toEqual(first.body.rows);
    const now = await scores('preset=unit_egova&period=202603&version=0');
    expect(now).toMatchObject({ published: null, versions: 1 });
    expect(now.rows).not.toEqual(first.body.rows);
    expect(await publish()).toMatchObject({ status: 422, body: { code: 'evaluation.correction_reason' } });
    expect(await publish({ reason: '补录三月案件' })).toMatchObject({
      status: 201,
      body: { published: { version: 2, reason: '补录三月案件' }, rows: now.rows },
    });
    expect((await scores('preset=unit_egova&period=202603&version=1')).rows).toEqual(first.body.rows);
  });

  it('take points by hand with a reason, within the range of their term', async () => {
    const enter = (more: object) =>
      city.call('evaluator', 'POST', '/api/evaluation/entries', {
        preset: 'system_yuncheng',
        period: '202603',
        subject: 'sanitation',
        name: 'bonus',
        kind: 'points',
        value: 2,
        reason: '抢险表彰',
        ...more,
      });
    const before = (await scores('preset=system_yuncheng&period=202603')).rows.find((row) => row.key === 'sanitation')!;
    expect(await enter({})).toMatchObject({ status: 201 });
    const after = (await scores('preset=system_yuncheng&period=202603')).rows.find((row) => row.key === 'sanitation')!;
    expect(after.value! - before.value!).toBeCloseTo(2, 9);
    expect(JSON.stringify(after.terms)).toContain('抢险表彰');
    expect(await enter({ value: 11 })).toMatchObject({ status: 422, body: { code: 'evaluation.manual_out_of_range' } });
    expect(await enter({ reason: ' ' })).toMatchObject({ status: 400 });
    expect(await enter({ name: 'luck' })).toMatchObject({ status: 422, body: { code: 'evaluation.entry_unknown' } });
  });

  it('follow an edited formula from its cycle on, the earlier cycles their own', async () => {
    const all = await city.get('evaluator', '/api/evaluation/formulas');
    const { formula } = (all.body as { formula: { id: string; terms: { weight: number }[] } }[]).find(
      (one) => one.formula.id === 'unit_egova',
    )!;
    const weights = (list: number[]) => ({ ...formula, terms: formula.terms.map((term, i) => ({ ...term, weight: list[i] })) });
    const change = (body: object) =>
      city.call('evaluator', 'PUT', '/api/evaluation/formulas/unit_egova', { version: 0, validFrom: '202604', ...body });
    expect(await change({ formula: weights([60, 30, 20]) })).toMatchObject({ status: 422, body: { code: 'evaluation.weights_sum' } });
    expect(await change({ formula: weights([50, 40, 10]) })).toMatchObject({ status: 200, body: { version: 1, validFrom: '2026-04-01' } });
    expect(await change({ formula: weights([50, 40, 10]) })).toMatchObject({ status: 409, body: { code: 'http.version_conflict' } });
    expect((await scores('preset=unit_egova&period=202604')).formula.version).toBe(1);
    expect((await scores('preset=unit_egova&period=202603&version=0')).formula.version).toBe(0);
  });
});

describe('the metric dictionary over HTTP', () => {
  let city: CaseCity;
  beforeAll(async () => {
    ({ city } = await randomCity('pglite', 12, 5));
  });
  afterAll(() => city?.close());

  it('names every metric in two languages with its formula and source', async () => {
    const { body } = await city.get('leader', '/api/evaluation/metrics');
    const entry = body.metrics.find((one: { id: string }) => one.id === 'on_time_close_rate');
    expect(entry).toMatchObject({ zh: '结案按期率', kind: 'rate', direction: 'higher', preset: null });
    expect(entry.formulaZh).toBe('结案按期率 = 按期结案数 ÷ (按期结案数 + 超期结案数)');
    for (const one of body.metrics)
      expect([one.zh, one.en, one.formulaZh, one.formulaEn, one.sourceZh, one.sourceEn].every(Boolean), one.id).toBe(true);
  });

  it('takes another denominator from an evaluator, for figures from then on, with its version beside each', async () => {
    const rework = '/api/evaluation/query?metric=rework_rate&by=none&from=2026-02-01&to=2026-05-31';
    const before = await city.get('evaluator', rework);
    const change = (body: object, account = 'evaluator') =>
      city.call(account, 'PUT', '/api/evaluation/settings', {
        version: 0,
        attribution: 'event',
        rates: { rework_rate: 'jinniu' },
        reason: '按金牛口径',
        ...body,
      });
    expect(await change({}, 'acceptor')).toMatchObject({ status: 403 });
    expect(await change({ rates: { rework_rate: 'nobody' } })).toMatchObject({ status: 422, body: { code: 'evaluation.unknown_preset' } });
    expect(await change({})).toMatchObject({ status: 200, body: { version: 1 } });
    expect(await change({})).toMatchObject({ status: 409 });
    const after = await city.get('evaluator', rework);
    expect(before.body).toMatchObject({ settingVersion: 0, metric: { formulaZh: expect.stringContaining('经处置数') } });
    expect(after.body).toMatchObject({ settingVersion: 1, metric: { formulaZh: expect.stringContaining('应结案数') } });
  });

  it('shows a handler nothing but what carries the handler’s own name', async () => {
    const { body } = await city.get('handler', '/api/evaluation/query?metric=report&by=street&from=2026-02-01&to=2026-05-31');
    expect(body.total.numerator).toBe(0);
  });
});
