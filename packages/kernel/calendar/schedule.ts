import { MINUTE_MS } from './civil.ts';
import type { DayWindow } from './types.ts';

/** The windows of one kind of day, in ms after local midnight, ascending. */
export interface Schedule {
  readonly opens: readonly number[];
  readonly closes: readonly number[];
  readonly totalMs: number;
}

export const REST_DAY: Schedule = { opens: [], closes: [], totalMs: 0 };

export const sortWindows = (windows: readonly DayWindow[]): DayWindow[] => [...windows].sort((a, b) => a.fromMinute - b.fromMinute);

export const windowsMs = (windows: readonly DayWindow[]): number =>
  windows.reduce((sum, window) => sum + (window.toMinute - window.fromMinute) * MINUTE_MS, 0);

export function scheduleOf(windows: readonly DayWindow[]): Schedule {
  const sorted = sortWindows(windows);
  return {
    opens: sorted.map((window) => window.fromMinute * MINUTE_MS),
    closes: sorted.map((window) => window.toMinute * MINUTE_MS),
    totalMs: windowsMs(sorted),
  };
}

/** Working time from midnight to `msOfDay`. */
export function workedBy(schedule: Schedule, msOfDay: number): number {
  let worked = 0;
  for (let i = 0; i < schedule.opens.length; i += 1) {
    const open = schedule.opens[i]!;
    if (msOfDay <= open) break;
    worked += Math.min(msOfDay, schedule.closes[i]!) - open;
  }
  return worked;
}

/** Where `worked` ms of a day are reached; `late` takes the next opening instead of a window end. */
export function reach(schedule: Schedule, worked: number, late: boolean): number {
  let rest = worked;
  for (let i = 0; i < schedule.opens.length; i += 1) {
    const length = schedule.closes[i]! - schedule.opens[i]!;
    if (rest < length || (rest === length && !late)) return schedule.opens[i]! + rest;
    rest -= length;
  }
  throw new RangeError(`a day of ${schedule.totalMs} ms working time does not reach ${worked} ms`);
}

/** Whether a time of day lies in a window, its opening and its end included. */
export const touches = ({ opens, closes }: Schedule, msOfDay: number): boolean =>
  opens.some((open, i) => msOfDay >= open && msOfDay <= closes[i]!);
