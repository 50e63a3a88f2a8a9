import { describe, expect, it } from 'vitest';
import { COUNT_IDS, COUNTS, type Counts, isCountId } from './counts.ts';
import { formatNumber, formatRate, roundHalfUp } from './format.ts';
import { RATES, type RateChange, rateDefinition } from './metrics.ts';
import { rate, sumCounts } from './rates.ts';

const explain = (id: string, counts: Counts, change?: RateChange) => {
  const definition = rateDefinition(id, change);
  if (!definition.ok) throw new Error(definition.refusal.code);
  return rate(definition.value, counts);
};

describe('the dictionary', () => {
  it('names every count and rate of the standard scheme', () => {
    const counts = `report report_public report_collector valid_report accept intime_accept file intime_file reject void accurate_file
      need_pre_check pre_check intime_pre_check need_dispatch dispatch intime_dispatch accurate_dispatch wrong_dispatch need_handle handle
      intime_handle overtime_handle to_handle intime_to_handle overtime_to_handle rework rework_times through_handle back postpone hang
      his_hang need_post_check post_check intime_post_check need_close close intime_close overtime_close to_close overtime_to_close missed
      self_handle visit very_satisfied satisfied dissatisfied grid_red public_red`.split(/\s+/);
    expect(counts.filter((id) => !isCountId(id))).toEqual([]);
    const rates = `handle_rate intime_handle_rate close_rate intime_close_rate overtime_close_rate not_closed_rate intime_file_rate
      accurate_file_rate intime_accept_rate intime_dispatch_rate accurate_dispatch_rate valid_report_rate intime_pre_check_rate
      intime_post_check_rate missed_rate rework_rate postpone_rate overtime_to_handle_rate file_rate accept_rate post_check_rate
      satisfaction_rate on_time_close_rate overtime_times`.split(/\s+/);
    expect(rates.filter((id) => !RATES.has(id))).toEqual([]);
  });

  it('gives every entry both languages and standing figures no sum over periods', () => {
    for (const id of COUNT_IDS) {
      const count = COUNTS[id];
      expect(count.zh && count.en && count.definition.zh && count.definition.en, id).toBeTruthy();
      expect(count.additive, id).toBe(count.at === 'event');
    }
    expect(new Set(COUNT_IDS.map((id) => COUNTS[id].zh)).size).toBe(COUNT_IDS.length);
    expect(new Set([...RATES.values()].map((r) => r.zh)).size).toBe(RATES.size);
  });

  it('accepts every preset it offers', () => {
    for (const [id, definition] of RATES) {
      for (const preset of Object.keys(definition.presets ?? {})) expect(rateDefinition(id, preset).ok, `${id} ${preset}`).toBe(true);
    }
  });
});

