import { describe, expect, it } from 'vitest';
import { allowedActions } from './allowed-actions.ts';
import { lastClock, openClock } from './case.ts';
import { STANDING } from './example-cases.ts';
import { actor, calendar2026, closing, dispatched, handled, INPUTS, PEOPLE, Play } from './example-play.ts';
import { countedVerdict, lightOf, overdueRounds } from './light.ts';
import { isOpen } from './states.ts';

const HOUR = { value: 1, unit: 'work_hour' } as const;
const offered = (play: Play, who = PEOPLE.dispatcher as (typeof PEOPLE)[keyof typeof PEOPLE]) =>
  allowedActions(play.state, who, { now: play.now, calendar: calendar2026, settings: play.settings });
const steps = (play: Play, who = PEOPLE.dispatcher as (typeof PEOPLE)[keyof typeof PEOPLE]) =>
  offered(play, who)
    .filter(({ kind, blockedBy }) => !blockedBy && kind !== 'aside')
    .map(({ action }) => action);

describe('a return', () => {
  it('by the department lets the dispatcher dispatch again or return to the acceptor, nothing further', () => {
    const play = dispatched('03-02 09:00', HOUR).does('return_to_dispatcher', 'dept_manager');
    expect(play.case.returnedFrom).toBe('pending_assign');
    expect(steps(play)).toEqual(['dispatch', 'return_to_acceptor']);
  });

  it('by the dispatcher lets the acceptor file again or verify; voiding is the shift leader’s', () => {
    const play = STANDING.pending_dispatch().does('return_to_acceptor', 'dispatcher');
    expect(play.case.returnedFrom).toBe('pending_dispatch');
    expect(steps(play, PEOPLE.acceptor)).toEqual(['send_pre_check', 'file', 'merge']);
    expect(steps(play, PEOPLE.shift_leader)).toContain('void');
  });

  it('by the acceptor at closing lets the dispatcher dispatch again, and only to the same department', () => {
    const play = closing(dispatched('03-02 09:00', HOUR)).does('reject_close', 'acceptor');
    expect(steps(play)).toEqual(['dispatch']);
    expect(play.refusal('dispatch', 'dispatcher', { unitId: 'greening' })).toBe('lifecycle.same_department_required');
    expect(play.does('dispatch', 'dispatcher').case).toMatchObject({ round: 2, reworkCount: 1, returnedFrom: null });
  });

  it('survives a verification on the way and is forgotten after the next real step', () => {
    const play = STANDING.pending_dispatch().does('return_to_acceptor', 'dispatcher').does('send_pre_check', 'acceptor');
    expect(play.does('answer_pre_check', 'collector').case.returnedFrom).toBe('pending_dispatch');
    expect(play.does('file', 'acceptor').case.returnedFrom).toBeNull();
  });

  it('counts, and takes nothing away', () => {
    const play = STANDING.handling();
    const before = play.case;
    play.does('return_to_department', 'handler');
    expect(play.case).toMatchObject({ returnCount: 1, unitId: before.unitId, classRef: before.classRef, filedAt: before.filedAt });
  });
});

describe('holding', () => {
  it('the first acceptor who files owns the case; others keep out, the shift leader may take over', () => {
    const play = new Play('03-02 09:00').does('report', 'citizen');
    const second = actor('acceptor', 'acceptor-2');
    expect(play.does('file', second).case.acceptorId).toBe('acceptor-2');
    closingFrom(play);
    expect(play.refusal('close', 'acceptor')).toBe('lifecycle.not_holder');
    play.does('claim', 'shift_leader');
    expect(play.refusal('close', second)).toBe('lifecycle.not_holder');
  });

  it('the dispatcher who forwards may name another acceptor', () => {
    const play = handled(dispatched('03-02 09:00', HOUR)).does('forward_close', 'dispatcher', { acceptorId: 'acceptor-2' });
    expect(play.does('close', actor('acceptor', 'acceptor-2')).case.state).toBe('closed');
  });

  it('a dispatcher of the same name who manages another department decides nothing for this one', () => {
    const both = { id: 'two-hats', kind: 'person', roles: ['dispatcher', 'dept_manager'], unitIds: ['greening'] } as const;
    const play = STANDING.handling().does('apply_extension', 'handler');
    expect(play.refusal('review_application', both)).toBe('lifecycle.other_review_level');
  });

  function closingFrom(play: Play): Play {
    return handled(play.does('dispatch', 'dispatcher')).does('forward_close', 'dispatcher');
  }
});

