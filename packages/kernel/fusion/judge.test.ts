import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LonLat } from '../geo/geometry.ts';
import { type FusionReport, judge } from './judge.ts';
import { DEFAULT_FUSION, fusionSettings, PARTS } from './settings.ts';
import { suggest } from './suggest.ts';

const T0 = Date.parse('2026-11-20T15:05:00+08:00');
const MINUTE = 60_000;
/** Metres north of the origin, as degrees. */
const north = (m: number): LonLat => [113.1, 23.02 + m / 111_195.08];

const report: FusionReport = {
  id: 'r',
  classCode: '06010',
  at: T0,
  position: north(0),
  text: '普君西路67号西侧巷口，生活垃圾成堆，未入桶',
  photoHashes: ['f0e1d2c3b4a59687'],
};
const like = (change: Partial<FusionReport>): FusionReport => ({ ...report, id: 'c', ...change });

const anyReport = (id: string): fc.Arbitrary<FusionReport> =>
  fc.record({
    id: fc.constant(id),
    classCode: fc.constantFrom('06010', '06011', '09005', null),
    at: fc.integer({ min: 0, max: 30 * 60 }).map((minutes) => T0 + minutes * MINUTE),
    position: fc.option(fc.integer({ min: -60, max: 60 }).map(north), { nil: null }),
    text: fc.constantFrom('', '普君西路六十七号垃圾', '巷口垃圾成堆', '店外经营占道', '67号巷口有人乱倒垃圾，味道很大'),
    photoHashes: fc.subarray(['f0e1d2c3b4a59687', 'f0e1d2c3b4a59680', '0000000000000000', 'ff']),
  });
const grouped = { ...DEFAULT_FUSION, classGroups: { '06010': 'litter', '06011': 'litter' } };

describe('the judgement', () => {
  it('scores an identical report 1, whatever is known of it', () => {
    expect(judge(report, like({}), DEFAULT_FUSION)).toMatchObject({ score: 1, verdict: 'same' });
    fc.assert(
      fc.property(anyReport('a'), (a) => {
        const result = judge(a, { ...a, id: 'b' }, grouped);
        if (!result.excludedBecause) expect(result.score).toBeCloseTo(1, 12);
        else expect(result.excludedBecause.code).toBe('nothing_to_compare');
      }),
    );
  });

  it('is symmetric, stays within 0 and 1, and is the sum of its points', () => {
    fc.assert(
      fc.property(anyReport('a'), anyReport('b'), (a, b) => {
        const there = judge(a, b, grouped);
        const back = judge(b, a, grouped);
        expect(there.score).toBeCloseTo(back.score, 12);
        expect([there.verdict, there.excludedBecause?.code]).toEqual([back.verdict, back.excludedBecause?.code]);
        expect(there.score).toBeGreaterThanOrEqual(0);
        expect(there.score).toBeLessThanOrEqual(1);
        const points = PARTS.reduce((sum, part) => sum + there.reasons[part].points, 0);
        if (!there.excludedBecause) expect(points).toBeCloseTo(there.score, 12);
      }),
    );
  });

  it('never rises with distance or with age', () => {
    const far = fc.tuple(fc.integer({ min: 0, max: 80 }), fc.integer({ min: 0, max: 80 }));
    fc.assert(
      fc.property(anyReport('b'), far, far, (b, [d1, d2], [t1, t2]) => {
        const scoreAt = (m: number, hours: number) =>
          judge(report, { ...b, position: north(m), at: T0 - hours * 30 * MINUTE }, grouped).score;
        expect(scoreAt(Math.max(d1, d2), t1)).toBeLessThanOrEqual(scoreAt(Math.min(d1, d2), t1) + 1e-12);
        expect(scoreAt(d1, Math.max(t1, t2))).toBeLessThanOrEqual(scoreAt(d1, Math.min(t1, t2)) + 1e-12);
      }),
    );
  });

  it('shows each part with its measure, weight and points in both languages', () => {
    const { reasons } = judge(
      report,
      like({ at: T0 - 41 * MINUTE, position: north(28), photoHashes: ['f0e1d2c3b4a59680'] }),
      DEFAULT_FUSION,
    );
    expect([reasons.distance.zh, reasons.distance.en]).toEqual(['相距 28 m', '28 m apart']);
    expect([reasons.time.zh, reasons.time.en]).toEqual(['早 41 分', '41 min earlier']);
    expect([reasons.class.zh, reasons.text.zh, reasons.photo.zh]).toEqual(['同类', '文本 1.00', '照片 0.91']);
    expect(reasons.distance.value).toBeCloseTo(1 - (28 / 50) ** 2, 3);
    expect(reasons.distance.points).toBeCloseTo(reasons.distance.value! * 0.3, 12);
  });

  it('shares the weight of a missing photo among the others instead of taking it for unlike', () => {
    const { reasons, score } = judge(report, like({ photoHashes: [] }), DEFAULT_FUSION);
    expect(reasons.photo).toMatchObject({ value: null, weight: 0, points: 0, zh: '照片 缺', en: 'Photo missing' });
    expect(reasons.distance.weight).toBeCloseTo(0.3 / 0.85, 12);
    expect(score).toBeCloseTo(1, 12);
  });

  it('says "maybe" at best when only place and time are known', () => {
    const bare = { classCode: null, text: '', photoHashes: [] };
    expect(judge(like({ ...bare, id: 'x' }), like(bare), DEFAULT_FUSION)).toMatchObject({ score: 1, verdict: 'maybe' });
  });

  it('says "maybe" at best when one of the two has no place', () => {
    expect(judge(report, like({ position: null }), DEFAULT_FUSION)).toMatchObject({ verdict: 'maybe' });
  });
});

