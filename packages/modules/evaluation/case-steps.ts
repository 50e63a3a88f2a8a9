import type { Instant } from '@chengmai/kernel/calendar/types.ts';
import type { CaseOutline } from '../cases/contract.ts';

export type HistoryStep = CaseOutline['history'][number];

/** The history as it counts: what was taken back never happened. An undo always takes back the entry right before it. */
export function effectiveSteps(history: readonly HistoryStep[]): readonly HistoryStep[] {
  const steps: HistoryStep[] = [];
  for (const step of history) {
    if (step.action === 'undo') steps.pop();
    else steps.push(step);
  }
  return steps;
}

/** The step of one of these actions at exactly this instant: the act that started or ended a clock. */
export const stepAt = (steps: readonly HistoryStep[], actions: readonly string[], at: Instant | null): HistoryStep | undefined =>
  at === null ? undefined : steps.find((step) => step.at === at && actions.includes(step.action));

export const lastStep = (steps: readonly HistoryStep[], ...actions: readonly string[]): HistoryStep | undefined =>
  steps.findLast((step) => actions.includes(step.action));

export const firstStep = (steps: readonly HistoryStep[], ...actions: readonly string[]): HistoryStep | undefined =>
  steps.find((step) => actions.includes(step.action));

/** A text field of what was given with a step. */
export function given(step: HistoryStep | undefined, field: string): string | null {
  const value = step?.input[field];
  return typeof value === 'string' && value !== '' ? value : null;
}

/** An application that was granted in the end, with the department in charge then. */
export interface Grant {
  readonly kind: 'extension' | 'suspension';
  readonly at: Instant;
  readonly unit: string | null;
}

/** Grants of extensions and suspensions. What a handler applied for is granted twice: the department's word only passes it on. */
export function grantsOf(steps: readonly HistoryStep[]): readonly Grant[] {
  const grants: Grant[] = [];
  let unit: string | null = null;
  let handler: string | null = null;
  let pending: { kind: Grant['kind']; atDepartment: boolean } | null = null;
  for (const step of steps) {
    if (step.action === 'dispatch') [unit, handler] = [given(step, 'unitId'), null];
    if (step.action === 'assign') handler = given(step, 'handlerId');
    if (step.action === 'apply_extension') pending = { kind: 'extension', atDepartment: step.actorId === handler };
    if (step.action === 'apply_suspension') pending = { kind: 'suspension', atDepartment: step.actorId === handler };
    if (step.action !== 'review_application' || pending === null) continue;
    const granted: boolean = step.input.decision === 'grant';
    if (granted && pending.atDepartment) {
      pending = { ...pending, atDepartment: false };
      continue;
    }
    if (granted) grants.push({ kind: pending.kind, at: step.at, unit });
    pending = null;
  }
  return grants;
}

/** Returns between posts: by a department to the dispatcher, by a dispatcher to the acceptor. Inside a department nobody is sent back. */
export function returnsOf(steps: readonly HistoryStep[]): { readonly at: Instant; readonly unit: string | null }[] {
  let unit: string | null = null;
  const returns: { at: Instant; unit: string | null }[] = [];
  for (const step of steps) {
    if (step.action === 'dispatch') unit = given(step, 'unitId');
    if (step.action === 'return_to_dispatcher') returns.push({ at: step.at, unit });
    if (step.action === 'return_to_acceptor') returns.push({ at: step.at, unit: null });
  }
  return returns;
}
