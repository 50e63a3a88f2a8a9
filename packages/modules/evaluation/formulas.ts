import { cycleBounds, parseCycle } from '@chengmai/kernel/evaluation/periods.ts';
import type { Formula } from '@chengmai/kernel/evaluation/score-formula.ts';
import { AREA_PRESETS, DEPARTMENT_PRESETS, POST_PRESETS, TRADE_PRESETS } from '@chengmai/kernel/evaluation/score-presets.ts';
import { validateFormula } from '@chengmai/kernel/evaluation/score-validation.ts';
import { TRADE_RULE_PRESETS } from '@chengmai/kernel/evaluation/trade-rule-presets.ts';
import { ok, type Result, refuse } from '@chengmai/kernel/result.ts';
import type { Queryable, Tx } from '@chengmai/platform/ports/db.ts';
import type { Grouping } from './contract.ts';
import { editedFormulas, insertFormula, newestFormulaVersion } from './formula-store.ts';
import { localDay } from './standing-cubes.ts';

const PRESETS: readonly Formula[] = [...DEPARTMENT_PRESETS, ...POST_PRESETS, ...AREA_PRESETS, ...TRADE_PRESETS, ...TRADE_RULE_PRESETS];

/** A formula as it counts for a cycle. Version 0 is a preset as it was shipped. */
export interface FormulaInForce {
  readonly formula: Formula;
  readonly version: number;
  readonly validFrom: string | null;
}

/** Whom the formulas of a subject score, the usual first. */
const SUBJECT_GROUPINGS: Readonly<Record<Formula['subject'], readonly Grouping[]>> = {
  department: ['department'],
  company: ['department'],
  area: ['street', 'community', 'district'],
  collector: ['collector'],
  post: ['collector', 'acceptor', 'shift_leader', 'dispatcher', 'handler'],
};

/** A post's formula names its post: `post_acceptor` scores acceptors only. */
export function groupingsOf(formula: Formula): readonly Grouping[] {
  const all = SUBJECT_GROUPINGS[formula.subject];
  const named = all.filter((by) => formula.id === `post_${by}` || formula.id.startsWith(`post_${by}_`));
  return formula.subject === 'post' && named.length > 0 ? named : all;
}

/** Every formula for cycles that begin on `day`, edited ones in the place of their presets; the newest of all without a day. */
export async function formulasInForce(q: Queryable, day: string | null): Promise<FormulaInForce[]> {
  const edited = new Map((await editedFormulas(q, day)).map((row) => [row.id, row]));
  const shipped = PRESETS.map((formula): FormulaInForce => ({ formula, version: 0, validFrom: null }));
  const own = [...edited.values()].filter((row) => !PRESETS.some((formula) => formula.id === row.id));
  const all = [
    ...shipped,
    ...own.map((row): FormulaInForce => ({ formula: row.formula, version: row.version, validFrom: row.valid_from })),
  ];
  return all.map((one) => {
    const row = edited.get(one.formula.id);
    return row ? { formula: row.formula, version: row.version, validFrom: row.valid_from } : one;
  });
}

/** Refuses `evaluation.formula_unknown` with every id there is. */
export async function formulaInForce(q: Queryable, id: string, day: string | null): Promise<Result<FormulaInForce>> {
  const all = await formulasInForce(q, day);
  const found = all.find(({ formula }) => formula.id === id);
  if (found) return ok(found);
  return refuse('evaluation.formula_unknown', { preset: id, choices: all.map(({ formula }) => formula.id).join(', ') });
}

/** A new version of a formula from a cycle on. Refuses what the kernel finds wrong with it, and a version that somebody else made meanwhile. */
export async function changeFormula(
  tx: Tx,
  change: { readonly formula: Formula; readonly version: number; readonly validFrom: string },
  by: { readonly userId: string; readonly at: number; readonly offsetMinutes: number },
): Promise<Result<FormulaInForce>> {
  const valid = validateFormula(change.formula);
  if (!valid.ok) return valid;
  const cycle = parseCycle(change.validFrom);
  if (!cycle.ok) return cycle;
  const current = await newestFormulaVersion(tx, change.formula.id);
  if (current !== change.version) return refuse('http.version_conflict', { current });
  const validFrom = localDay(cycleBounds(cycle.value, by.offsetMinutes).from, by.offsetMinutes);
  await insertFormula(tx, {
    id: change.formula.id,
    version: current + 1,
    valid_from: validFrom,
    formula: change.formula,
    by: by.userId,
    at: by.at,
  });
  return ok({ formula: change.formula, version: current + 1, validFrom });
}
