import { cycleBounds } from '@chengmai/kernel/evaluation/periods.ts';
import type { Formula } from '@chengmai/kernel/evaluation/score-formula.ts';
import { ok, type Result, refuse } from '@chengmai/kernel/result.ts';
import type { Tx } from '@chengmai/platform/ports/db.ts';
import type { Caller } from '@chengmai/platform/runtime/scope.ts';
import type { z } from 'zod';
import type { Publish, ScoreEntry, ScoreResult } from './contract.ts';
import { type Desk, utcOffsetMinutes } from './desk.ts';
import { insertEntry, insertPublication, publication } from './publication-store.ts';
import { computeScores, scoreAskedOf } from './score-query.ts';

/** A published result is the city's, whoever presses the button. */
const wholeCity = (caller: Caller): Caller => ({ ...caller, scope: { areas: [''], units: null, userId: '', ownOnly: false } });

/** Freezes the scores of a period that is over. The second time it is a correction: a further version, with its reason; the first stays readable. */
export async function publishScores(desk: Desk, tx: Tx, caller: Caller, input: z.infer<typeof Publish>): Promise<Result<ScoreResult>> {
  const asked = await scoreAskedOf(desk, tx, input);
  if (!asked.ok) return asked;
  const now = desk.ctx.clock.now();
  const { cycle, key, by, inForce } = asked.value;
  if (cycleBounds(cycle, utcOffsetMinutes(desk)).to > now) return refuse('evaluation.period_running', { period: key });
  const place = { cycle: key, formulaId: inForce.formula.id, grouping: by };
  const last = await publication(tx, place, null);
  const reason = input.reason || null;
  if (last && reason === null) return refuse('evaluation.correction_reason');
  const result = await computeScores(desk, tx, wholeCity(caller), asked.value, last?.versions ?? 0);
  if (!result.ok) return result;
  const version = (last?.version ?? 0) + 1;
  await insertPublication(tx, place, { version, result: result.value, reason, by: caller.userId, byName: caller.name, at: now });
  return ok({ ...result.value, versions: version, published: { version, at: new Date(now).toISOString(), byName: caller.name, reason } });
}

/** What of a formula is filled in by hand: terms that take points, inputs that no case holds. */
const fillable = (formula: Formula, kind: 'points' | 'input'): string[] =>
  kind === 'points' ? formula.terms.filter((term) => term.kind === 'manual').map((term) => term.id) : Object.keys(formula.inputs ?? {});

/** Notes points or an input for a subject and cycle. Refuses `evaluation.entry_unknown`, and points that leave their range. */
export async function enterScore(desk: Desk, tx: Tx, caller: Caller, input: z.infer<typeof ScoreEntry>): Promise<Result<{ id: string }>> {
  const asked = await scoreAskedOf(desk, tx, input);
  if (!asked.ok) return asked;
  const { formula } = asked.value.inForce;
  const choices = fillable(formula, input.kind);
  if (!choices.includes(input.name))
    return refuse('evaluation.entry_unknown', { preset: formula.id, name: input.name, choices: choices.join(', ') || '–' });
  const term = formula.terms.find((one) => one.kind === 'manual' && one.id === input.name);
  if (input.kind === 'points' && term?.kind === 'manual' && (input.value < term.min || input.value > term.max)) {
    return refuse('evaluation.manual_out_of_range', { term: term.id, points: input.value, min: term.min, max: term.max });
  }
  const id = desk.ctx.ids.uuid();
  const { subject, name, kind, value, reason } = input;
  await insertEntry(tx, {
    id,
    cycle: input.period,
    formulaId: formula.id,
    subject,
    name,
    kind,
    value,
    reason,
    by: caller.userId,
    at: desk.ctx.clock.now(),
  });
  return ok({ id });
}