describe('rates', () => {
  it('reproduces the district baseline of 9,071 in 9,995, and null is not zero', () => {
    const explained = explain('on_time_close_rate', { intime_close: 9071, overtime_close: 924 });
    expect(explained).toMatchObject({ numerator: 9071, denominator: 9995, flags: [] });
    expect(formatRate(explained.value)).toBe('90.76 %');
    expect(formatRate(9071 / 10000)).toBe('90.71 %');
    expect(explained.formula.zh).toBe('结案按期率 = 按期结案数 9071 ÷ （按期结案数 9071 + 超期结案数 924 = 9995） = 90.76 %');
    expect(explained.formula.en).toBe(
      'On-time share of closed cases = Closed in time 9071 ÷ (Closed in time 9071 + Closed late 924 = 9995) = 90.76%',
    );
  });

  it('reproduces the six streets of the district', () => {
    const streets = {
      龙田: [2231, 202, 91.7],
      坑梓: [1999, 196, 91.07],
      碧岭: [902, 92, 90.74],
      坪山: [2481, 255, 90.68],
      石井: [379, 42, 90.02],
      马峦: [1070, 136, 88.72],
    };
    for (const [name, [intime, overtime, percent]] of Object.entries(streets)) {
      const { value } = explain('on_time_close_rate', { intime_close: intime!, overtime_close: overtime! });
      expect(Number(roundHalfUp(value! * 100, 2)), name).toBe(percent);
    }
  });

  it('reproduces the city month of 13,704 closed of 13,838 due', () => {
    expect(formatRate(explain('close_rate', { close: 13704, need_close: 13838 }).value)).toBe('99.03 %');
  });

  it('is null without cases and without knowledge, and says which', () => {
    expect(explain('close_rate', { close: 0, need_close: 0 })).toMatchObject({ value: null, flags: ['no_cases'] });
    expect(explain('close_rate', { close: 3 })).toMatchObject({ value: null, denominator: null, flags: ['count_missing'] });
    expect(formatRate(null)).toBe('–');
  });

  it('shows a rate above 100 % as it is and flags it', () => {
    const explained = explain('accurate_dispatch_rate', { accurate_dispatch: 608, intime_dispatch: 600, need_dispatch: 640 }, 'unicom');
    expect(explained.flags).toEqual(['over_100_percent']);
    expect(explained.value).toBeCloseTo(608 / 600, 15);
    expect(explain('accurate_dispatch_rate', { accurate_dispatch: 608, need_dispatch: 640 }).flags).toEqual([]);
    expect(explain('overtime_times', { used_minutes: 300, allowance_minutes: 240 })).toMatchObject({ value: 1.25, flags: [] });
  });

  it('takes the denominator of the preset that was chosen', () => {
    const counts = { rework: 7, through_handle: 196, need_close: 185 };
    expect(explain('rework_rate', counts).value).toBe(7 / 196);
    expect(explain('rework_rate', counts, 'egova').value).toBe(7 / 196);
    expect(explain('rework_rate', counts, 'jinniu').value).toBe(7 / 185);
    expect(explain('rework_rate', counts, { denominator: { plus: ['through_handle', 'need_close'], minus: ['rework'] } }).denominator).toBe(
      374,
    );
  });

  it('refuses what is not in the dictionary', () => {
    expect(rateDefinition('speed')).toMatchObject({ ok: false, refusal: { code: 'evaluation.unknown_metric' } });
    expect(rateDefinition('rework_rate', 'nowhere')).toMatchObject({ ok: false, refusal: { code: 'evaluation.unknown_preset' } });
    const change = JSON.parse('{"denominator":{"plus":["wishes"]}}') as RateChange;
    expect(rateDefinition('rework_rate', change)).toMatchObject({ ok: false, refusal: { code: 'evaluation.unknown_count' } });
    expect(rateDefinition('rework_rate', { numerator: { plus: [] } })).toMatchObject({
      ok: false,
      refusal: { code: 'evaluation.empty_sum' },
    });
  });
});

describe('sums', () => {
  it('adds subjects, and over periods leaves standing figures out', () => {
    const parts = [
      { close: 3, to_close: 2 },
      { close: 4, to_close: 1 },
    ];
    expect(sumCounts(parts)).toEqual({ close: 7, to_close: 3 });
    expect(sumCounts(parts, 'periods')).toEqual({ close: 7 });
  });

  it('does not take an unknown part for zero', () => {
    expect(sumCounts([{ close: 3, file: 1 }, { close: 4 }])).toEqual({ close: 7 });
    expect(sumCounts([])).toEqual({});
  });
});

describe('display', () => {
  it('rounds half up on the decimal digits', () => {
    const table: [number, number, string][] = [
      [1.005, 2, '1.01'],
      [97.156, 2, '97.16'],
      [95.942857, 2, '95.94'],
      [0.5, 0, '1'],
      [2.5, 0, '3'],
      [-0.15, 1, '-0.2'],
      [-0.001, 2, '0.00'],
      [1.5e-7, 2, '0.00'],
      [5e-7, 6, '0.000001'],
      [1.2e20, 1, '120000000000000000000.0'],
      [0, 2, '0.00'],
      [9.995, 2, '10.00'],
    ];
    for (const [value, decimals, text] of table) expect(roundHalfUp(value, decimals), `${value}`).toBe(text);
  });

  it('writes rates by locale and numbers without trailing zeros', () => {
    expect(formatRate(0.9, 1, 'en')).toBe('90.0%');
    expect(formatRate(1, 0, 'zh')).toBe('100 %');
    expect([formatNumber(19.4), formatNumber(100), formatNumber(0.1), formatNumber(null)]).toEqual(['19.4', '100', '0.1', '–']);
  });
});
