/** Milliseconds since 1970-01-01T00:00:00Z. The kernel reads no clock: every instant comes in as an argument. */
export type Instant = number;

/** A local date, `YYYY-MM-DD`, in the calendar's own time zone. */
export type Day = string;

/** How a limit is counted. GB/T 30428.8 practice; see GLOSSARY.md 时限. */
export type LimitUnit = 'urgent_minute' | 'urgent_hour' | 'urgent_day' | 'natural_day' | 'work_hour' | 'work_day';

/** A time limit 时限 as a city writes it: `{ value: 4, unit: 'work_hour' }` is 4工作时. */
export interface Limit {
  readonly value: number;
  readonly unit: LimitUnit;
}

/** Continuous clocks run through nights and holidays; working clocks only inside the daily windows of working days. */
export type ClockBasis = 'continuous' | 'working';

/** A daily window `[from, to)` in minutes after local midnight. */
export interface DayWindow {
  readonly fromMinute: number;
  readonly toMinute: number;
}

/** Days, both included, on which working days have their own windows: summer hours, a half day. No windows: nothing runs. */
export interface WindowPeriod {
  readonly from: Day;
  readonly to: Day;
  readonly windows: readonly DayWindow[];
}

/** A city's working calendar. Data, versioned: see cities/demo/calendar.json. */
export interface CalendarDefinition {
  readonly id: string;
  readonly version: number;
  /** Fixed offset of local time from UTC, minutes; Asia/Shanghai is 480 and knows no daylight saving. */
  readonly utcOffsetMinutes: number;
  readonly windows: readonly DayWindow[];
  /** Windows of a stretch of days; they replace `windows` there. A work_day stays the sum of `windows`. */
  readonly periods?: readonly WindowPeriod[];
  /** Years whose holidays are known; a deadline outside them is provisional. */
  readonly years: readonly number[];
  readonly holidays: readonly Day[];
  /** Make-up working days 调休工作日; they win over weekends and holidays. */
  readonly makeUpDays: readonly Day[];
  /** `hours`: one working day is the sum of the windows; `endOfDay`: due at the last window end of the n-th working day after the day of the start. */
  readonly dayRule: 'hours' | 'endOfDay';
}

export interface Due {
  readonly at: Instant;
  /** True when the way there crosses a year whose holidays are not loaded. */
  readonly provisional: boolean;
}

/** A piece of time in which a clock runs or stands, for drawing a deadline. */
export interface Segment {
  readonly from: Instant;
  readonly to: Instant;
  readonly running: boolean;
}

export interface Calendar {
  readonly definition: CalendarDefinition;
  isWorkingDay(day: Day): boolean;
  dayOf(at: Instant): Day;
  /** When a limit that starts at `start` ends. */
  due(start: Instant, limit: Limit): Due;
  /** The allowance of a limit in its clock's own time, ms: 1 work_day is the sum of one day's windows. */
  allowanceMs(limit: Limit): number;
  /** `start` plus `amountMs` of the clock's own time. */
  add(start: Instant, amountMs: number, basis: ClockBasis): Due;
  /** The clock's own time between two instants, ms; negative when `to` is before `from`. */
  used(from: Instant, to: Instant, basis: ClockBasis): number;
  /** The stretches between two instants in which a clock of this basis runs or stands. At most `max` pieces. */
  segments(from: Instant, to: Instant, basis: ClockBasis, max?: number): readonly Segment[];
}
