import type { ClockView } from '@chengmai/modules/cases/contract.ts';
import { describe, expect, it } from 'vitest';
import { readClock } from './countdown.ts';
import { isJustOver } from './format.ts';

const READ_AT = Date.parse('2026-11-20T15:42:00+08:00');
const MINUTE = 60_000;
const clock = (change: Partial<ClockView> = {}): ClockView => ({
  kind: 'dispatch',
  round: 1,
  basis: 'continuous',
  allowanceMs: 15 * MINUTE,
  usedMs: 5 * MINUTE,
  readAt: '2026-11-20T15:42:00+08:00',
  running: true,
  ticking: true,
  startedAt: '2026-11-20T15:37:00+08:00',
  dueAt: '2026-11-20T15:52:00+08:00',
  endedAt: null,
  verdict: null,
  overdueMs: 0,
  light: 'green',
  provisional: false,
  ...change,
});

describe('readClock', () => {
  it('counts down from what was used when the server read it', () => {
    expect(readClock(clock(), READ_AT + 2 * MINUTE)).toMatchObject({ usedMs: 7 * MINUTE, remainingMs: 8 * MINUTE, light: 'green' });
  });

  it('turns amber at a fifth of the allowance and red past it, without asking the server', () => {
    expect(readClock(clock(), READ_AT + 7 * MINUTE).light).toBe('yellow');
    expect(readClock(clock(), READ_AT + 10 * MINUTE).light).toBe('yellow');
    const late = readClock(clock(), READ_AT + 11 * MINUTE);
    expect(late).toMatchObject({ light: 'red', remainingMs: -MINUTE, share: 1 });
  });

  it('stands outside the working windows, while paused and after its end', () => {
    for (const still of [{ ticking: false }, { running: false }, { endedAt: '2026-11-20T15:41:00+08:00' }]) {
      expect(readClock(clock(still), READ_AT + 60 * MINUTE).usedMs).toBe(5 * MINUTE);
    }
  });

  it('keeps a hold, whatever the time', () => {
    expect(readClock(clock({ light: 'hold', running: false }), READ_AT + 60 * MINUTE).light).toBe('hold');
  });

  it('never runs backwards when the browser is behind the server', () => {
    expect(readClock(clock(), READ_AT - MINUTE).usedMs).toBe(5 * MINUTE);
  });

  it('is over when the server says red or the deadline has passed, even with a moment left by its own count', () => {
    const red = readClock(clock({ light: 'red', usedMs: 15 * MINUTE, ticking: false }), READ_AT);
    expect(red).toMatchObject({ over: true, light: 'red', remainingMs: 0 });
    expect(isJustOver(red.remainingMs, red.over)).toBe(true);
    const due = readClock(clock({ dueAt: '2026-11-20T15:45:00+08:00' }), READ_AT + 4 * MINUTE);
    expect(due).toMatchObject({ over: true, light: 'red', remainingMs: 0 });
    expect(readClock(clock({ light: 'red', overdueMs: 9 * MINUTE, running: false }), READ_AT).remainingMs).toBe(-9 * MINUTE);
    expect(readClock(clock(), READ_AT).over).toBe(false);
  });
});
