import { describe, expect, it } from 'vitest';
import { createCalendar } from './calendar.ts';
import { clockReading, endClock, extendClock, pauseClock, resumeClock, startClock } from './clock.ts';
import { beijing, CALENDAR_2026 } from './example-2026.ts';
import type { Calendar, CalendarDefinition, Instant } from './types.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Mulberry32: small, seeded, the same cases on every machine. */
function createDice(seed: number) {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return { below: (limit: number): number => Math.floor(next() * limit), share: next };
}

const clockTime = (hour: number, minute = 0): number => hour * 60 + minute;
const window = (fromMinute: number, toMinute: number) => ({ fromMinute, toMinute });

const DEFINITIONS: Readonly<Record<string, CalendarDefinition>> = {
  'office hours': CALENDAR_2026,
  'three shifts through midnight': {
    ...CALENDAR_2026,
    windows: [window(0, clockTime(5, 30)), window(clockTime(13, 7), clockTime(19)), window(clockTime(23), clockTime(24))],
  },
  'whole days': { ...CALENDAR_2026, windows: [window(0, 1440)] },
  'seasons, a half day and days without windows, west of Greenwich': {
    ...CALENDAR_2026,
    utcOffsetMinutes: -210,
    periods: [
      { from: '2026-06-15', to: '2026-09-15', windows: [window(clockTime(7), clockTime(11)), window(clockTime(15), clockTime(18, 30))] },
      { from: '2026-12-24', to: '2027-01-06', windows: [] },
      { from: '2026-03-18', to: '2026-03-18', windows: [window(clockTime(8), clockTime(12))] },
    ],
  },
};

const EARLIEST = beijing('2025-11-20 00:00');

/** Starts from late 2025 to early 2027, on the millisecond, the second or the minute: edges are hit often. */
function anyInstant(dice: ReturnType<typeof createDice>): Instant {
  const grain = [1, 1_000, MINUTE, 30 * MINUTE][dice.below(4)]!;
  return EARLIEST + Math.floor((dice.share() * 450 * DAY) / grain) * grain;
}

function anyAmount(dice: ReturnType<typeof createDice>): number {
  const grain = [1, 1_000, MINUTE, HOUR][dice.below(4)]!;
  return (1 + Math.floor((dice.share() * 120 * HOUR) / grain)) * grain;
}

interface Case {
  readonly cal: Calendar;
  readonly start: Instant;
  readonly later: Instant;
  readonly a: number;
  readonly b: number;
}

/** The broken law, or null. Plain comparisons: an `expect` per case would take minutes. */
function brokenLaw({ cal, start, later, a, b }: Case): string | null {
  const dueA = cal.add(start, a, 'working').at;
  const dueAB = cal.add(start, a + b, 'working').at;
  if (cal.used(start, dueA, 'working') !== a) return 'used(start, due(start, x)) = x';
  if (cal.add(dueA, b, 'working').at !== dueAB) return 'add(start, a + b) = add(add(start, a), b)';
  if (dueAB <= dueA) return 'more time is due later';
  if (cal.add(later, a, 'working').at < dueA) return 'a later start is due no earlier';
  const justBefore = cal.used(dueA - 1, dueA, 'working');
  if (justBefore !== 1) return 'a deadline lies in (open, close]: the millisecond before it was working time';
  const middle = (start + later) / 2;
  const whole = cal.used(start, later, 'working');
  if (cal.used(start, middle, 'working') + cal.used(middle, later, 'working') !== whole) return 'used is additive over a pause';
  if (whole < 0 || whole > later - start) return '0 ≤ working time ≤ wall time';
  const back = cal.add(dueA, -a, 'working').at;
  if (cal.used(back, dueA, 'working') !== a) return 'walking back uses the same time';
  return null;
}

