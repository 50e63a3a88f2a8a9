import { ok, type Result, refuse } from '../result.ts';
import type { Act } from './act.ts';
import { apply } from './apply.ts';
import type { CaseState } from './case.ts';
import { handlingDueAt } from './deadline-floor.ts';
import type { LifecycleEvent } from './events.ts';
import type { Context } from './turn.ts';

/** One case's part of an act that touches several; all parts are stored in one transaction, each with its own history entry. */
export interface Part {
  readonly act: Act;
  readonly next: CaseState;
  readonly events: readonly LifecycleEvent[];
}

function part(state: CaseState | null, act: Act, context: Context): Result<Part> {
  const decision = apply(state, act, context);
  return decision.ok ? ok({ act, next: decision.next, events: decision.events }) : decision;
}

function both(first: Result<Part>, second: Result<Part>): Result<readonly [Part, Part]> {
  if (!first.ok) return first;
  return second.ok ? ok([first.value, second.value]) : second;
}

/**
 * Joins `absorbed` into `primary` 并案: every reporter is kept, the earliest deadline wins, and `unmergeCases` undoes it.
 * Gives the absorbed part first. Refuses as `merge` and `absorb` do; neither happens alone.
 */
export function mergeCases(absorbed: CaseState, primary: CaseState, context: Context): Result<readonly [Part, Part]> {
  const { id: caseId, reporters, limit } = absorbed;
  const dueAt = handlingDueAt(absorbed, context.now, context.calendar);
  return both(
    part(absorbed, { action: 'merge', input: { intoCaseId: primary.id } }, context),
    part(primary, { action: 'absorb', input: { caseId, reporters, limit, dueAt } }, context),
  );
}

/** Takes `absorbed` out of `primary` again: both stand as they would had they never been joined. */
export function unmergeCases(absorbed: CaseState, primary: CaseState, reason: string, context: Context): Result<readonly [Part, Part]> {
  if (absorbed.mergedInto?.caseId !== primary.id) return refuse('lifecycle.not_absorbed', { caseId: absorbed.id });
  return both(
    part(absorbed, { action: 'unmerge', input: { reason } }, context),
    part(primary, { action: 'release', input: { caseId: absorbed.id } }, context),
  );
}

/**
 * Splits parts off a case 拆分: each becomes a report of its own that names the case it came from, with its class and time of
 * occurrence unless the part says otherwise. Gives the parent first. Refuses as `split` and `report` do.
 */
export function splitCase(parent: CaseState, children: readonly (Act & { action: 'report' })[], context: Context): Result<readonly Part[]> {
  const childIds = children.map(({ input }) => input.caseId);
  const parts = [part(parent, { action: 'split', input: { childIds } }, context)];
  const { classRef, occurredAt } = parent;
  for (const { input } of children) {
    const inherited = { ...(classRef && { classRef }), occurredAt, ...input, splitFrom: parent.id };
    parts.push(part(null, { action: 'report', input: inherited }, context));
  }
  const values: Part[] = [];
  for (const each of parts) {
    if (!each.ok) return each;
    values.push(each.value);
  }
  return ok(values);
}