describe('rounds', () => {
  it('rework starts a new round with a full limit, each round with its own verdict', () => {
    const play = handled(dispatched('03-02 09:00', HOUR).at('03-02 10:30')).does('rework', 'dispatcher');
    expect(play.case).toMatchObject({ state: 'pending_assign', round: 2, reworkCount: 1 });
    expect(openClock(play.case, 'handle')).toMatchObject({ round: 2, allowanceMs: 3_600_000, unitId: 'sanitation' });
    handled(play);
    expect(play.case.clocks.filter(({ kind }) => kind === 'handle').map(({ verdict }) => verdict)).toEqual(['overtime', 'in_time']);
  });

  it('or with what was left, where the city says so', () => {
    const play = handled(dispatched('03-02 09:00', HOUR, { reworkClock: 'remaining' }).at('03-02 09:40')).does('rework', 'dispatcher');
    expect(openClock(play.case, 'handle')?.allowanceMs).toBe(20 * 60_000);
  });

  it('also after a refused closing', () => {
    const play = closing(dispatched('03-02 09:00', HOUR, { reworkClock: 'remaining' }).at('03-02 09:40'));
    play.does('reject_close', 'acceptor').does('dispatch', 'dispatcher');
    expect(openClock(play.case, 'handle')).toMatchObject({ round: 2, allowanceMs: 20 * 60_000 });
  });

  it('a refused closing of a case handled on the spot sends it to a department, filed like any other', () => {
    const play = new Play('03-02 09:00').does('self_handle', 'collector').does('reject_close', 'acceptor').does('dispatch', 'dispatcher');
    expect(play.case).toMatchObject({ state: 'pending_assign', round: 1, selfHandled: true, filedAt: play.now });
    expect(openClock(play.case, 'handle')?.limit).toEqual({ value: 4, unit: 'work_hour' });
  });

  it('reclassifying counts the new limit from the original start, through the same pauses and extensions', () => {
    const play = dispatched('03-02 09:00', HOUR).does('apply_extension', 'dept_manager').does('review_application', 'dispatcher');
    play.at('03-02 10:00').does('return_to_dispatcher', 'dept_manager').at('03-02 15:00').does('dispatch', 'dispatcher');
    play.does('reclassify', 'dispatcher', { ...INPUTS.reclassify, limit: { value: 2, unit: 'urgent_hour' } });
    const clock = openClock(play.case, 'handle');
    expect(clock).toMatchObject({ basis: 'continuous', allowanceMs: 4 * 3_600_000, usedMs: 3_600_000 });
    expect(clock?.dueAt).toBe(play.at('03-02 18:00').now);
  });
});

describe('ending', () => {
  it.each(['void', 'force_close'] as const)('%s stops every clock and none of them is in time', (action) => {
    for (const state of ['reported', 'pre_checking', 'handling', 'suspended', 'post_checking'] as const) {
      const play = STANDING[state]();
      const ended = new Set(play.case.clocks.filter(({ endedAt }) => endedAt !== null).map(({ kind, round }) => `${kind}${round}`));
      play.does(action, 'shift_leader');
      const cut = play.case.clocks.filter(({ kind, round }) => !ended.has(`${kind}${round}`));
      expect(cut.map(({ verdict }) => verdict)).toEqual(cut.map(() => null));
      expect(play.case.clocks.every(({ endedAt }) => endedAt !== null)).toBe(true);
      expect(isOpen(play.case.state)).toBe(false);
    }
  });

  it('by force keeps an overdue clock overdue', () => {
    const play = dispatched('03-02 09:00', HOUR).at('03-02 11:00').does('force_close', 'shift_leader');
    expect(lastClock(play.case, 'handle')?.verdict).toBe('overtime');
  });

  it('can be taken back within the window, linked to the first closing', () => {
    const play = closing(dispatched('03-02 09:00', HOUR)).does('close', 'acceptor');
    const closedAt = play.case.closedAt;
    play.at('03-12 09:00').does('reopen', 'acceptor');
    expect(play.case).toMatchObject({ state: 'pending_dispatch', closedAt: null, reopenCount: 1, reopenOf: { closedAt, round: 1 } });
    expect(play.does('dispatch', 'dispatcher', { unitId: 'greening' }).case.round).toBe(2);
  });
});

