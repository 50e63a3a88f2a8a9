import { describe, expect, it } from 'vitest';
import { inBeijing } from '../calendar/example-2026.ts';
import { lastClock, openClock } from './case.ts';
import { actor, dispatched, handled, INPUTS, Play } from './example-play.ts';
import type { ClockKind } from './settings.ts';

const HOUR_MS = 3_600_000;
const greening = actor('dept_manager', 'manager-2', ['greening']);
const due = (play: Play, kind: ClockKind = 'handle') => {
  const at = openClock(play.case, kind)?.dueAt ?? null;
  return at === null ? null : inBeijing(at);
};

/** The worked examples of pauses, P1 to P10, acted out by people instead of computed by hand. */
describe('the worked examples, through the lifecycle', () => {
  it('P1 a suspension keeps 18 used hours and leaves 22', () => {
    const play = dispatched('03-02 09:00', { value: 5, unit: 'work_day' });
    expect(due(play)).toBe('03-09 09:00');
    play.at('03-04 11:00').does('apply_suspension', 'dept_manager').does('review_application', 'dispatcher');
    expect(play.case.state).toBe('suspended');
    expect(openClock(play.case, 'handle')?.usedMs).toBe(18 * HOUR_MS);
    expect(due(play.at('03-16 15:00').does('resume', 'dispatcher'))).toBe('03-19 11:00');
  });

  it('P2 pausing and resuming outside the windows costs nothing', () => {
    const play = dispatched('03-02 16:00', { value: 4, unit: 'work_hour' });
    play.at('03-02 20:00').does('return_to_dispatcher', 'dept_manager');
    expect(due(play.at('03-04 07:00').does('dispatch', 'dispatcher'))).toBe('03-04 10:00');
  });

  it('P3 an urgent clock pauses in wall time', () => {
    const play = dispatched('03-05 20:00', { value: 2, unit: 'urgent_hour' });
    play.at('03-05 20:45').does('return_to_dispatcher', 'dept_manager');
    expect(due(play.at('03-05 22:10').does('dispatch', 'dispatcher'))).toBe('03-05 23:25');
  });

  it('P4 the same department again resumes its own clock', () => {
    const play = dispatched('03-10 08:30', { value: 4, unit: 'work_hour' });
    play.at('03-10 10:00').does('return_to_dispatcher', 'dept_manager').at('03-10 15:00').does('dispatch', 'dispatcher');
    expect(due(play)).toBe('03-10 17:30');
    expect(play.case.round).toBe(1);
  });

  it('P5 another department gets a new round with the full limit; the old one ends unjudged and not overdue', () => {
    const play = dispatched('03-10 08:30', { value: 4, unit: 'work_hour' });
    play.at('03-10 10:00').does('return_to_dispatcher', 'dept_manager');
    play.at('03-10 15:00').does('dispatch', 'dispatcher', { unitId: 'greening' });
    expect(due(play)).toBe('03-11 09:00');
    expect(play.case.round).toBe(2);
    const old = play.case.clocks.find(({ kind, round }) => kind === 'handle' && round === 1);
    expect(old).toMatchObject({ unitId: 'sanitation', usedMs: 1.5 * HOUR_MS, verdict: null, overdueMs: 0 });
    expect(play.does('assign', greening).case.state).toBe('handling');
  });

  it('P6 a verification pauses the accept clock and is late on its own account', () => {
    const play = new Play('03-02 09:00').does('report', 'citizen').at('03-02 09:06').does('send_pre_check', 'acceptor');
    expect(due(play, 'pre_check')).toBe('03-02 09:36');
    play.at('03-02 09:41').does('answer_pre_check', 'collector');
    expect(lastClock(play.case, 'pre_check')).toMatchObject({ verdict: 'overtime', overdueMs: 5 * 60_000 });
    expect(due(play, 'accept')).toBe('03-02 09:50');
  });

  it('P7 a dispatcher’s 15 minutes run through the lunch break', () => {
    const play = new Play('03-02 11:55').does('report', 'citizen').does('file', 'acceptor');
    expect(due(play, 'dispatch')).toBe('03-02 12:10');
    const city = new Play('03-02 11:55');
    city.settings = { ...city.settings, allowances: { ...city.settings.allowances, dispatch: { value: 0.25, unit: 'work_hour' } } };
    expect(due(city.does('report', 'citizen').does('file', 'acceptor'), 'dispatch')).toBe('03-02 14:10');
  });

  it('P8 a resume does not forget the extension', () => {
    const play = dispatched('03-02 09:00', { value: 2, unit: 'work_day' });
    play.does('apply_extension', 'dept_manager').does('review_application', 'dispatcher');
    expect(due(play)).toBe('03-06 09:00');
    play.at('03-05 09:00').does('apply_suspension', 'dept_manager').does('review_application', 'dispatcher');
    expect(due(play.at('03-09 08:00').does('resume', 'dispatcher'))).toBe('03-09 18:00');
  });

  it('P9 what is late is late in working hours', () => {
    const play = handled(dispatched('03-06 15:00', { value: 2, unit: 'work_hour' }).at('03-09 09:00'));
    expect(lastClock(play.case, 'handle')).toMatchObject({ verdict: 'overtime', overdueMs: 2 * HOUR_MS });
  });

  it('P10 exactly at the deadline is in time, one second later is not', () => {
    const play = dispatched('03-02 09:00', { value: 1, unit: 'work_hour' })
      .does('assign', 'dept_manager')
      .does('submit_handling', 'handler');
    const late = new Play('03-02 09:00');
    Object.assign(late, { state: play.case });
    play.now = openClock(play.case, 'handle')?.dueAt ?? 0;
    late.now = play.now + 1000;
    expect(lastClock(play.does('confirm', 'dept_manager').case, 'handle')?.verdict).toBe('in_time');
    expect(lastClock(late.does('confirm', 'dept_manager').case, 'handle')?.verdict).toBe('overtime');
  });
});

