import { describe, expect, it } from 'vitest';
import { openClock } from './case.ts';
import { calendar2026, closing, dispatched, Play } from './example-play.ts';
import { fold } from './fold.ts';

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
