import type { GuardId } from './guard-names.ts';
import type { Role } from './roles.ts';
import type { ClockKind } from './settings.ts';
import type { FromState, StateId } from './states.ts';

/** What an action may do to a clock. `grant`, `hand_over` and the like are spelled out in clock-effects.ts. */
export type ClockVerb =
  | 'start'
  | 'pause'
  | 'resume'
  | 'end'
  | 'cut'
  | 'hand_over'
  | 'new_round'
  | 'grant'
  | 'replay'
  | 'recompute'
  | 'shorten'
  | 'lengthen';

export type ClockEffect = `${ClockVerb} ${ClockKind | 'all'}`;

/** One row of the lifecycle table. */
export interface ActionRow {
  readonly zh: string;
  readonly en: string;
  /** `step` goes on, `return` goes back, `end` finishes, `request` asks or answers, `aside` leaves the case where it is. */
  readonly kind: 'step' | 'return' | 'end' | 'request' | 'aside';
  readonly roles: readonly Role[];
  readonly from: readonly FromState[];
  readonly to: StateId | 'same' | 'back' | 'granted';
  readonly reason?: true;
  /** Fields of the input that must be there and not empty. */
  readonly input?: readonly string[];
  /** Without it the actor must hold the case in one of the roles; see holders.ts. */
  readonly holder?: 'anyone';
  readonly guards?: readonly GuardId[];
  readonly clocks?: readonly ClockEffect[];
  readonly event: `cases.${string}`;
  /** Why the arrow is as it is, where a newcomer would ask. */
  readonly why?: string;
}
