import type { Instant } from '../calendar/types.ts';
import { ok, type Result, refuse } from '../result.ts';
import type { Period } from './predicate.ts';
import type { Words } from './words.ts';

export const CYCLE_KINDS = ['day', 'week', 'month', 'quarter', 'year'] as const;
export type CycleKind = (typeof CYCLE_KINDS)[number];

/** A reporting cycle. `ordinal` is the month 1–12, the quarter 1–4, the ISO week 1–53; for a day its month and day as MMDD; 0 for a year. */
export interface Cycle {
  readonly kind: CycleKind;
  readonly year: number;
  readonly ordinal: number;
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

const FORMS: readonly (readonly [CycleKind, RegExp])[] = [
  ['year', /^(\d{4})$/],
  ['quarter', /^(\d{4})Q([1-4])$/],
  ['week', /^(\d{4})W(\d{2})$/],
  ['month', /^(\d{4})(\d{2})$/],
  ['day', /^(\d{4})(\d{4})$/],
];

/** Reads `2026`, `2026Q3`, `202611`, `2026W47` (ISO 8601 week) or `20261120`. Refuses `evaluation.cycle_key` for anything else. */
export function parseCycle(key: string): Result<Cycle> {
  for (const [kind, form] of FORMS) {
    const match = form.exec(key);
    if (!match) continue;
    const cycle = { kind, year: Number(match[1]), ordinal: Number(match[2] ?? 0) };
    if (cycle.year >= 1 && cycleKey(cycleOf(localStart(cycle), kind)) === key) return ok(cycle);
  }
  return refuse('evaluation.cycle_key', { key });
}

/** The key of a cycle, the inverse of {@link parseCycle}. */
export function cycleKey({ kind, year, ordinal }: Cycle): string {
  const y = String(year).padStart(4, '0');
  if (kind === 'year') return y;
  if (kind === 'quarter') return `${y}Q${ordinal}`;
  if (kind === 'week') return `${y}W${String(ordinal).padStart(2, '0')}`;
  return y + String(ordinal).padStart(kind === 'month' ? 2 : 4, '0');
}

/** The cycle of a kind in which an instant lies, in local time. */
export const cycleAt = (at: Instant, kind: CycleKind, utcOffsetMinutes: number): Cycle => cycleOf(at + utcOffsetMinutes * MINUTE_MS, kind);

/** `[from, to)` of a cycle as instants, for local time at a fixed offset (480 is Asia/Shanghai). */
export function cycleBounds(cycle: Cycle, utcOffsetMinutes: number): Period {
  const from = localStart(cycle);
  const to = localStart(shift(cycle, 1));
  return { from: from - utcOffsetMinutes * MINUTE_MS, to: to - utcOffsetMinutes * MINUTE_MS };
}

export const previousCycle = (cycle: Cycle): Cycle => shift(cycle, -1);
export const nextCycle = (cycle: Cycle): Cycle => shift(cycle, 1);

/**
 * The same cycle a year earlier, for 同比. 29 February is compared with the 28th, week 53 with the last week of a year of 52
 * (decision of this project).
 */
export function yearEarlier({ kind, year, ordinal }: Cycle): Cycle {
  const earlier = { kind, year: year - 1, ordinal };
  const there = cycleOf(localStart(earlier), kind);
  return there.year === earlier.year && there.ordinal === earlier.ordinal ? earlier : previousCycle(there);
}

/** The cycles of a kind that overlap a period, in order. */
export function cyclesIn(period: Period, kind: CycleKind, utcOffsetMinutes: number): Cycle[] {
  const cycles: Cycle[] = [];
  for (
    let cycle = cycleAt(period.from, kind, utcOffsetMinutes);
    cycleBounds(cycle, utcOffsetMinutes).from < period.to;
    cycle = nextCycle(cycle)
  ) {
    cycles.push(cycle);
  }
  return cycles;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A cycle for the eye: 2026 年 11 月 / Nov 2026. */
export function cycleWords({ kind, year, ordinal }: Cycle): Words {
  if (kind === 'year') return { zh: `${year} 年`, en: `${year}` };
  if (kind === 'quarter') return { zh: `${year} 年第 ${ordinal} 季度`, en: `Q${ordinal} ${year}` };
  if (kind === 'week') return { zh: `${year} 年第 ${ordinal} 周`, en: `Week ${ordinal}, ${year}` };
  if (kind === 'month') return { zh: `${year} 年 ${ordinal} 月`, en: `${MONTHS[ordinal - 1]} ${year}` };
  const [month, day] = [Math.floor(ordinal / 100), ordinal % 100];
  return { zh: `${year} 年 ${month} 月 ${day} 日`, en: `${day} ${MONTHS[month - 1]} ${year}` };
}

/** Local midnight at which a cycle begins, as if local time were UTC. `month` may overflow; the date arithmetic carries it. */
function localStart({ kind, year, ordinal }: Cycle): number {
  if (kind === 'year') return utc(year, 0, 1);
  if (kind === 'quarter') return utc(year, (ordinal - 1) * 3, 1);
  if (kind === 'month') return utc(year, ordinal - 1, 1);
  if (kind === 'week') return firstMonday(year) + (ordinal - 1) * 7 * DAY_MS;
  return utc(year, Math.floor(ordinal / 100) - 1, ordinal % 100);
}

/** Date.UTC reads years below 100 as 19xx; setUTCFullYear does not. */
const utc = (year: number, month: number, day: number): number => new Date(0).setUTCFullYear(year, month, day);

/** ISO 8601: week 1 holds 4 January. */
function firstMonday(year: number): number {
  const fourth = utc(year, 0, 4);
  return fourth - ((new Date(fourth).getUTCDay() + 6) % 7) * DAY_MS;
}

function cycleOf(local: number, kind: CycleKind): Cycle {
  const date = new Date(local);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + 1];
  if (kind === 'year') return { kind, year, ordinal: 0 };
  if (kind === 'quarter') return { kind, year, ordinal: Math.ceil(month / 3) };
  if (kind === 'month') return { kind, year, ordinal: month };
  if (kind === 'day') return { kind, year, ordinal: month * 100 + date.getUTCDate() };
  const weekYear = local >= firstMonday(year + 1) ? year + 1 : local < firstMonday(year) ? year - 1 : year;
  return { kind, year: weekYear, ordinal: Math.floor((local - firstMonday(weekYear)) / (7 * DAY_MS)) + 1 };
}

/** The cycle `steps` later, by stepping into the middle of the neighbour. */
function shift(cycle: Cycle, steps: 1 | -1): Cycle {
  const start = localStart(cycle);
  if (cycle.kind === 'day' || cycle.kind === 'week') return cycleOf(start + steps * (cycle.kind === 'day' ? 1 : 7) * DAY_MS, cycle.kind);
  const date = new Date(start);
  const months = { month: 1, quarter: 3, year: 12 }[cycle.kind];
  return cycleOf(utc(date.getUTCFullYear(), date.getUTCMonth() + steps * months, 1), cycle.kind);
}
