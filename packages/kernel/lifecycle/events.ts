import type { Instant } from '../calendar/types.ts';
import type { Act } from './act.ts';
import { type ACTIONS, type ActionId, actionRow } from './actions.ts';
import type { CaseClock, CaseState } from './case.ts';
import type { StateId } from './states.ts';
import type { Turn } from './turn.ts';

/** Told besides the action's own event, because others wait for just this. */
type Consequence =
  | 'cases.clock_ended'
  | 'cases.extension_granted'
  | 'cases.suspended'
  | 'cases.application_refused'
  | 'cases.appeal_granted'
  | 'cases.appeal_refused';

export type LifecycleEventType = (typeof ACTIONS)[ActionId]['event'] | Consequence;

/** What happened to a case, in the past tense. `input` is what the actor gave; `clock` only with `cases.clock_ended`. */
export interface LifecycleEvent {
  readonly type: LifecycleEventType;
  readonly caseId: string;
  readonly version: number;
  readonly at: Instant;
  readonly actorId: string;
  readonly action: ActionId;
  readonly from: StateId | null;
  readonly to: StateId;
  readonly round: number;
  readonly unitId: string | null;
  readonly input: Act['input'];
  readonly clock?: CaseClock;
}

function consequences(before: CaseState | null, next: CaseState): readonly Consequence[] {
  if (!before) return [];
  const granted = next.extensionsGranted > before.extensionsGranted;
  const suspended = next.suspension !== null && before.suspension === null;
  const outcome = next.appeal?.outcome === before.appeal?.outcome ? null : next.appeal?.outcome;
  return [
    ...(granted ? (['cases.extension_granted'] as const) : []),
    ...(suspended ? (['cases.suspended'] as const) : []),
    ...(outcome === 'granted' || outcome === 'refused' ? ([`cases.appeal_${outcome}`] as const) : []),
  ];
}

const isRefusedApplication = ({ action, input }: Act): boolean => action === 'review_application' && input.decision === 'refuse';

/** The clocks that ended between two states of a case. */
export function clocksEnded(before: CaseState | null, next: CaseState): readonly CaseClock[] {
  const was = (clock: CaseClock): CaseClock | undefined =>
    before?.clocks.find(({ kind, round }) => kind === clock.kind && round === clock.round);
  return next.clocks.filter((clock) => clock.endedAt !== null && (was(clock)?.endedAt ?? null) === null);
}

/** The events of one applied act: first its own, then its consequences, then the clocks that ended with their verdicts. */
export function eventsOf(before: CaseState | null, next: CaseState, act: Act, { now, actor }: Turn): readonly LifecycleEvent[] {
  const told: Omit<LifecycleEvent, 'type'> = {
    caseId: next.id,
    version: next.version,
    at: now,
    actorId: actor.id,
    action: act.action,
    from: before?.state ?? null,
    to: next.state,
    round: next.round,
    unitId: next.unitId,
    input: act.input,
  };
  const types: readonly LifecycleEventType[] = [
    actionRow(act.action).event as LifecycleEventType,
    ...consequences(before, next),
    ...(isRefusedApplication(act) ? (['cases.application_refused'] as const) : []),
  ];
  const ended = clocksEnded(before, next).map((clock): LifecycleEvent => ({ ...told, type: 'cases.clock_ended', clock }));
  return [...types.map((type): LifecycleEvent => ({ ...told, type })), ...ended];
}
