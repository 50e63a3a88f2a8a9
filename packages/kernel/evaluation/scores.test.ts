import { describe, expect, it } from 'vitest';
import type { Counts } from './counts.ts';
import { roundHalfUp } from './format.ts';
import { gradeOf, rank } from './grades.ts';
import type { Formula, Score, ScoreInputs, Term } from './score-formula.ts';
import { AREA_PRESETS, DEPARTMENT_PRESETS, POST_PRESETS, TRADE_PRESETS } from './score-presets.ts';
import { score } from './scores.ts';
import { TRADE_RULE_PRESETS } from './trade-rule-presets.ts';

const PRESETS = [...POST_PRESETS, ...DEPARTMENT_PRESETS, ...TRADE_PRESETS, ...AREA_PRESETS, ...TRADE_RULE_PRESETS];
const preset = (id: string): Formula => PRESETS.find((formula) => formula.id === id)!;

const scored = (formula: Formula, given: ScoreInputs): Score => {
  const result = score(formula, given);
  if (!result.ok) throw new Error(JSON.stringify(result.refusal));
  return result.value;
};
const points = (id: string, counts: Counts): readonly (number | null)[] => scored(preset(id), { counts }).terms.map((term) => term.points);
const shown = (result: Score): string => roundHalfUp(result.value!, 2);

describe('post scores', () => {
  it('collector: 36 + 18.4 + 18.4 + 18 = 90.80, A', () => {
    const counts = {
      valid_report: 378,
      report: 420,
      missed: 24,
      file: 300,
      intime_pre_check: 46,
      need_pre_check: 50,
      intime_post_check: 108,
      need_post_check: 120,
    };
    const result = scored(preset('post_collector'), { counts });
    expect(points('post_collector', counts).map((p) => roundHalfUp(p!, 4))).toEqual(['36.0000', '18.4000', '18.4000', '18.0000']);
    expect([shown(result), result.grade, result.flags]).toEqual(['90.80', 'A', []]);
  });

  it('acceptor: 22.5 + 38.4 + 31.71875 = 92.62, A', () => {
    const counts = { accept: 1350, intime_send_pre_check: 96, need_pre_check: 100, intime_send_post_check: 290, need_post_check: 320 };
    const result = scored(preset('post_acceptor'), { counts });
    expect(points('post_acceptor', counts)).toEqual([22.5, 38.4, 31.71875]);
    expect([shown(result), result.grade]).toEqual(['92.62', 'A']);
  });

  it('shift leader: 24.25 + 38.8 + 32.892857 = 95.94, A, by either way of counting accurate filing', () => {
    const counts = { file: 1000, intime_file: 970, void: 30, accurate_file: 970, intime_close: 921, need_close: 980 };
    const result = scored(preset('post_shift_leader'), { counts });
    expect(result.terms[2]!.points).toBeCloseTo(32.892857, 6);
    expect([shown(result), result.grade]).toEqual(['95.94', 'A']);
    const { accurate_file: _, ...published } = counts;
    expect(shown(scored({ ...preset('post_shift_leader'), rates: { accurate_file_rate: 'unicom' } }, { counts: published }))).toBe('95.94');
  });

  it('dispatcher: 15 + 37.5 + 38 = 90.50, A; the published denominator passes 100 % and is flagged, not capped', () => {
    const counts = { need_dispatch: 640, intime_dispatch: 600, accurate_dispatch: 608 };
    const result = scored(preset('post_dispatcher'), { counts });
    expect(points('post_dispatcher', counts)).toEqual([15, 37.5, 38]);
    expect([shown(result), result.grade, result.flags]).toEqual(['90.50', 'A', []]);
    const published = scored({ ...preset('post_dispatcher'), rates: { accurate_dispatch_rate: 'unicom' } }, { counts });
    expect(published.flags).toEqual(['over_100_percent']);
    expect(published.terms[2]!.points).toBeCloseTo((40 * 608) / 600, 12);
  });

  it.each([
    [0, 0],
    [100, 0],
    [101, 40],
    [300, 40],
    [301, 60],
    [500, 60],
    [501, 75],
    [1200, 75],
    [1201, 90],
    [2000, 90],
    [2001, 100],
  ])('acceptance volume %i stands in the band of %i points', (accept, band) => {
    const [term] = scored(preset('post_acceptor'), { counts: { accept } }).terms;
    expect(term!.raw).toBe(band);
  });
});

