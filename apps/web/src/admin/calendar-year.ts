import type { CalendarDefinition, Day } from '@chengmai/kernel/calendar/types.ts';

export type DayKind = 'work' | 'off' | 'holiday' | 'makeup';

export interface DayCell {
  readonly day: Day;
  readonly date: number;
  readonly kind: DayKind;
}

type Definition = Pick<CalendarDefinition, 'holidays' | 'makeUpDays'>;

const dayText = (year: number, month: number, date: number): Day => new Date(Date.UTC(year, month, date)).toISOString().slice(0, 10);

export function kindOf(definition: Definition, day: Day): DayKind {
  if (definition.makeUpDays.includes(day)) return 'makeup';
  if (definition.holidays.includes(day)) return 'holiday';
  return [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay()) ? 'off' : 'work';
}

/** One month, Monday first: how many empty places before the first, then its days. */
export function monthCells(definition: Definition, year: number, month: number): { lead: number; days: readonly DayCell[] } {
  const count = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const lead = (new Date(Date.UTC(year, month, 1)).getUTCDay() + 6) % 7;
  const days = Array.from({ length: count }, (_, i) => {
    const day = dayText(year, month, i + 1);
    return { day, date: i + 1, kind: kindOf(definition, day) };
  });
  return { lead, days };
}

/** What a click makes of a day: a working day becomes a holiday and back, a free day a make-up working day and back. */
export function toggleDay<T extends Definition>(definition: T, day: Day): T {
  const without = (days: readonly Day[]) => days.filter((each) => each !== day);
  const plain = { ...definition, holidays: without(definition.holidays), makeUpDays: without(definition.makeUpDays) };
  const kind = kindOf(definition, day);
  if (kind === 'work') return { ...plain, holidays: [...plain.holidays, day].sort() };
  if (kind === 'off') return { ...plain, makeUpDays: [...plain.makeUpDays, day].sort() };
  return plain;
}

export const minuteText = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
export const minuteOf = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));
