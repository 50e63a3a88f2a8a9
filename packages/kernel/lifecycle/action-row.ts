import type { GuardId } from './guard-names.ts';
import type { Role } from './roles.ts';
import type { ClockKind } from './settings.ts';
import type { FromState, StateId } from './states.ts';

/** What an action may do to a clock; each is a function in clock-effects.ts. */
export const CLOCK_VERBS = {
  start: { zh: '起算', en: 'starts' },
  pause: { zh: '暂停', en: 'pauses' },
  resume: { zh: '继续', en: 'resumes' },
  end: { zh: '结束并判定是否按时', en: 'ends with its verdict' },
  cut: { zh: '中止，不计按时', en: 'is cut off and never in time' },
  hand_over: {
    zh: '交部门：首次起算，同一部门继续，另一部门另起一轮',
    en: 'goes to a department: starts, resumes for the same one, starts a new round for another',
  },
  new_round: { zh: '另起一轮', en: 'starts a new round' },
  grant: { zh: '终审同意时延长或暂停', en: 'is extended or paused by the last grant' },
  replay: { zh: '按新时限从原起点重算', en: 'is counted anew under another limit from its original start' },
  recompute: { zh: '按新日历重算截止时间', en: 'gets its deadline anew under another calendar' },
  shorten: { zh: '以最早截止时间为准', en: 'is held to the earliest deadline' },
  lengthen: { zh: '还回因并案缩短的时间', en: 'gets back what a merge took' },
} as const;

export type ClockVerb = keyof typeof CLOCK_VERBS;

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
