import { COUNT_IDS, type CountId, isCountId } from '@chengmai/kernel/evaluation/counts.ts';
import { rank } from '@chengmai/kernel/evaluation/grades.ts';
import { type RateChange, rateDefinition } from '@chengmai/kernel/evaluation/metrics.ts';
import { type Cycle, cycleBounds, cycleWords, parseCycle } from '@chengmai/kernel/evaluation/periods.ts';
import type { Formula, Score, ScoreInputs, Term, TermInput } from '@chengmai/kernel/evaluation/score-formula.ts';
import { score } from '@chengmai/kernel/evaluation/scores.ts';
import { ok, type Result, refuse } from '@chengmai/kernel/result.ts';
import type { Tx } from '@chengmai/platform/ports/db.ts';
import type { Caller } from '@chengmai/platform/runtime/scope.ts';
import type { Grouping, ScoreQuery, ScoreResult, ScoreRow } from './contract.ts';
import { type Desk, utcOffsetMinutes } from './desk.ts';
import { countLines, type FigureGroup } from './figures-store.ts';
import { type FormulaInForce, formulaInForce, groupingsOf } from './formulas.ts';
import { isPerson } from './groupings.ts';
import { labelsFor } from './names.ts';
import { entriesOf, type Publication, publication, type StoredEntry } from './publication-store.ts';
import { settingsInForce } from './settings-store.ts';
import { localDay } from './standing-cubes.ts';

/** What is scored, when, and by which version of which formula. */
export interface ScoreAsked {
  readonly inForce: FormulaInForce;
  readonly by: Grouping;
  readonly cycle: Cycle;
  readonly key: string;
}

/** Refuses `evaluation.cycle_key`, `evaluation.formula_unknown`, `evaluation.formula_subject`. */
export async function scoreAskedOf(desk: Desk, tx: Tx, query: Pick<ScoreQuery, 'preset' | 'by' | 'period'>): Promise<Result<ScoreAsked>> {
  const cycle = parseCycle(query.period);
  if (!cycle.ok) return cycle;
  const offset = utcOffsetMinutes(desk);
  const inForce = await formulaInForce(tx, query.preset, localDay(cycleBounds(cycle.value, offset).from, offset));
  if (!inForce.ok) return inForce;
  const choices = groupingsOf(inForce.value.formula);
  const by = query.by ?? choices[0]!;
  if (!choices.includes(by)) return refuse('evaluation.formula_subject', { preset: query.preset, by, choices: choices.join(', ') });
  return ok({ inForce: inForce.value, by, cycle: cycle.value, key: query.period });
}

/** Scores of a cycle: as published where that is so, computed now otherwise. A caller sees the subjects of their own scope. */
export async function queryScores(desk: Desk, caller: Caller, query: ScoreQuery): Promise<Result<ScoreResult>> {
  return desk.ctx.db.tx(async (tx) => {
    const asked = await scoreAskedOf(desk, tx, query);
    if (!asked.ok) return asked;
    const { inForce, by, key } = asked.value;
    const found = await publication(tx, { cycle: key, formulaId: inForce.formula.id, grouping: by }, query.version ? query.version : null);
    if (query.version && !found) return refuse('evaluation.not_published', { version: query.version });
    if (!found || query.version === 0) return computeScores(desk, tx, caller, asked.value, found?.versions ?? 0);
    return ok(withinScope(caller, by, frozen(found)));
  });
}

export const frozen = ({ result, version, versions, at, by_name, reason }: Publication): ScoreResult => ({
  ...result,
  versions,
  published: { version, at: new Date(at).toISOString(), byName: by_name, reason },
});

/** A published result holds the whole city: what is outside the caller's units or areas is left out, ranks stay those of the city. */
export function withinScope({ scope }: Caller, by: Grouping, result: ScoreResult): ScoreResult {
  if (!scope.ownOnly && scope.units === null && scope.areas.includes('')) return result;
  const seen = (row: ScoreRow): boolean => {
    if (isPerson(by)) return row.key === scope.userId;
    if (by === 'department') return !scope.ownOnly && (scope.units === null || scope.units.includes(row.key));
    return !scope.ownOnly && scope.areas.some((prefix) => row.key.startsWith(prefix));
  };
  return { ...result, rows: result.rows.filter(seen) };
}

