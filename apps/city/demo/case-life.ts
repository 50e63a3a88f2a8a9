import type { Calendar, Instant } from '@chengmai/kernel/calendar/types.ts';
import type { CaseState } from '@chengmai/kernel/lifecycle/case.ts';
import type { ActionInput } from '@chengmai/modules/cases/contract.ts';
import type { Condition } from '@chengmai/modules/catalogue/contract.ts';
import type { Caller } from '@chengmai/platform/runtime/scope.ts';
import type { Chance } from './chance.ts';
import type { Staff } from './staff.ts';

/** One step of a made-up case: when, by whom, what. `photo` asks the player for a picture of that moment. */
export interface Step {
  readonly at: Instant;
  readonly by: Caller;
  readonly action: string;
  readonly input?: Omit<ActionInput, 'version'>;
  readonly photo?: 'before' | 'after';
}

export interface LifeOf {
  readonly reportedAt: Instant;
  readonly source: 'citizen' | 'collector' | 'hotline';
  readonly condition: Condition;
  readonly classCode: string;
  readonly areaCode: string;
  readonly unitId: string;
  /** Surely asks for an extension; otherwise a few do. */
  readonly postponed: boolean;
  readonly chance: Chance;
  readonly staff: Staff;
  readonly calendar: Calendar;
}

const minute = 60_000;
type Life = Generator<Step, void, CaseState>;

/**
 * A case's life as it usually goes: taken in, perhaps verified, filed, dispatched, handled within or beyond its limit, sometimes postponed or
 * done again, checked, closed, rated. Each step gets the state that the step before led to; the player stops it at the present.
 */
export function* lifeOf(one: LifeOf): Life {
  const { chance, staff } = one;
  const acceptor = chance.pick(staff.withRole('acceptor'));
  let at = one.reportedAt + chance.between(1, 13) * minute;
  if (one.source === 'citizen') {
    if (chance.of(0.06)) {
      yield { at, by: acceptor, action: 'reject', input: { reason: '不属于城市管理范围，已告知反映渠道' } };
      return;
    }
    if (chance.of(0.6)) at = yield* check(one, acceptor, at, 'pre_check');
  }
  yield { at, by: acceptor, action: 'file', input: { classCode: one.classCode, conditionId: one.condition.id } };
  at += chance.between(2, 17) * minute;
  yield {
    at,
    by: chance.pick(staff.withRole('dispatcher')),
    action: 'dispatch',
    input: { unitId: one.unitId },
  };
  at = yield* handling(one, at, true);
  at += chance.between(3, 14) * minute;
  if (chance.of(0.5)) at = yield* check(one, acceptor, at, 'post_check');
  yield { at, by: acceptor, action: 'close', input: { reason: '现场已恢复' } };
  if (one.source === 'collector' || !chance.of(0.6)) return;
  const satisfaction = chance.pick(['very_satisfied', 'satisfied', 'satisfied', 'satisfied', 'dissatisfied'] as const);
  yield { at: at + chance.between(60, 1500) * minute, by: acceptor, action: 'rate', input: { satisfaction } };
}

/** A collector is sent to look, and answers. */
function* check(one: LifeOf, acceptor: Caller, from: Instant, kind: 'pre_check' | 'post_check'): Generator<Step, Instant, CaseState> {
  const sent: CaseState = yield { at: from, by: acceptor, action: `send_${kind}` };
  const collector = one.staff.byId(sent.task?.assigneeId ?? '') ?? one.chance.pick(one.staff.withRole('collector'));
  const at = from + one.chance.between(6, 34) * minute;
  const photo = kind === 'pre_check' ? 'before' : 'after';
  yield {
    at,
    by: collector,
    action: `answer_${kind}`,
    input: { passed: true, reason: kind === 'pre_check' ? '情况属实' : '已整改到位' },
    photo,
  };
  return at + one.chance.between(2, 9) * minute;
}

/** One round at the department, and perhaps a second one. */
function* handling(one: LifeOf, from: Instant, first: boolean): Generator<Step, Instant, CaseState> {
  const { chance, staff } = one;
  const manager = chance.pick(staff.managersOf(one.unitId));
  const handler = chance.pick(staff.handlersFor(one.unitId, one.areaCode));
  let at = from + chance.between(4, 45) * minute;
  yield { at, by: manager, action: 'assign', input: { handlerId: handler.userId } };
  const allowed = dueAfter(one, from) - from;
  let share = chance.of(0.86) ? chance.between(0.15, 0.85) : chance.between(1.02, 1.6);
  if (first && (one.postponed || chance.of(0.06))) {
    const asked = at + Math.min(30 * minute, allowed / 4);
    yield { at: asked, by: manager, action: 'apply_extension', input: { reason: '需协调设备与人员，申请延期' } };
    yield {
      at: asked + 12 * minute,
      by: chance.pick(staff.withRole('dispatcher')),
      action: 'review_application',
      input: { granted: chance.of(0.8) },
    };
    share *= 1.4;
  }
  at = Math.max(at + 20 * minute, from + allowed * share);
  yield { at, by: handler, action: 'submit_handling', input: { reason: '已处置' }, photo: 'after' };
  at += chance.between(3, 30) * minute;
  yield { at, by: manager, action: 'confirm' };
  at += chance.between(3, 25) * minute;
  const dispatcher = chance.pick(staff.withRole('dispatcher'));
  if (first && chance.of(0.07)) {
    yield { at, by: dispatcher, action: 'rework', input: { reason: '现场仍有残留，请再次处置' } };
    return yield* handling(one, at, false);
  }
  yield { at, by: dispatcher, action: 'forward_close' };
  return at;
}

const dueAfter = (one: LifeOf, from: Instant): Instant => one.calendar.due(from, one.condition.limit).at;