describe('candidates that are not taken', () => {
  it.each([
    ['class_differs', like({ classCode: '09005', position: north(22) }), '类别不同，不列为候选'],
    ['too_far', like({ position: north(80) }), '相距 80 m，超过 50 m'],
    ['too_old', like({ at: T0 - 26 * 60 * MINUTE }), '相隔 1 天 2 小时，超过 24 小时'],
    ['nothing_to_compare', like({ position: null, text: ' 。' }), '无位置、无文字，无法比较'],
    ['same_record', report, '同一条记录'],
  ])('say why: %s', (code, candidate, zh) => {
    const result = judge(report, candidate, DEFAULT_FUSION);
    expect(result).toMatchObject({ score: 0, verdict: 'different', excludedBecause: { code, zh } });
    expect(result.excludedBecause?.en).toMatch(/^[A-Z0-9]/);
  });

  it('keep their measured distance for the list', () => {
    const { reasons } = judge(report, like({ classCode: '09005', position: north(22) }), DEFAULT_FUSION);
    expect(reasons.distance.zh).toBe('相距 22 m');
  });

  it('are none within the exact limits of radius and window', () => {
    expect(judge(report, like({ at: T0 - 24 * 60 * MINUTE }), DEFAULT_FUSION).excludedBecause).toBeUndefined();
    expect(judge(report, like({ at: T0 - 24 * 60 * MINUTE - 1 }), DEFAULT_FUSION).excludedBecause?.code).toBe('too_old');
  });

  it('follow the radius and the window of the class, the stricter of two, and 0 switches a class off', () => {
    const settings = { ...grouped, radiusMByClass: { '06010': 200, '06011': 0 }, windowHoursByClass: { '06010': 1 } };
    expect(judge(report, like({ position: north(150) }), settings).excludedBecause).toBeUndefined();
    expect(judge(report, like({ at: T0 - 61 * MINUTE }), settings).excludedBecause?.code).toBe('too_old');
    expect(judge(report, like({ classCode: '06011' }), settings).excludedBecause?.code).toBe('class_off');
  });
});

describe('class groups', () => {
  it('let related classes meet at a lower value', () => {
    const related = judge(report, like({ classCode: '06011' }), grouped);
    expect(related.reasons.class).toMatchObject({ value: 0.7, zh: '同组不同类' });
    expect(related.score).toBeLessThan(1);
    expect(judge(report, like({ classCode: '06011' }), DEFAULT_FUSION).excludedBecause?.code).toBe('class_differs');
  });
});

describe('suggestions', () => {
  const candidates = [
    like({ id: 'far', position: north(300) }),
    like({ id: 'b', position: north(43), at: T0 - 10 * MINUTE, text: '巷口有生活垃圾', photoHashes: [] }),
    like({ id: 'other-class', classCode: '09005', position: north(22) }),
    like({ id: 'a', position: north(28), at: T0 - 41 * MINUTE }),
    like({
      id: 'unlike',
      position: north(49),
      at: T0 - 20 * 60 * MINUTE,
      text: '绿化带内有人倾倒建筑材料',
      photoHashes: ['0f1e2d3c4b5a6978'],
    }),
    report,
  ];

  it('come best first, the others nearest first with their why, and the report itself not at all', () => {
    const result = suggest(report, candidates, DEFAULT_FUSION);
    expect(result.suggested.map((s) => [s.candidate.id, s.judgement.verdict])).toEqual([
      ['a', 'same'],
      ['b', 'maybe'],
    ]);
    expect(result.others.map((s) => [s.candidate.id, s.judgement.excludedBecause?.code])).toEqual([
      ['other-class', 'class_differs'],
      ['unlike', undefined],
      ['far', 'too_far'],
    ]);
  });

  it('are cut at the limit and say how many there were', () => {
    const result = suggest(report, candidates, DEFAULT_FUSION, 1);
    expect([result.suggested.length, result.others.length]).toEqual([1, 1]);
    expect(result.total).toEqual({ suggested: 2, others: 3 });
  });

  it('do not depend on the order of the candidates', () => {
    const ids = (list: readonly FusionReport[]) => suggest(report, list, DEFAULT_FUSION).suggested.map((s) => s.candidate.id);
    expect(ids(candidates.toReversed())).toEqual(ids(candidates));
  });
});

describe('settings', () => {
  it('refuse what would break the score, naming the field', () => {
    const bad = { radiusM: -1, windowHours: 0, sameGroupValue: 2, sameFrom: 0.3, maybeFrom: Number.NaN } as const;
    for (const [field, value] of Object.entries(bad)) {
      expect(fusionSettings({ [field]: value }), field).toMatchObject({
        ok: false,
        refusal: { code: 'fusion.settings_invalid', params: { field } },
      });
    }
    const weights = { distance: 0, time: 0, class: 0, text: 0, photo: 0 };
    expect(fusionSettings({ weights }).ok).toBe(false);
    expect(fusionSettings({ radiusM: 80 })).toMatchObject({ ok: true, value: { radiusM: 80, windowHours: 24 } });
  });
});
