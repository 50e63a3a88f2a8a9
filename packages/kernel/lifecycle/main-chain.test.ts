import { describe, expect, it } from 'vitest';
import { beijing } from '../calendar/example-2026.ts';
import { openClock } from './case.ts';
import { calendar2026, closing, dispatched, handled, PEOPLE, Play } from './example-play.ts';
import { fold, undone } from './fold.ts';

describe('the main chain', () => {
  it('takes a case from a citizen’s report to closing by seven roles', () => {
    const play = closing(
      new Play('03-02 09:00')
        .does('report', 'citizen')
        .does('send_pre_check', 'acceptor')
        .does('answer_pre_check', 'collector')
        .does('file', 'acceptor')
        .does('dispatch', 'dispatcher'),
    )
      .does('send_post_check', 'acceptor')
      .does('answer_post_check', 'collector')
      .does('close', 'acceptor')
      .does('rate', 'citizen');
    expect(play.case).toMatchObject({ state: 'closed', version: 13, round: 1, acceptorId: 'acceptor-1', unitId: 'sanitation' });
    expect(play.case.clocks.every((clock) => clock.verdict === 'in_time')).toBe(true);
  });

  it('is exactly what its history says', () => {
    const play = closing(dispatched('03-02 09:00', { value: 2, unit: 'work_hour' })).does('close', 'acceptor');
    expect(fold(play.history, () => ({ calendar: calendar2026, settings: play.settings }))).toEqual(play.case);
  });

  it('can take back its last act, which stays in the history', () => {
    const play = dispatched('03-02 09:00', { value: 2, unit: 'work_hour' });
    const before = play.case;
    const after = play.at('03-02 09:01').does('assign', 'dept_manager').case;
    const history = [
      ...play.history,
      { act: { action: 'undo', input: {} }, actor: PEOPLE.dept_manager, at: beijing('03-02 09:02') } as const,
    ];
    const context = () => ({ calendar: calendar2026, settings: play.settings });
    expect(fold(history, context)).toEqual(undone(after, before, beijing('03-02 09:02')));
    expect(fold(history, context)).toEqual({ ...before, version: 5, updatedAt: beijing('03-02 09:02') });
    expect(() => fold([...history, history.at(-1)!], context)).toThrow('undo an undo');
  });

  it('refuses a history that could not have happened', () => {
    const play = dispatched('03-02 09:00', { value: 2, unit: 'work_hour' });
    const context = () => ({ calendar: calendar2026, settings: play.settings });
    expect(() => fold(play.history.slice(1), context)).toThrow('history entry 1 (file) is refused: lifecycle.action_not_allowed');
  });

  it('counts an act of a clock set back as simultaneous with the last one', () => {
    const play = dispatched('03-02 09:00', { value: 2, unit: 'work_hour' }).at('03-02 08:00').does('assign', 'dept_manager');
    expect(play.case.updatedAt).toBe(beijing('03-02 09:00'));
    handled(play.at('03-02 07:00').does('revoke_assign', 'dept_manager'));
    expect(openClock(play.case, 'handle')).toBeNull();
    expect(play.case.clocks.every(({ usedMs }) => usedMs >= 0)).toBe(true);
  });

  it('is plain JSON', () => {
    const { case: state } = dispatched('03-02 09:00', { value: 2, unit: 'work_day' });
    expect(JSON.parse(JSON.stringify(state))).toEqual(state);
  });

  it('tells each act as an event in the past tense, and each clock that ended', () => {
    const play = new Play('03-02 09:00').does('report', 'citizen');
    const decision = play.tries('file', 'acceptor');
    expect(decision.ok && decision.events.map(({ type }) => type)).toEqual(['cases.filed', 'cases.clock_ended']);
  });

  it('starts the handling clock at dispatch, not before', () => {
    const play = new Play('03-02 09:00').does('report', 'citizen').does('file', 'acceptor');
    expect(openClock(play.case, 'handle')).toBeNull();
    expect(openClock(play.does('dispatch', 'dispatcher').case, 'handle')?.startedAt).toBe(play.now);
  });
});
