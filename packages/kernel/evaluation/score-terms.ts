import { COUNTS, type CountId } from './counts.ts';
import { formatNumber, type Locale } from './format.ts';
import { rateDefinition } from './metrics.ts';
import { rate } from './rates.ts';
import type { ExplainedInput, Formula, ScoreEvent, ScoreInputs, Term, TermInput, TermKind, TermOf } from './score-formula.ts';
import type { Words } from './words.ts';

/** The raw value of a term before its weight, what it was made from, and how. `raw` is null when an input is unknown. */
export interface RawTerm {
  readonly raw: number | null;
  readonly inputs: readonly ExplainedInput[];
  /** The arithmetic with its numbers: `100 − 返工率 3.57`. */
  readonly arithmetic: Words;
}

interface Context {
  readonly formula: Formula;
  readonly given: ScoreInputs;
}

type Evaluate<K extends TermKind> = (term: TermOf<K>, context: Context) => RawTerm;

const n = (value: number | null): string => formatNumber(value, 4);
const named = (input: ExplainedInput, locale: Locale): string => `${input[locale]} ${n(input.value)}`;
const both = (write: (locale: Locale) => string): Words => ({ zh: write('zh'), en: write('en') });

/** A value made from known inputs; unknown as soon as one of them is. */
function made(inputs: readonly ExplainedInput[], compute: (...values: number[]) => number, write: (locale: Locale) => string): RawTerm {
  const values = inputs.map(({ value }) => value);
  const known = values.filter((value) => value !== null);
  const raw = known.length === values.length ? compute(...known) : null;
  return { raw: raw !== null && Number.isFinite(raw) ? raw : null, inputs, arithmetic: both(write) };
}

const deducted = (full: number | undefined, cap: number, amount: number): number => (full ?? 0) - Math.min(cap, Math.max(0, amount));
const deductionText = (full: number | undefined, cap: number, inner: string): string => `${n(full ?? 0)} − min(${n(cap)}, ${inner})`;