describe('department scores', () => {
  it('eGOVA 60/30/10: 55.2 + 28.578947 + 9.642857 = 93.42', () => {
    const counts = { intime_handle: 184, need_handle: 200, close: 181, need_close: 190, rework: 7, through_handle: 196 };
    const result = scored(preset('unit_egova'), { counts });
    expect(points('unit_egova', counts).map((p) => roundHalfUp(p!, 6))).toEqual(['55.200000', '28.578947', '9.642857']);
    expect(shown(result)).toBe('93.42');
  });

  it('Jinniu: 28.5 + 18 + 19.459459 + 19.4 + 9.6 = 94.96', () => {
    const counts = { need_handle: 200, handle: 190, intime_handle: 180, rework: 5, need_close: 185, overtime_to_handle: 6, postpone: 8 };
    const result = scored(preset('unit_jinniu'), { counts });
    expect(points('unit_jinniu', counts).map((p) => roundHalfUp(p!, 6))).toEqual([
      '28.500000',
      '18.000000',
      '19.459459',
      '19.400000',
      '9.600000',
    ]);
    expect(shown(result)).toBe('94.96');
  });

  const yuncheng = {
    intime_close: 962,
    overtime_close: 28,
    need_close: 1000,
    postpone: 5,
    need_handle: 100,
    rework: 2,
    through_handle: 100,
  };

  it('Yuncheng system score: 97.32 × 0.8 + 9.5 + 9.8 = 97.156, and a bonus is added with its reason', () => {
    expect(scored(preset('system_yuncheng'), { counts: yuncheng }).value).toBeCloseTo(97.156, 9);
    const bonus = { bonus: [{ points: 1.5, reason: '市级通报表扬' }] };
    const result = scored(preset('system_yuncheng'), { counts: yuncheng, manual: bonus });
    expect(result.value).toBeCloseTo(98.656, 9);
    expect(result.terms.at(-1)?.formula.zh).toBe('加减分 = 1.5 市级通报表扬 = 1.5');
  });

  it('Yuncheng trades: enforcement 93.38, sanitation 95.23, greening 70 / 30', () => {
    const enforcement = scored(preset('trade_enforcement'), { inputs: { system: 97.156, team: 92, street: 88 } });
    expect(shown(enforcement)).toBe('93.38');
    const sanitation = scored(preset('trade_sanitation'), { inputs: { system: 97.156, litter: 640, centre: 95 } });
    expect(sanitation.terms[1]!.raw).toBeCloseTo(93.6, 12);
    expect(shown(sanitation)).toBe('95.23');
    expect(scored(preset('trade_greening'), { inputs: { system: 90, centre: 80 } }).value).toBeCloseTo(87, 12);
  });

  it('areas: the four weights make 100', () => {
    const counts = { report_public: 100, report: 100, file: 2001, close: 50, need_close: 50, intime_close: 50 };
    expect(scored(preset('area'), { counts }).value).toBeCloseTo(100, 12);
  });
});