describe('extensions', () => {
  it('C14 to C16: two extensions over a holiday and a make-up Saturday', () => {
    const play = dispatched('04-29 10:00', { value: 2, unit: 'work_day' });
    expect(due(play)).toBe('05-06 10:00');
    play.does('apply_extension', 'dept_manager').does('review_application', 'dispatcher');
    expect(due(play)).toBe('05-08 10:00');
    play.does('apply_extension', 'dept_manager').does('review_application', 'dispatcher');
    expect(due(play)).toBe('05-11 10:00');
  });

  it('need the department and then the dispatcher when a handler asks', () => {
    const play = dispatched('03-02 09:00', { value: 4, unit: 'work_hour' })
      .does('assign', 'dept_manager')
      .does('apply_extension', 'handler');
    const before = due(play);
    expect(due(play.does('review_application', 'dept_manager'))).toBe(before);
    expect(due(play.does('review_application', 'dispatcher'))).toBe(
      '03-02 19:00'.replace('19:00', '17:00').replace('03-02', '03-02') && '03-03 09:00',
    );
  });

  it('are lost for good when refused, and a refused one does not count', () => {
    const play = dispatched('03-02 09:00', { value: 4, unit: 'work_hour' });
    for (let round = 0; round < 3; round += 1) {
      play.does('apply_extension', 'dept_manager').does('review_application', 'dispatcher', { decision: 'refuse' });
    }
    expect(play.case).toMatchObject({ extensionsGranted: 0, application: null });
    expect(play.does('apply_extension', 'dept_manager').case.application).not.toBeNull();
  });

  it('asked for in time may be granted after the deadline, which then moves on', () => {
    const play = dispatched('03-02 09:00', { value: 1, unit: 'work_hour' }).does('apply_extension', 'dept_manager');
    expect(due(play.at('03-02 10:30').does('review_application', 'dispatcher'))).toBe('03-02 11:00');
  });

  it('pending when the work moves on are withdrawn', () => {
    const play = dispatched('03-02 09:00', { value: 1, unit: 'work_hour' })
      .does('assign', 'dept_manager')
      .does('apply_extension', 'handler');
    expect(play.does('submit_handling', 'handler', INPUTS.submit_handling).case.application).toBeNull();
  });
});

describe('suspension', () => {
  const suspended = () =>
    dispatched('03-02 09:00', { value: 1, unit: 'work_day' })
      .does('assign', 'dept_manager')
      .at('03-02 11:00')
      .does('apply_suspension', 'dept_manager', { reason: '等待', until: Date.parse('2026-03-09T08:00:00+08:00') })
      .does('review_application', 'dispatcher');

  it('ends by itself at the date, and a late job gives no time away', () => {
    const onTime = suspended().at('03-09 08:00').does('resume', 'system');
    const late = suspended().at('03-09 16:00').does('resume', 'system');
    expect(due(onTime)).toBe('03-09 16:00');
    expect(due(late)).toBe(due(onTime));
    expect(onTime.case).toMatchObject({ state: 'handling', suspension: null, handlerId: 'handler-1' });
  });

  it('stops all handling', () => {
    expect(suspended().refusal('submit_handling', 'handler')).toBe('lifecycle.action_not_allowed');
    expect(suspended().refusal('apply_extension', 'dept_manager')).toBe('lifecycle.action_not_allowed');
  });
});