describe.each(Object.entries(DEFINITIONS))('working time with %s', (_name, definition) => {
  it('keeps its laws in 400,000 random cases', { timeout: 60_000 }, () => {
    const cal = createCalendar(definition);
    const dice = createDice(20_260_701);
    for (let i = 0; i < 400_000; i += 1) {
      const start = anyInstant(dice);
      const later = start + 2 * dice.below(20 * DAY);
      const one = { cal, start, later, a: anyAmount(dice), b: anyAmount(dice) };
      const broken = brokenLaw(one);
      if (broken) expect.fail(`${broken}: start ${start}, later ${later}, a ${one.a}, b ${one.b}`);
    }
  });

  it('agrees with a count minute by minute', () => {
    const cal = createCalendar(definition);
    const dice = createDice(47_678);
    for (let i = 0; i < 250; i += 1) {
      const start = Math.floor(anyInstant(dice) / MINUTE) * MINUTE;
      const minutes = 1 + dice.below(40 * 60);
      const expected = dueByCounting(definition, start, minutes);
      expect(cal.add(start, minutes * MINUTE, 'working').at).toBe(expected);
      expect(cal.used(start, expected, 'working')).toBe(minutes * MINUTE);
    }
  });
});

/** The oracle: looks at every minute, by its text, until enough working minutes have gone by. */
function dueByCounting(definition: CalendarDefinition, start: Instant, minutes: number): Instant {
  let at = start;
  let left = minutes;
  let dayText = '';
  let windows: CalendarDefinition['windows'] = [];
  while (left > 0) {
    const local = new Date(at + definition.utcOffsetMinutes * MINUTE);
    if (local.getUTCHours() + local.getUTCMinutes() === 0 || dayText === '') {
      dayText = local.toISOString().slice(0, 10);
      windows = windowsByReading(definition, dayText, local.getUTCDay());
    }
    const minute = local.getUTCHours() * 60 + local.getUTCMinutes();
    if (windows.some((one) => minute >= one.fromMinute && minute < one.toMinute)) left -= 1;
    at += MINUTE;
  }
  return at;
}

function windowsByReading(definition: CalendarDefinition, day: string, weekday: number): CalendarDefinition['windows'] {
  const off = definition.holidays.includes(day) || weekday === 0 || weekday === 6;
  if (off && !definition.makeUpDays.includes(day)) return [];
  const period = definition.periods?.find((one) => one.from <= day && day <= one.to);
  return period ? period.windows : definition.windows;
}

describe('a clock that is paused, resumed and extended at random', () => {
  it('uses the working time of its running pieces, and its rest ends at its deadline', () => {
    const cal = createCalendar(CALENDAR_2026);
    const dice = createDice(8);
    for (let i = 0; i < 20_000; i += 1) {
      let at = anyInstant(dice);
      let clock = startClock('handle', { value: 1 + dice.below(5), unit: 'work_day' }, at, cal);
      let usedMs = 0;
      let allowanceMs = clock.allowanceMs;
      for (let step = 0; step < 4; step += 1) {
        const paused = at + dice.below(2 * DAY);
        usedMs += cal.used(at, paused, 'working');
        clock = pauseClock(clock, paused, cal);
        if (dice.below(3) === 0) {
          clock = extendClock(clock, { value: 2, unit: 'work_hour' }, cal);
          allowanceMs += 2 * HOUR;
        }
        at = paused + dice.below(3 * DAY);
        clock = resumeClock(clock, at, cal);
      }
      const end = at + dice.below(4 * DAY);
      const total = usedMs + cal.used(at, end, 'working');
      const ended = endClock(clock, end, cal);
      if (ended.usedMs !== total || ended.overdueMs !== Math.max(0, total - allowanceMs)) expect.fail(`case ${i}: used ${ended.usedMs}`);
      if (total > allowanceMs && ended.verdict !== 'overtime') expect.fail(`case ${i}: more used than allowed, yet in time`);
      if (usedMs < allowanceMs && clockReading(clock, clock.dueAt!, cal).restMs !== 0) expect.fail(`case ${i}: rest at the deadline`);
    }
  });
});
