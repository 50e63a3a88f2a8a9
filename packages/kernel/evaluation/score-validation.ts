import { ok, type Refusal, type Result } from '../result.ts';
import { isCountId } from './counts.ts';
import { RATES, rateDefinition } from './metrics.ts';
import type { Band, Formula, Term, TermInput, TermKind } from './score-formula.ts';
import { TERM_KINDS } from './score-terms.ts';
import { effectiveWeight } from './score-weight.ts';

const WEIGHT_TOLERANCE = 1e-6;

/** A formula fit for use, or the first thing wrong with it; `params.all` carries every problem for the editor. */
export function validateFormula(formula: Formula): Result<Formula> {
  const problems = formulaProblems(formula);
  const [first] = problems;
  if (!first) return ok(formula);
  return { ok: false, refusal: { ...first, params: { ...first.params, all: problems } } };
}

/** Everything wrong with an edited formula, in the order of its terms. Its shape must already be that of a {@link Formula}. */
export function formulaProblems(formula: Formula): readonly Refusal[] {
  if (formula.terms.length === 0) return [problem('evaluation.formula_empty', { formula: formula.id })];
  return [
    ...duplicates(formula.terms),
    ...rateProblems(formula),
    ...formula.terms.flatMap((term) => termProblems(term, formula)),
    ...weightProblems(formula),
    ...limitProblems(formula),
  ];
}

const problem = (code: string, params: Record<string, unknown>): Refusal => ({ code, params });

function duplicates(terms: readonly Term[]): Refusal[] {
  const ids = terms.map((term) => term.id);
  return [...new Set(ids.filter((id, i) => ids.indexOf(id) !== i))].map((term) => problem('evaluation.term_duplicate', { term }));
}

function rateProblems(formula: Formula): Refusal[] {
  return Object.entries(formula.rates ?? {}).flatMap(([id, change]) => {
    const definition = rateDefinition(id, change);
    return definition.ok ? [] : [definition.refusal];
  });
}

/** The weights must reach the total, so that a perfect subject scores exactly the total. */
function weightProblems(formula: Formula): Refusal[] {
  const total = formula.total === undefined ? 100 : formula.total;
  if (total === null) return [];
  const sum = effectiveWeight(formula.terms);
  return Math.abs(sum - total) <= WEIGHT_TOLERANCE ? [] : [problem('evaluation.weights_sum', { formula: formula.id, sum, total })];
}

function limitProblems({ id, min, max }: Formula): Refusal[] {
  return min !== undefined && max !== undefined && min > max ? [problem('evaluation.range_reversed', { term: id, min, max })] : [];
}

/** What each kind cannot do without: formulas arrive as edited JSON. */
const REQUIRED: Readonly<Record<TermKind, readonly string[]>> = {
  linear: ['of'],
  inverse: ['of'],
  bands: ['of', 'bands'],
  clamp: ['of', 'offset', 'factor', 'min', 'max'],
  capped_deduction: ['of', 'per', 'cap'],
  floor_step: ['of', 'step', 'per', 'cap'],
  event_deduction: ['events', 'per', 'cap'],
  bonus: ['events', 'each', 'extras', 'cap'],
  linked_caps: ['first', 'second', 'per', 'secondPer', 'cap'],
  grouped_events: ['events', 'threshold', 'per', 'cap'],
  normalised: ['of', 'by', 'full', 'factor', 'min'],
  manual: ['min', 'max'],
};

function termProblems(term: Term, formula: Formula): Refusal[] {
  if (!TERM_KINDS.includes(term.kind)) return [problem('evaluation.term_kind', { term: term.id, kind: term.kind })];
  const missing = REQUIRED[term.kind].filter((field) => Reflect.get(term, field) === undefined);
  if (missing.length > 0) return missing.map((field) => problem('evaluation.term_field_missing', { term: term.id, field }));
  return [
    ...numberProblems(term),
    ...inputsOf(term).flatMap((input) => inputProblems(term, input, formula)),
    ...shapeProblems(term, formula),
  ];
}

/** Amounts that must not be negative or not be numbers: a negative "per" would turn a deduction into a gift. */
function numberProblems(term: Term): Refusal[] {
  const fields = Object.entries(term).filter(([, value]) => typeof value === 'number') as [string, number][];
  const free = new Set(['offset', 'factor', 'min', 'max', 'full']);
  const positive = new Set(['step', 'outOf', 'threshold']);
  return fields.flatMap(([field, value]) => {
    const fine = Number.isFinite(value) && (free.has(field) || (positive.has(field) ? value > 0 : value >= 0));
    return fine ? [] : [problem('evaluation.term_number', { term: term.id, field, value: String(value) })];
  });
}

function inputsOf(term: Term): readonly TermInput[] {
  const parts = [
    'of' in term && term.of ? [term.of] : [],
    'quota' in term && term.quota ? [term.quota] : [],
    'first' in term ? [term.first, term.second] : [],
    'by' in term ? term.by : [],
  ];
  return parts.flat();
}

function inputProblems(term: Term, input: TermInput, formula: Formula): Refusal[] {
  if ('metric' in input)
    return RATES.has(input.metric) ? [] : [problem('evaluation.unknown_metric', { term: term.id, metric: input.metric })];
  if ('count' in input) return isCountId(input.count) ? [] : [problem('evaluation.unknown_count', { term: term.id, count: input.count })];
  const known = Object.hasOwn(formula.inputs ?? {}, input.input);
  return known ? [] : [problem('evaluation.unknown_input', { term: term.id, input: input.input })];
}

function shapeProblems(term: Term, formula: Formula): Refusal[] {
  if ('events' in term && !Object.hasOwn(formula.events ?? {}, term.events)) {
    return [problem('evaluation.unknown_input', { term: term.id, input: term.events })];
  }
  if (term.kind === 'bands') return bandProblems(term.id, term.bands);
  if ((term.kind === 'clamp' || term.kind === 'manual') && term.min > term.max) {
    return [problem('evaluation.range_reversed', { term: term.id, min: term.min, max: term.max })];
  }
  if (term.kind === 'normalised' && term.by.length === 0) return [problem('evaluation.term_divisor', { term: term.id })];
  return [];
}

/** Bands must fall strictly from the top down, or a lower one would never be reached. "≥ x" stands above "> x" nowhere but at one bound. */
function bandProblems(term: string, bands: readonly Band[]): Refusal[] {
  if (bands.length === 0) return [problem('evaluation.bands_order', { term })];
  const bound = (band: Band) => ('atLeast' in band ? band.atLeast : band.above);
  const reachable = bands.every((band, i) => {
    const above = bands[i - 1];
    if (above === undefined) return true;
    return bound(band) < bound(above) || (bound(band) === bound(above) && 'above' in above && 'atLeast' in band);
  });
  const numbers = bands.every((band) => Number.isFinite(bound(band)) && Number.isFinite(band.points));
  return reachable && numbers ? [] : [problem('evaluation.bands_order', { term })];
}