describe('an appeal', () => {
  const appealed = () => STANDING.closed().does('apply_appeal', 'dept_manager');

  it('granted by dispatcher and acceptor moves the counter and leaves the fact', () => {
    const play = appealed().does('review_appeal', 'dispatcher');
    expect(play.case).toMatchObject({ overdueExempt: false, appeal: { outcome: 'at_acceptor' } });
    play.does('review_appeal', 'acceptor');
    expect(play.case).toMatchObject({ overdueExempt: true, appeal: { outcome: 'granted', round: 1 } });
    const [round] = overdueRounds(play.case);
    expect(round).toMatchObject({ verdict: 'overtime', overdueMs: 3_600_000 });
    expect(round && countedVerdict(play.case, round)).toBe('in_time');
  });

  it('is over when either level refuses', () => {
    const first = appealed().does('review_appeal', 'dispatcher', { decision: 'refuse' });
    const second = appealed().does('review_appeal', 'dispatcher').does('review_appeal', 'acceptor', { decision: 'refuse' });
    for (const play of [first, second]) {
      expect(play.case).toMatchObject({ overdueExempt: false, appeal: { outcome: 'refused' } });
      expect(play.refusal('review_appeal', 'dispatcher')).toBe('lifecycle.no_appeal');
    }
  });

  it('exempts only the round it spoke of', () => {
    const play = appealed().does('review_appeal', 'dispatcher').does('review_appeal', 'acceptor').does('reopen', 'acceptor');
    closing(play.does('dispatch', 'dispatcher').at('03-03 18:00')).does('close', 'acceptor');
    expect(overdueRounds(play.case).map((clock) => countedVerdict(play.case, clock))).toEqual(['in_time', 'overtime']);
  });
});

describe('the light', () => {
  it('is green, yellow with a fifth left, red when overdue, and names its clock', () => {
    const play = dispatched('03-02 09:00', HOUR);
    const light = (local: string) => lightOf(play.case, play.at(local).now, calendar2026, play.settings.warnShare);
    expect(light('03-02 09:47')).toMatchObject({ clock: { kind: 'handle' }, reading: { light: 'green' } });
    expect(light('03-02 09:48')?.reading.light).toBe('yellow');
    expect(light('03-02 10:00')?.reading.light).toBe('yellow');
    expect(light('03-02 10:01')?.reading.light).toBe('red');
    expect(lightOf(handled(play).case, play.now, calendar2026, 0.2)).toBeNull();
  });
});

describe('what is offered', () => {
  it('names what blocks a button, and hides what is none of one’s business', () => {
    const play = dispatched('03-02 09:00', HOUR).at('03-02 11:00');
    const extension = offered(play, PEOPLE.dept_manager).find(({ action }) => action === 'apply_extension');
    expect(extension).toMatchObject({ zh: '申请延期', needsReason: true, blockedBy: { code: 'lifecycle.overdue_no_extension' } });
    expect(offered(play, actor('dept_manager', 'x', ['greening']) as typeof PEOPLE.dept_manager).map(({ action }) => action)).toEqual([
      'comment',
    ]);
  });

  it('is never empty for the one whose turn it is', () => {
    for (const state of ['reported', 'pending_filing', 'pending_close'] as const)
      expect(steps(STANDING[state](), PEOPLE.acceptor)).not.toEqual([]);
    for (const state of ['pending_dispatch', 'pending_review', 'suspended'] as const) expect(steps(STANDING[state]())).not.toEqual([]);
    for (const state of ['pending_assign', 'pending_confirm'] as const)
      expect(steps(STANDING[state](), PEOPLE.dept_manager)).not.toEqual([]);
    expect(steps(STANDING.handling(), PEOPLE.handler)).toContain('submit_handling');
  });
});
