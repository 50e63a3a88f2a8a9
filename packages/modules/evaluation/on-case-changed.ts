import type { Handler } from '@chengmai/platform/runtime/module.ts';
import type { CaseEventBody } from '../cases/contract.ts';
import type { Desk } from './desk.ts';
import { recordCases } from './record-facts.ts';

/** What leaves no trace in any figure. */
const WITHOUT_EFFECT: ReadonlySet<string> = new Set([
  'cases.imported',
  'cases.claimed',
  'cases.commented',
  'cases.duplicate_linked',
  'cases.supervised',
  'cases.supervision_replied',
  'cases.inspected',
  'cases.extension_applied',
  'cases.suspension_applied',
  'cases.appeal_applied',
]);

/** Keeps facts and standing figures beside the cases: every event makes the case be looked at again, whatever the event says. */
export const onCaseChanged = (desk: Desk): Handler => ({
  name: 'evaluation.on-case-changed',
  types: ['cases.*'],
  async handle(tx, event) {
    const { caseId } = event.body as Partial<CaseEventBody>;
    if (WITHOUT_EFFECT.has(event.type) || caseId === undefined) return;
    await recordCases(desk, tx, [caseId]);
  },
});