/** One evaluator a kind. Every kind of the trade rules collected so far is here; a new one is a row, a type and a validation. */
const EVALUATE: { readonly [K in TermKind]: Evaluate<K> } = {
  linear: (term, context) => {
    const input = inputOf(term.of, context);
    return made(
      [input],
      (value) => value,
      (locale) => named(input, locale),
    );
  },
  inverse: (term, context) => {
    const input = inputOf(term.of, context);
    return made(
      [input],
      (value) => 100 - value,
      (locale) => `(100 − ${named(input, locale)})`,
    );
  },
  bands: (term, context) => {
    const input = inputOf(term.of, context);
    const points = (value: number) => term.bands.find((band) => ('atLeast' in band ? value >= band.atLeast : value > band.above))?.points;
    const shown = input.value === null ? '–' : n(points(input.value) ?? null);
    return made(
      [input],
      (value) => points(value) ?? Number.NaN,
      (locale) => `${named(input, locale)} → ${shown}`,
    );
  },
  clamp: (term, context) => {
    const input = inputOf(term.of, context);
    const { offset, factor, min, max } = term;
    return made(
      [input],
      (value) => Math.min(max, Math.max(min, offset + factor * value)),
      (locale) => `[${n(min)}…${n(max)}] ${n(offset)} + ${n(factor)} × ${named(input, locale)}`,
    );
  },
  capped_deduction: (term, context) => {
    const input = inputOf(term.of, context);
    const { full, cap, per } = term;
    return made(
      [input],
      (value) => deducted(full, cap, per * value),
      (locale) => deductionText(full, cap, `${n(per)} × ${named(input, locale)}`),
    );
  },
  floor_step: (term, context) => {
    const inputs = [term.of, ...(term.quota ? [term.quota] : [])].map((of) => inputOf(of, context));
    const { full, cap, per, step } = term;
    const steps = (value: number, quota = 0) => Math.floor(Math.max(0, value - quota) / step);
    return made(
      inputs,
      (value, quota) => deducted(full, cap, per * steps(value, quota)),
      (locale) => deductionText(full, cap, `${n(per)} × ⌊(${inputs.map((input) => named(input, locale)).join(' − ')}) ÷ ${n(step)}⌋`),
    );
  },
  event_deduction: (term, context) => {
    const { full, cap, per } = term;
    const events = eventsOf(term.events, context);
    const amount = events.list.reduce((sum, event) => sum + (event.points ?? per), 0);
    return made(
      [events.input],
      () => deducted(full, cap, amount),
      (locale) => deductionText(full, cap, `${n(amount)} (${named(events.input, locale)})`),
    );
  },
  bonus: (term, context) => {
    const events = eventsOf(term.events, context);
    const earned = (event: ScoreEvent) =>
      (event.points ?? term.each) +
      term.extras.reduce((sum, extra) => sum + ((event.attributes?.[extra.attribute] ?? 0) >= extra.atLeast ? extra.points : 0), 0);
    const amount = events.list.reduce((sum, event) => sum + earned(event), 0);
    return made(
      [events.input],
      () => Math.min(term.cap, amount),
      (locale) => `min(${n(term.cap)}, ${n(amount)}) (${named(events.input, locale)})`,
    );
  },
  linked_caps: (term, context) => {
    const inputs = [inputOf(term.first, context), inputOf(term.second, context)] as const;
    const { full, cap, per, secondPer } = term;
    return made(
      inputs,
      (first, second) => deducted(full, cap, per * first! + Math.min(per * first!, secondPer * second!)),
      (locale) => {
        const first = `${n(per)} × ${named(inputs[0], locale)}`;
        return deductionText(full, cap, `${first} + min(${first}, ${n(secondPer)} × ${named(inputs[1], locale)})`);
      },
    );
  },
  grouped_events: (term, context) => {
    const { full, cap, per, threshold } = term;
    const events = eventsOf(term.events, context);
    const sizes = new Map<string, number>();
    for (const event of events.list) sizes.set(event.group ?? event.id, (sizes.get(event.group ?? event.id) ?? 0) + 1);
    const groups = [...sizes.values()].filter((size) => size >= threshold).length;
    return made(
      [events.input],
      () => deducted(full, cap, per * groups),
      (locale) => deductionText(full, cap, `${n(per)} × ${groups} (${named(events.input, locale)}, ≥ ${n(threshold)})`),
    );
  },
  normalised: (term, context) => {
    const inputs = [term.of, ...term.by].map((of) => inputOf(of, context));
    const { full, factor, min } = term;
    return made(
      inputs,
      (value, ...by) => {
        const divisor = by.reduce((product, part) => product * part, 1);
        return divisor > 0 ? Math.max(min, full - (factor * value!) / divisor) : Number.NaN;
      },
      (locale) => {
        const [of, ...by] = inputs.map((input) => named(input, locale));
        return `${n(full)} − ${n(factor)} × ${of} ÷ (${by.join(' × ')})`;
      },
    );
  },
  manual: (term, { given }) => {
    const entries = given.manual?.[term.id] ?? [];
    const amount = entries.reduce((sum, entry) => sum + entry.points, 0);
    const input = { zh: '人工录入', en: 'Entered by hand', value: amount, reasons: entries.map((entry) => entry.reason) };
    const why = entries.map((entry) => `${n(entry.points)} ${entry.reason}`).join('; ');
    return made(
      [input],
      (value) => value,
      (locale) => (entries.length === 0 ? { zh: '无', en: 'none' }[locale] : why),
    );
  },
};

/** The raw value of one term. The formula must be valid. */
export const evaluateTerm = (term: Term, context: Context): RawTerm => (EVALUATE[term.kind] as Evaluate<TermKind>)(term, context);

export const TERM_KINDS = Object.keys(EVALUATE) as readonly TermKind[];

/** The number behind a term's input. Rates come on a 0–100 scale, as formulas are written in percent. */
function inputOf(of: TermInput, { formula, given }: Context): ExplainedInput {
  if ('metric' in of) {
    const definition = rateDefinition(of.metric, formula.rates?.[of.metric]);
    if (!definition.ok) throw new Error(`formula ${formula.id} was not validated: ${of.metric}`);
    const explained = rate(definition.value, given.counts ?? {}, given.attribution);
    return { zh: explained.zh, en: explained.en, value: explained.value === null ? null : explained.value * 100, rate: explained };
  }
  if ('count' in of) {
    const count = COUNTS[of.count as CountId];
    return { zh: count.zh, en: count.en, value: given.counts?.[of.count as CountId] ?? null };
  }
  const words = formula.inputs?.[of.input] ?? { zh: of.input, en: of.input };
  return { zh: words.zh, en: words.en, value: given.inputs?.[of.input] ?? null };
}

function eventsOf(name: string, { formula, given }: Context): { readonly list: readonly ScoreEvent[]; readonly input: ExplainedInput } {
  const list = given.events?.[name];
  const words = formula.events?.[name] ?? { zh: name, en: name };
  const input = { zh: words.zh, en: words.en, value: list ? list.length : null, eventIds: (list ?? []).map((event) => event.id) };
  return { list: list ?? [], input };
}
