import { ok, type Result, refuse } from '../result.ts';
import { formatNumber, type Locale } from './format.ts';
import { gradeOf } from './grades.ts';
import type { RateFlag } from './rates.ts';
import type { ExplainedTerm, Formula, Score, ScoreFlag, ScoreInputs, Term } from './score-formula.ts';
import { evaluateTerm } from './score-terms.ts';
import { validateFormula } from './score-validation.ts';
import { effectiveWeight } from './score-weight.ts';
import type { Words } from './words.ts';

/**
 * Scores a subject by a formula. Refuses an invalid formula (`evaluation.*`, see {@link validateFormula}) and manual entries without a
 * reason or out of range. A rate above 100 % enters as it is and is flagged, never capped silently.
 */
export function score(formula: Formula, given: ScoreInputs): Result<Score> {
  const valid = validateFormula(formula);
  if (!valid.ok) return valid;
  const manual = manualRefusal(formula, given);
  if (manual) return manual;
  const terms = formula.terms.map((term) => explainTerm(term, formula, given));
  const missing = terms.filter((term) => term.points === null);
  const redistribute = formula.whenMissing === 'redistribute';
  const sum = missing.length > 0 && !redistribute ? null : addUp(formula, terms);
  const value = sum === null ? null : limit(formula, sum);
  const flags = new Set<ScoreFlag>(terms.flatMap((term) => term.flags));
  if (missing.length > 0) flags.add(redistribute ? 'weights_redistributed' : 'term_missing');
  if (value !== sum) flags.add('limited');
  return ok({
    formulaId: formula.id,
    zh: formula.zh,
    en: formula.en,
    value,
    grade: value === null ? null : gradeOf(value),
    flags: [...flags],
    formula: { zh: sumText(formula, terms, value, 'zh'), en: sumText(formula, terms, value, 'en') },
    terms,
  });
}

function explainTerm(term: Term, formula: Formula, given: ScoreInputs): ExplainedTerm {
  const { raw, inputs, arithmetic } = evaluateTerm(term, { formula, given });
  const outOf = term.outOf ?? 100;
  const points = raw === null ? null : term.weight === undefined ? raw : (term.weight * raw) / outOf;
  const weighted = term.weight === undefined ? '' : ` × ${formatNumber(term.weight)} ÷ ${formatNumber(outOf)}`;
  const text = (locale: Locale) => `${term[locale]} = ${arithmetic[locale]}${weighted} = ${formatNumber(points, 4)}`;
  const flags = [...new Set<RateFlag>(inputs.flatMap((input) => input.rate?.flags ?? []))];
  return {
    id: term.id,
    zh: term.zh,
    en: term.en,
    kind: term.kind,
    inputs,
    raw,
    weight: term.weight ?? null,
    points,
    formula: { zh: text('zh'), en: text('en') },
    flags,
  };
}

/** The points of the known terms; the weighted ones are scaled up to the weight of all when some are missing. Null when none is known. */
function addUp(formula: Formula, terms: readonly ExplainedTerm[]): number | null {
  const known = new Set(terms.filter((term) => term.points !== null).map((term) => term.id));
  if (known.size === 0) return null;
  const present = effectiveWeight(formula.terms.filter((term) => known.has(term.id)));
  const scale = known.size === terms.length || present === 0 ? 1 : effectiveWeight(formula.terms) / present;
  return terms.reduce((sum, { points, weight }) => sum + (points ?? 0) * (weight === null ? 1 : scale), formula.base ?? 0);
}

const limit = ({ min, max }: Formula, sum: number): number =>
  Math.min(max ?? Number.POSITIVE_INFINITY, Math.max(min ?? Number.NEGATIVE_INFINITY, sum));

const MISSING: Words = { zh: '缺数据，不计分', en: 'data missing, no score' };

function sumText(formula: Formula, terms: readonly ExplainedTerm[], value: number | null, locale: Locale): string {
  const parts = terms.map((term) => `${term[locale]} ${formatNumber(term.points, 4)}`);
  if (formula.base) parts.unshift(formatNumber(formula.base));
  return `${formula[locale]} = ${parts.join(' + ')} = ${value === null ? `– (${MISSING[locale]})` : formatNumber(value)}`;
}

function manualRefusal(formula: Formula, given: ScoreInputs): ReturnType<typeof refuse> | null {
  for (const term of formula.terms) {
    if (term.kind !== 'manual') continue;
    const entries = given.manual?.[term.id] ?? [];
    if (entries.some((entry) => entry.reason.trim() === '')) return refuse('evaluation.manual_reason_required', { term: term.id });
    const points = entries.reduce((sum, entry) => sum + entry.points, 0);
    if (!(points >= term.min && points <= term.max)) {
      return refuse('evaluation.manual_out_of_range', { term: term.id, points, min: term.min, max: term.max });
    }
  }
  return null;
}