describe('trade rules', () => {
  const rule = (id: string, term: string, given: ScoreInputs): number | null =>
    scored({ ...preset(id), terms: preset(id).terms.filter((t) => t.id === term) }, given).value;
  const times = (n: number, event = {}) => Array.from({ length: n }, (_, i) => ({ id: `e${i}`, ...event }));

  it('capped deduction: 37 late roads leave 16.3 of 20, and 300 leave 0', () => {
    expect(rule('rules_sweeping', 'late_roads', { inputs: { late_roads: 37 } })).toBeCloseTo(16.3, 12);
    expect(rule('rules_sweeping', 'late_roads', { inputs: { late_roads: 300 } })).toBe(0);
  });

  it.each([
    [0, -0.3],
    [1, -0.25],
    [49, -0.25],
    [50, -0.15],
    [74, -0.15],
    [75, -0.1],
    [89, -0.1],
    [90, 0],
    [100, 0],
  ])('bands: a daily handling rate of %s percent gives %s', (handle, expected) => {
    expect(rule('rules_sweeping', 'daily_handling', { counts: { handle, need_handle: 100 } })).toBe(expected);
  });

  it('event deduction: half a point for each hot spot, at most 20', () => {
    expect(rule('rules_sweeping', 'hot_spots', { events: { hot_spots: times(3) } })).toBe(18.5);
    expect(rule('rules_sweeping', 'hot_spots', { events: { hot_spots: times(99) } })).toBe(0);
    expect(rule('rules_sweeping', 'hot_spots', { events: { hot_spots: [{ id: 'x', points: 2 }] } })).toBe(18);
    expect(rule('rules_sweeping', 'hot_spots', { events: { hot_spots: [] } })).toBe(20);
  });

  it('linear clamp: 1.5 days give 5, 3 days 0, half a day at most 10', () => {
    const days = (d: number) => rule('rules_sweeping', 'handling_days', { inputs: { handling_days: d } });
    expect([days(1.5), days(3), days(0.5)]).toEqual([5, 0, 10]);
  });

  it('floor step: 9 050 bikes on a quota of 8 300 cost 0.3, 250 zombies 0.2, below quota nothing', () => {
    expect(rule('rules_bikes', 'over_quota', { inputs: { bikes: 9050, quota: 8300 } })).toBeCloseTo(-0.3, 12);
    expect(rule('rules_bikes', 'over_quota', { inputs: { bikes: 8000, quota: 8300 } })).toBeCloseTo(0, 12);
    expect(rule('rules_bikes', 'zombies', { inputs: { zombies: 250 } })).toBeCloseTo(-0.2, 12);
    expect(rule('rules_bikes', 'zombies', { inputs: { zombies: 5_000_000 } })).toBe(-10);
  });

  it('normalised: 28.20 for fumes and 26.407 for online complaints', () => {
    const inputs = { fume: 10, online: 100, area: 0.026, population: 2.141 };
    expect(roundHalfUp(rule('rules_complaints', 'fume', { inputs })!, 2)).toBe('28.20');
    expect(roundHalfUp(rule('rules_complaints', 'online', { inputs })!, 3)).toBe('26.407');
    expect(rule('rules_complaints', 'fume', { inputs: { ...inputs, area: 0 } })).toBeNull();
  });

  it('linear: a satisfaction rate of 80 % is 24 of 30', () => {
    expect(rule('rules_complaints', 'satisfaction', { counts: { very_satisfied: 5, satisfied: 3, dissatisfied: 2 } })).toBeCloseTo(24, 12);
  });

  it('grouped events: only spots with three complaints count, at most 10', () => {
    const spots = [...times(3, { group: 'a' }), ...times(2, { group: 'b' }), ...times(4, { group: 'c' })];
    expect(rule('rules_complaints', 'repeated_spots', { events: { complaint_spots: spots } })).toBe(-2);
    const many = Array.from({ length: 12 }, (_, g) => times(3, { group: `g${g}` })).flat();
    expect(rule('rules_complaints', 'repeated_spots', { events: { complaint_spots: many } })).toBe(-10);
  });

  it('linked caps: the second deduction never exceeds the first', () => {
    const linked = (found: number, rest: number) =>
      rule('rules_complaints', 'found_not_rectified', { inputs: { found, not_rectified: rest } });
    expect([linked(3, 2), linked(3, 5), linked(0, 5), linked(15, 15)]).toEqual([-5, -6, 0, -20].map((v) => v + 0));
  });

  it('bonus: a new building of 300 m² is worth 7, one of the stock 9, at most 20', () => {
    const removed = (...attributes: Record<string, number>[]) =>
      rule('rules_illegal_building', 'removed', { events: { removed: attributes.map((a, i) => ({ id: `b${i}`, attributes: a })) } });
    expect(removed({ areaM2: 300 })).toBe(7);
    expect(removed({ stock: 1, areaM2: 320 })).toBe(9);
    expect(removed({})).toBe(5);
    expect(removed({ stock: 1, areaM2: 320 }, { areaM2: 300 }, { areaM2: 300 })).toBe(20);
  });

  it('manual: nothing by default, refused without a reason or out of range', () => {
    expect(rule('rules_illegal_building', 'manual', {})).toBe(0);
    const entry = (given: { points: number; reason: string }) =>
      score(preset('rules_illegal_building'), { events: { removed: [] }, manual: { manual: [given] } });
    expect(entry({ points: -2, reason: ' ' })).toMatchObject({ ok: false, refusal: { code: 'evaluation.manual_reason_required' } });
    expect(entry({ points: 1, reason: 'x' })).toMatchObject({ ok: false, refusal: { code: 'evaluation.manual_out_of_range' } });
    expect(entry({ points: Number.NaN, reason: 'x' }).ok).toBe(false);
    expect(entry({ points: -2, reason: '未按期报送' })).toMatchObject({ ok: true, value: { value: -2 } });
  });
});

