import { describe, expect, it } from 'vitest';
import { createCalendar } from './calendar.ts';
import {
  type Clock,
  clockReading,
  endClock,
  extendClock,
  pauseClock,
  recomputeClock,
  resumeClock,
  startClock,
  startClockWith,
} from './clock.ts';
import { beijing, CALENDAR_2026, inBeijing } from './example-2026.ts';
import type { Limit, LimitUnit } from './types.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;
const cal = createCalendar(CALENDAR_2026);

const limit = (value: number, unit: LimitUnit): Limit => ({ value, unit });
const start = (at: string, value: number, unit: LimitUnit, kind = 'handle') => startClock(kind, limit(value, unit), beijing(at), cal);
const pause = (clock: Clock, at: string) => pauseClock(clock, beijing(at), cal);
const resume = (clock: Clock, at: string) => resumeClock(clock, beijing(at), cal);
const end = (clock: Clock, at: string) => endClock(clock, beijing(at), cal);
const read = (clock: Clock, at: string) => clockReading(clock, beijing(at), cal);
const due = (clock: Clock) => (clock.dueAt === null ? null : inBeijing(clock.dueAt));

describe('the worked examples of pauses', () => {
  it('P1 a suspension keeps 18 used hours and leaves 22', () => {
    const started = start('03-02 09:00', 5, 'work_day');
    expect(due(started)).toBe('03-09 09:00');
    const paused = pause(started, '03-04 11:00');
    expect(paused).toMatchObject({ usedMs: 18 * HOUR, dueAt: null, runningSince: null });
    expect(read(paused, '03-10 09:00').restMs).toBe(22 * HOUR);
    expect(due(resume(paused, '03-16 15:00'))).toBe('03-19 11:00');
  });

  it('P2 a pause and a resume outside the windows', () => {
    const paused = pause(start('03-02 16:00', 4, 'work_hour'), '03-02 20:00');
    expect(paused.usedMs).toBe(2 * HOUR);
    expect(due(resume(paused, '03-04 07:00'))).toBe('03-04 10:00');
  });

  it('P3 an urgent clock pauses in wall time', () => {
    const paused = pause(start('03-05 20:00', 2, 'urgent_hour'), '03-05 20:45');
    expect(due(resume(paused, '03-05 22:10'))).toBe('03-05 23:25');
  });

  it('P4 a return and the same department again', () => {
    const paused = pause(start('03-10 08:30', 4, 'work_hour'), '03-10 10:00');
    expect(paused.usedMs).toBe(1.5 * HOUR);
    expect(due(resume(paused, '03-10 15:00'))).toBe('03-10 17:30');
  });

  it('P5 a return and another department: the old round ends in time, the new one has its full limit', () => {
    const old = end(pause(start('03-10 08:30', 4, 'work_hour'), '03-10 10:00'), '03-10 15:00');
    expect(old).toMatchObject({ usedMs: 1.5 * HOUR, verdict: 'in_time', overdueMs: 0 });
    expect(due(start('03-10 15:00', 4, 'work_hour'))).toBe('03-11 09:00');
  });

  it('P6 acceptance waits for a verification that comes five minutes late', () => {
    const accept = pause(start('03-02 09:00', 15, 'urgent_minute', 'accept'), '03-02 09:06');
    const task = start('03-02 09:06', 30, 'urgent_minute', 'pre_check');
    expect(due(task)).toBe('03-02 09:36');
    expect(end(task, '03-02 09:41')).toMatchObject({ verdict: 'overtime', overdueMs: 5 * MINUTE });
    expect(due(resume(accept, '03-02 09:41'))).toBe('03-02 09:50');
  });

  it('P8 a resume remembers the extension', () => {
    const extended = extendClock(start('03-02 09:00', 2, 'work_day'), limit(2, 'work_day'), cal);
    expect(due(extended)).toBe('03-06 09:00');
    const paused = pause(extended, '03-05 09:00');
    expect(paused).toMatchObject({ allowanceMs: 32 * HOUR, usedMs: 24 * HOUR });
    expect(due(resume(paused, '03-09 08:00'))).toBe('03-09 18:00');
  });

  it('P9 overdue is two working hours, and 64 on the wall', () => {
    const clock = start('03-06 15:00', 2, 'work_hour');
    expect(due(clock)).toBe('03-06 17:00');
    const ended = end(clock, '03-09 09:00');
    expect(ended).toMatchObject({ verdict: 'overtime', overdueMs: 2 * HOUR });
    expect(read(ended, '05-01 00:00')).toEqual({
      usedMs: 4 * HOUR,
      restMs: 0,
      overdueMs: 2 * HOUR,
      wallOverdueMs: 64 * HOUR,
      light: 'red',
    });
  });

  it('P10 the very second of the deadline is in time, the next is not', () => {
    const clock = start('03-06 15:00', 2, 'work_hour');
    expect(endClock(clock, beijing('03-06 17:00'), cal)).toMatchObject({ verdict: 'in_time', overdueMs: 0 });
    expect(endClock(clock, beijing('03-06 17:00') + 1_000, cal)).toMatchObject({ verdict: 'overtime', overdueMs: 1_000 });
  });

  it('C14 to C16 two extensions over a holiday and a make-up Saturday', () => {
    const once = extendClock(start('04-29 10:00', 2, 'work_day'), limit(2, 'work_day'), cal);
    expect(due(once)).toBe('05-08 10:00');
    expect(due(extendClock(once, limit(2, 'work_day'), cal))).toBe('05-11 10:00');
  });

  it('C17 an extension from a window end', () => {
    expect(due(extendClock(start('03-06 14:00', 4, 'work_hour'), limit(4, 'work_hour'), cal))).toBe('03-09 12:00');
  });
});