/** Scores computed from the fact lines now. The city's changed denominators hold where the formula does not name its own. */
export async function computeScores(desk: Desk, tx: Tx, caller: Caller, asked: ScoreAsked, versions: number): Promise<Result<ScoreResult>> {
  const { inForce, by, cycle, key } = asked;
  const { version: settingVersion, settings } = await settingsInForce(tx);
  const formula = { ...inForce.formula, rates: { ...settings.rates, ...inForce.formula.rates } };
  const offset = utcOffsetMinutes(desk);
  const period = cycleBounds(cycle, offset);
  const asOf = desk.ctx.clock.now();
  const figures = {
    counts: countsIn(formula),
    by: [by],
    period,
    asOf,
    attribution: settings.attribution,
    cycles: [],
    utcOffsetMinutes: offset,
    scope: caller.scope,
  };
  const groups = (await countLines(tx, figures)).filter((group) => group.keys[0] !== null);
  const entries = await entriesOf(tx, key, formula.id);
  const persons = isPerson(by) ? groups.map((group) => String(group.keys[0])) : [];
  const labels = await labelsFor(desk, tx, { by: [by], cycles: [], persons }, caller.locale);
  const scored = scoreAll(formula, groups, entries);
  if (!scored.ok) return scored;
  const rows = ranked(scored.value).map(([subject, result, place]) => rowOf(subject, labels.name(by, subject), result, place));
  return ok({
    formula: describe(inForce),
    period: { key, ...cycleWords(cycle), from: localDay(period.from, offset), to: localDay(period.to - 1, offset) },
    by,
    rows,
    asOf: new Date(asOf).toISOString(),
    attribution: settings.attribution,
    settingVersion,
    published: null,
    versions,
  });
}

const describe = ({ formula, version }: FormulaInForce): ScoreResult['formula'] => ({
  id: formula.id,
  zh: formula.zh,
  en: formula.en,
  version,
  subject: formula.subject,
  source: formula.source,
  noteZh: formula.note?.zh ?? null,
  noteEn: formula.note?.en ?? null,
});

const inputsOf = (term: Term): readonly TermInput[] => [
  ...('of' in term ? [term.of] : []),
  ...('quota' in term && term.quota ? [term.quota] : []),
  ...('first' in term ? [term.first, term.second] : []),
  ...('by' in term ? term.by : []),
];

/** The counts that a formula needs, through its rates. */
export function countsIn(formula: Formula): readonly CountId[] {
  const needed = new Set<CountId>();
  for (const input of formula.terms.flatMap(inputsOf)) {
    if ('count' in input && isCountId(input.count)) needed.add(input.count);
    if (!('metric' in input)) continue;
    const definition = rateDefinition(input.metric, formula.rates?.[input.metric] as RateChange | undefined);
    if (!definition.ok) continue;
    for (const sum of [definition.value.numerator, definition.value.denominator])
      for (const id of [...sum.plus, ...(sum.minus ?? [])]) needed.add(id);
  }
  return COUNT_IDS.filter((id) => needed.has(id));
}

/** Whoever has cases or entries of the cycle is scored. */
function scoreAll(
  formula: Formula,
  groups: readonly FigureGroup[],
  entries: readonly StoredEntry[],
): Result<readonly (readonly [string, Score])[]> {
  const counts = new Map(groups.map((group) => [String(group.keys[0]), group.counts]));
  const nothing = Object.fromEntries(countsIn(formula).map((id) => [id, 0]));
  const subjects = new Set([...counts.keys(), ...entries.map((entry) => entry.subject)]);
  const scores: (readonly [string, Score])[] = [];
  for (const subject of subjects) {
    const own = entries.filter((entry) => entry.subject === subject);
    const result = score(formula, { counts: counts.get(subject) ?? nothing, ...given(own) });
    if (!result.ok) return result;
    scores.push([subject, result.value]);
  }
  return ok(scores);
}

/** Entered points add up; of an input's values the last one counts. */
function given(entries: readonly StoredEntry[]): Pick<ScoreInputs, 'inputs' | 'manual'> {
  const points = entries
    .filter((entry) => entry.kind === 'points')
    .map(({ name, value, reason }) => [name, { points: value, reason }] as const);
  const manual = Object.fromEntries(
    [...Map.groupBy(points, ([name]) => name)].map(([name, list]) => [name, list.map(([, entry]) => entry)]),
  );
  const inputs = Object.fromEntries(entries.filter((entry) => entry.kind === 'input').map(({ name, value }) => [name, value]));
  return { manual, inputs };
}

function ranked(scores: readonly (readonly [string, Score])[]): (readonly [string, Score, number | null])[] {
  const inOrder = scores.toSorted(([a], [b]) => (a < b ? -1 : 1));
  return rank(inOrder.map((item) => ({ item, value: item[1].value }))).map(({ item, rank: place }) => [item[0], item[1], place] as const);
}

/** The tree as data of its own: what is frozen must not hang on objects of the kernel. */
const rowOf = (key: string, name: string, result: Score, place: number | null): ScoreRow => {
  const { value, grade, flags, formula, terms } = JSON.parse(JSON.stringify(result)) as ScoreRow;
  return { key, name, value, grade, rank: place, flags, formula, terms };
};
