import type { DomainEvent } from '@chengmai/platform/ports/bus.ts';
import type { Tx } from '@chengmai/platform/ports/db.ts';
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

function changedCase(event: DomainEvent): string[] {
  const { caseId } = event.body as Partial<CaseEventBody>;
  return WITHOUT_EFFECT.has(event.type) || caseId === undefined ? [] : [caseId];
}

/** Keeps facts and standing figures beside the cases: every event makes the case be looked at again, whatever the event says. */
export const onCaseChanged = (desk: Desk): Handler => ({
  name: 'evaluation.on-case-changed',
  types: ['cases.*'],
  handle: (tx, event) => record(desk, tx, [event]),
  handleMany: (tx, events) => record(desk, tx, events),
});

async function record(desk: Desk, tx: Tx, events: readonly DomainEvent[]): Promise<void> {
  const ids = new Set(events.flatMap(changedCase));
  if (ids.size > 0) await recordCases(desk, tx, [...ids]);
}