describe('the light', () => {
  it('is green, turns yellow when a fifth of the allowance is left, and red after the deadline', () => {
    const clock = start('03-02 08:00', 5, 'work_hour');
    expect(read(clock, '03-02 11:59').light).toBe('green');
    expect(read(clock, '03-02 12:00').light).toBe('yellow');
    expect(read(clock, '03-02 15:00')).toMatchObject({ light: 'yellow', restMs: 0, overdueMs: 0 });
    expect(read(clock, '03-02 15:01')).toMatchObject({ light: 'red', overdueMs: MINUTE, wallOverdueMs: MINUTE });
  });

  it('turns yellow at a share of the city’s choice', () => {
    const clock = start('03-02 08:00', 8, 'work_hour');
    expect(clockReading(clock, beijing('03-02 12:00'), cal, 0.5).light).toBe('yellow');
    expect(clockReading(clock, beijing('03-02 12:00'), cal, 0.1).light).toBe('green');
  });

  it('is green again when a clock has ended in time, however little was left', () => {
    expect(read(end(start('03-02 08:00', 4, 'work_hour'), '03-02 12:00'), '03-20 09:00').light).toBe('green');
  });

  it('is red in the evening after a deadline at the end of work, with no working time overdue', () => {
    const clock = start('03-03 14:00', 4, 'work_hour');
    expect(read(clock, '03-03 18:30')).toMatchObject({ light: 'red', overdueMs: 0, wallOverdueMs: 30 * MINUTE });
  });
});

describe('an overdue clock', () => {
  it('stays missed through a pause, even when the deadline passed at the end of work', () => {
    const paused = pause(start('03-03 14:00', 4, 'work_hour'), '03-03 18:30');
    expect(due(paused)).toBe('03-03 18:00');
    expect(end(paused, '03-04 09:00').verdict).toBe('overtime');
    expect(end(resume(paused, '03-05 07:00'), '03-05 07:30').verdict).toBe('overtime');
  });

  it('resumes with the overtime it had, in its own unit', () => {
    const paused = pause(start('03-03 08:00', 2, 'work_hour'), '03-03 11:00');
    const resumed = resume(paused, '03-04 09:00');
    expect(due(resumed)).toBe('03-04 08:00');
    expect(end(resumed, '03-04 10:00')).toMatchObject({ verdict: 'overtime', overdueMs: 2 * HOUR });
  });

  it('is saved by an extension that reaches beyond what was used', () => {
    const paused = pause(start('03-03 08:00', 2, 'work_hour'), '03-03 11:00');
    const extended = extendClock(paused, limit(2, 'work_hour'), cal);
    expect(extended.dueAt).toBeNull();
    expect(due(resume(extended, '03-04 09:00'))).toBe('03-04 10:00');
  });
});

