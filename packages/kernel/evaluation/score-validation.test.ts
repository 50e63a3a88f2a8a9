import { describe, expect, it } from 'vitest';
import { EVALUATION_REFUSALS } from './refusals.ts';
import type { Formula, Term } from './score-formula.ts';
import { AREA_PRESETS, DEPARTMENT_PRESETS, POST_PRESETS, TRADE_PRESETS } from './score-presets.ts';
import { formulaProblems, validateFormula } from './score-validation.ts';
import { score } from './scores.ts';
import { TRADE_RULE_PRESETS } from './trade-rule-presets.ts';

const linear = (change: Record<string, unknown> = {}): Term =>
  ({ kind: 'linear', id: 't', zh: '项', en: 'Term', weight: 100, of: { metric: 'close_rate' }, ...change }) as Term;
const formula = (terms: readonly Term[], change: Partial<Formula> = {}): Formula => ({
  id: 'f',
  zh: '公式',
  en: 'Formula',
  subject: 'department',
  source: 'ours',
  inputs: { n: { zh: '次数', en: 'Times' } },
  events: { e: { zh: '事件', en: 'Events' } },
  terms,
  ...change,
});
const deduction = { kind: 'capped_deduction', of: { input: 'n' }, per: 1, cap: 10 };

describe('the presets', () => {
  it('are all valid', () => {
    for (const preset of [...POST_PRESETS, ...DEPARTMENT_PRESETS, ...TRADE_PRESETS, ...AREA_PRESETS, ...TRADE_RULE_PRESETS]) {
      expect(formulaProblems(preset), preset.id).toEqual([]);
    }
  });
});

describe('an edited formula', () => {
  const refused: [string, Formula, string, Record<string, unknown>][] = [
    ['without terms', formula([]), 'evaluation.formula_empty', {}],
    ['whose weights do not reach 100', formula([linear({ weight: 95 })]), 'evaluation.weights_sum', { sum: 95, total: 100 }],
    ['whose weights pass 100', formula([linear(), linear({ id: 'u', weight: 1 })]), 'evaluation.weights_sum', { sum: 101 }],
    ['with an unknown metric', formula([linear({ of: { metric: 'speed' } })]), 'evaluation.unknown_metric', { metric: 'speed' }],
    ['with an unknown count', formula([linear({ of: { count: 'wishes' } })]), 'evaluation.unknown_count', { count: 'wishes' }],
    ['with a count named like a method', formula([linear({ of: { count: 'toString' } })]), 'evaluation.unknown_count', {}],
    ['with an undeclared input', formula([linear({ of: { input: 'm' } })]), 'evaluation.unknown_input', { input: 'm' }],
    [
      'with undeclared events',
      formula([linear({ kind: 'event_deduction', of: undefined, events: 'x', per: 1, cap: 1 })]),
      'evaluation.unknown_input',
      { input: 'x' },
    ],
    [
      'with a term that lacks a part',
      formula([linear({ kind: 'floor_step', per: 1, cap: 1 })]),
      'evaluation.term_field_missing',
      { field: 'step' },
    ],
    ['with a term twice', formula([linear({ weight: 50 }), linear({ weight: 50 })]), 'evaluation.term_duplicate', { term: 't' }],
    ['of an unknown kind', formula([linear({ kind: 'magic' })]), 'evaluation.term_kind', { kind: 'magic' }],
    ['with a negative weight', formula([linear({ weight: -100 })], { total: null }), 'evaluation.term_number', { field: 'weight' }],
    [
      'with a weight that is no number',
      formula([linear({ weight: Number.NaN })], { total: null }),
      'evaluation.term_number',
      { field: 'weight' },
    ],
    ['with a deduction that gives', formula([linear({ ...deduction, per: -1 })]), 'evaluation.term_number', { field: 'per' }],
    ['with a step of 0', formula([linear({ ...deduction, kind: 'floor_step', step: 0 })]), 'evaluation.term_number', { field: 'step' }],
    ['with a scale of 0', formula([linear({ outOf: 0 })]), 'evaluation.term_number', { field: 'outOf' }],
    [
      'with an unknown preset of a rate',
      formula([linear()], { rates: { rework_rate: 'x' } }),
      'evaluation.unknown_preset',
      { preset: 'x' },
    ],
    ['with a reversed clamp', formula([linear({ kind: 'clamp', offset: 0, factor: 1, min: 5, max: 1 })]), 'evaluation.range_reversed', {}],
    ['with a reversed range of the score', formula([linear()], { min: 100, max: 0 }), 'evaluation.range_reversed', {}],
    [
      'with nothing to divide by',
      formula([linear({ kind: 'normalised', by: [], full: 1, factor: 1, min: 0 })]),
      'evaluation.term_divisor',
      {},
    ],
    ['without bands', formula([linear({ kind: 'bands', bands: [] })]), 'evaluation.bands_order', {}],
    [
      'with bands upside down',
      formula([
        linear({
          kind: 'bands',
          bands: [
            { atLeast: 0, points: 0 },
            { atLeast: 5, points: 1 },
          ],
        }),
      ]),
      'evaluation.bands_order',
      {},
    ],
    [
      'with a band twice',
      formula([
        linear({
          kind: 'bands',
          bands: [
            { atLeast: 5, points: 0 },
            { above: 5, points: 1 },
          ],
        }),
      ]),
      'evaluation.bands_order',
      {},
    ],
  ];

  it.each(refused)('%s is refused', (_, edited, code, params) => {
    expect(validateFormula(edited)).toMatchObject({ ok: false, refusal: { code, params } });
    expect(score(edited, {})).toMatchObject({ ok: false, refusal: { code } });
  });

  it('shows the editor every problem at once', () => {
    const problems = formulaProblems(formula([linear({ of: { metric: 'x' }, weight: 10 }), linear({ of: { metric: 'y' }, weight: 10 })]));
    expect(problems.map((problem) => problem.code)).toEqual([
      'evaluation.term_duplicate',
      'evaluation.unknown_metric',
      'evaluation.unknown_metric',
      'evaluation.weights_sum',
    ]);
  });

  it('may have weights that add up only roughly in binary', () => {
    expect(formulaProblems(formula([33.3, 33.3, 33.4].map((weight, i) => linear({ id: `t${i}`, weight }))))).toEqual([]);
  });

  it('counts terms that share a whole once', () => {
    const terms = [linear({ id: 'a', sharesOf: 'closing' }), linear({ id: 'b', weight: 40, sharesOf: 'closing' })];
    expect(formulaProblems(formula(terms))).toEqual([]);
  });

  it('only ever gives codes that have words', () => {
    for (const [, edited] of refused) {
      for (const problem of formulaProblems(edited)) expect(Object.keys(EVALUATION_REFUSALS)).toContain(problem.code);
    }
  });
});

describe('the words of refusals', () => {
  it('are complete, in both languages, with the same parameters', () => {
    const params = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();
    for (const [code, words] of Object.entries(EVALUATION_REFUSALS)) {
      expect(params(words.zh), code).toEqual(params(words.en));
      expect(
        [words.zh, words.en, words.next_zh, words.next_en].every((text) => text.length > 2),
        code,
      ).toBe(true);
    }
  });
});