describe('a score', () => {
  const counts = { intime_handle: 184, need_handle: 200, close: 181, need_close: 190, rework: 0, through_handle: 0 };

  it('is unknown when a term has no cases, never 0 or full marks', () => {
    const result = scored(preset('unit_egova'), { counts });
    expect(result).toMatchObject({ value: null, grade: null });
    expect(result.flags).toEqual(['no_cases', 'term_missing']);
    expect(result.formula.en).toContain('– (data missing, no score)');
  });

  it('shares the weight of a missing term among the others when the formula says so', () => {
    const result = scored({ ...preset('unit_egova'), whenMissing: 'redistribute' }, { counts });
    expect(result.value).toBeCloseTo((55.2 + (30 * 181) / 190) / 0.9, 9);
    expect(result.flags).toContain('weights_redistributed');
    expect(scored({ ...preset('unit_egova'), whenMissing: 'redistribute' }, {}).value).toBeNull();
  });

  it('opens down to the counts of each rate, in both languages', () => {
    const result = scored(preset('unit_egova'), { counts: { ...counts, rework: 7, through_handle: 196 } });
    const [handled] = result.terms;
    expect(handled!.formula.zh).toBe('按期处置率 = 按期处置率 92 × 60 ÷ 100 = 55.2');
    expect(handled!.inputs[0]!.rate!.formula.zh).toBe('按期处置率 = 按期处置数 184 ÷ 应处置数 200 = 92.00 %');
    expect(handled!.inputs[0]!.rate!.rowsQuery.numerator.plus).toEqual(['intime_handle']);
    expect(result.formula.zh).toBe('专业部门综合评价（60/30/10） = 按期处置率 55.2 + 结案率 28.5789 + 返工率 9.6429 = 93.42');
    expect(result.formula.en).toBe('Unit composite (60/30/10) = Handled in time 55.2 + Closing rate 28.5789 + Rework 9.6429 = 93.42');
  });

  it('stays within the limits of its formula and says when it was limited', () => {
    const terms: Term[] = [{ kind: 'capped_deduction', id: 'd', zh: '扣分', en: 'Deduction', of: { input: 'n' }, per: 10, cap: 500 }];
    const formula: Formula = { ...preset('rules_bikes'), base: 100, min: 0, max: 100, inputs: { n: { zh: '次数', en: 'Times' } }, terms };
    expect(scored(formula, { inputs: { n: 3 } })).toMatchObject({ value: 70, flags: [] });
    expect(scored(formula, { inputs: { n: 30 } })).toMatchObject({ value: 0, flags: ['limited'] });
  });
});

describe('grades and ranks', () => {
  it('grades from the unrounded score', () => {
    expect([100, 90, 89.999, 75, 74.9, 60, 59, 40, 39.9, 0, -5].map(gradeOf)).toEqual([
      'A',
      'A',
      'B',
      'B',
      'C',
      'C',
      'D',
      'D',
      'E',
      'E',
      'E',
    ]);
    expect(gradeOf(0.1 * 3 * 300)).toBe('A');
  });

  it('lets ties share the rank and leaves the unknown unranked', () => {
    const items = [90, 95, null, 90 + 1e-12, 80].map((value, i) => ({ item: 'abcde'[i]!, value }));
    expect(rank(items).map((r) => [r.item, r.rank])).toEqual([
      ['b', 1],
      ['d', 2],
      ['a', 2],
      ['e', 4],
      ['c', null],
    ]);
    expect(rank(items, 'lower').map((r) => r.item)).toEqual(['e', 'a', 'd', 'b', 'c']);
  });

  it('ranks the cities of the renewal example by rate', () => {
    const cities = [
      { item: 'quarters', value: 1576 / 1504 },
      { item: 'households', value: 484 / 401 },
    ];
    expect(rank(cities).map((r) => `${r.item} ${roundHalfUp(r.value! * 100, 1)}`)).toEqual(['households 120.7', 'quarters 104.8']);
  });
});
