import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beijing, inBeijing } from '../calendar/example-2026.ts';
import { DEFAULT_LADDER, escalations, nextEscalationAt } from './escalation.ts';
import { calendar2026, dispatched, handled, Play } from './example-play.ts';

const HOUR = { value: 1, unit: 'work_hour' } as const;
const due = (play: Play, local: string) => escalations(play.case, beijing(local), calendar2026, DEFAULT_LADDER);
const ids = (play: Play, local: string) => due(play, local).map(({ step }) => step.id);

describe('the escalation ladder', () => {
  it('warns, tells of the deadline, and climbs at one and a half and twice the allowance', () => {
    const play = dispatched('03-02 09:00', HOUR);
    expect(ids(play, '03-02 09:47')).toEqual([]);
    expect(ids(play, '03-02 09:48')).toEqual(['warn']);
    expect(ids(play, '03-02 10:00')).toEqual(['warn']);
    expect(ids(play, '03-02 10:01')).toEqual(['warn', 'overdue', 'overdue_department']);
    expect(ids(play, '03-02 10:30')).toEqual(['warn', 'overdue', 'overdue_department', 'overdue_half']);
    expect(ids(play, '03-02 11:00')).toHaveLength(5);
  });

  it('climbs by working time: nothing happens overnight', () => {
    const play = dispatched('03-02 17:00', HOUR);
    expect(ids(play, '03-03 08:00')).toEqual(['warn', 'overdue', 'overdue_department']);
    expect(ids(play, '03-03 08:30')).toContain('overdue_half');
  });

  it('has the same keys however often it is asked', () => {
    const play = dispatched('03-02 09:00', HOUR);
    const once = due(play, '03-02 10:01').map(({ key }) => key);
    const again = due(play, '03-02 10:29').map(({ key }) => key);
    expect(again).toEqual(once);
    expect(once).toEqual(['C1:handle:1:0:warn', 'C1:handle:1:0:overdue', 'C1:handle:1:0:overdue_department']);
  });

  it('warns anew after an extension and in a new round', () => {
    const play = dispatched('03-02 09:00', HOUR);
    const first = due(play, '03-02 09:50');
    play.at('03-02 09:50').does('apply_extension', 'dept_manager').does('review_application', 'dispatcher');
    expect(due(play, '03-02 09:50')).toEqual([]);
    const second = due(play, '03-02 10:50');
    const rework = handled(play).does('rework', 'dispatcher');
    const third = due(rework, '03-02 10:45');
    expect(new Set([first, second, third].map(([rung]) => rung?.key)).size).toBe(3);
  });

  it('is silent while the clock is paused', () => {
    const play = dispatched('03-02 09:00', HOUR).does('apply_suspension', 'dept_manager').does('review_application', 'dispatcher');
    expect(ids(play, '03-30 09:00')).toEqual([]);
    expect(nextEscalationAt(play.case, beijing('03-30 09:00'), calendar2026, DEFAULT_LADDER)).toBeNull();
  });

  it('tells the shift leader of a late operator’s clock', () => {
    const play = new Play('03-02 09:00').does('report', 'citizen');
    expect(ids(play, '03-02 09:16')).toEqual(['overdue']);
  });

  it('knows when to look again', () => {
    const play = dispatched('03-02 09:00', HOUR);
    const next = (local: string) => nextEscalationAt(play.case, beijing(local), calendar2026, DEFAULT_LADDER);
    expect(inBeijing(next('03-02 09:00') ?? 0)).toBe('03-02 09:48');
    expect(next('03-02 09:48')).toBe(beijing('03-02 10:00') + 1);
    expect(inBeijing(next('03-02 10:01') ?? 0)).toBe('03-02 10:30');
    expect(next('03-02 11:00')).toBeNull();
  });

  it('misses no rung when a job only wakes at the instants it is told', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.nat(2000), (hours, offset) => {
        const play = dispatched('03-02 09:00', { value: hours, unit: 'work_hour' });
        const told = new Set<string>();
        let now: number | null = play.now + offset * 60_000;
        while (now !== null) {
          for (const { step } of escalations(play.case, now, calendar2026, DEFAULT_LADDER)) told.add(step.id);
          now = nextEscalationAt(play.case, now, calendar2026, DEFAULT_LADDER);
        }
        expect(told.size).toBe(DEFAULT_LADDER.length);
      }),
    );
  });
});