describe('order of events', () => {
  it('pausing twice and resuming twice change nothing', () => {
    const paused = pause(start('03-02 16:00', 4, 'work_hour'), '03-02 17:00');
    expect(pause(paused, '03-02 17:30')).toBe(paused);
    const resumed = resume(paused, '03-03 09:00');
    expect(resume(resumed, '03-03 10:00')).toBe(resumed);
  });

  it('used time does not shrink when the machine’s clock was set back', () => {
    const clock = start('03-02 16:00', 4, 'work_hour');
    expect(pause(clock, '03-02 15:00').usedMs).toBe(0);
    expect(read(clock, '03-02 15:00')).toMatchObject({ usedMs: 0, restMs: 4 * HOUR, light: 'green' });
  });

  it('an ended clock refuses to be moved', () => {
    const ended = end(start('03-02 16:00', 4, 'work_hour'), '03-02 17:00');
    expect(() => pause(ended, '03-02 18:00')).toThrow(/ended/);
    expect(() => resume(ended, '03-02 18:00')).toThrow(/ended/);
    expect(() => end(ended, '03-02 18:00')).toThrow(/ended/);
    expect(() => extendClock(ended, limit(1, 'work_hour'), cal)).toThrow(/ended/);
  });

  it('a working clock cannot be extended by natural days', () => {
    expect(() => extendClock(start('03-02 16:00', 4, 'work_hour'), limit(1, 'natural_day'), cal)).toThrow(TypeError);
  });

  it('a new round can take the unused rest of the old one', () => {
    const old = end(start('03-10 08:30', 4, 'work_hour'), '03-10 10:00');
    const next = startClockWith('handle', old.basis, old.allowanceMs - old.usedMs, beijing('03-10 15:00'), cal);
    expect(due(next)).toBe('03-10 17:30');
  });
});

describe('a changed calendar', () => {
  const strike = createCalendar({ ...CALENDAR_2026, version: 2, holidays: [...CALENDAR_2026.holidays, '2026-03-05'] });

  it('moves an open deadline from the last start and what is left', () => {
    const resumed = resume(pause(start('03-02 09:00', 2, 'work_day'), '03-02 17:00'), '03-04 09:00');
    expect(due(resumed)).toBe('03-05 11:00');
    expect(due(recomputeClock(resumed, strike))).toBe('03-06 11:00');
  });

  it('leaves paused and ended clocks alone', () => {
    const clock = start('03-04 09:00', 2, 'work_day');
    const paused = pause(clock, '03-04 10:00');
    const ended = end(clock, '03-09 10:00');
    expect(recomputeClock(paused, strike)).toBe(paused);
    expect(recomputeClock(ended, strike)).toBe(ended);
  });

  it('makes a provisional deadline firm when its year is loaded', () => {
    const clock = start('12-31 17:00', 2, 'work_hour');
    expect(clock.provisional).toBe(true);
    const loaded = createCalendar({ ...CALENDAR_2026, years: [2026, 2027], holidays: [...CALENDAR_2026.holidays, '2027-01-01'] });
    expect(recomputeClock(clock, loaded)).toMatchObject({ provisional: false, dueAt: beijing('2027-01-04 09:00') });
  });
});

describe('a clock under the end-of-day rule', () => {
  const endOfDay = createCalendar({ ...CALENDAR_2026, dayRule: 'endOfDay' });

  it('has the working time up to that end as its allowance, and pauses within it', () => {
    const clock = startClock('handle', limit(1, 'work_day'), beijing('03-04 10:00'), endOfDay);
    expect(clock.allowanceMs).toBe(14 * HOUR);
    expect(due(clock)).toBe('03-05 18:00');
    const paused = pauseClock(clock, beijing('03-04 15:00'), endOfDay);
    expect(due(resumeClock(paused, beijing('03-09 08:00'), endOfDay))).toBe('03-10 11:00');
  });

  it('is extended to the end of a later day', () => {
    const clock = startClock('handle', limit(1, 'work_day'), beijing('03-04 10:00'), endOfDay);
    const extended = extendClock(clock, limit(1, 'work_day'), endOfDay);
    expect(due(extended)).toBe('03-06 18:00');
    expect(extended.allowanceMs).toBe(22 * HOUR);
  });
});
