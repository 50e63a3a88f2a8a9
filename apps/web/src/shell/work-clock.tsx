import type { CalendarDefinition } from '@chengmai/kernel/calendar/types.ts';
import { useQuery } from '@tanstack/react-query';
import { get } from '../api/http.ts';
import { useWords } from '../i18n/words.ts';
import { formatDay, formatMinute, weekday } from '../time/format.ts';
import { localParts } from '../time/local-parts.ts';
import { useNow } from '../time/use-now.ts';

export const calendarQuery = {
  queryKey: ['catalogue', 'calendar'],
  queryFn: () => get<CalendarDefinition>('/api/catalogue/calendar'),
  staleTime: 10 * 60_000,
} as const;

/** Whether working clocks run at this moment; the same rules as the kernel's, for one instant: make-up days win over holidays and weekends. */
export function isWorkingTime(calendar: CalendarDefinition, at: number): boolean {
  const day = formatDay(at);
  const weekend = [0, 6].includes(new Date(`${day}T12:00:00Z`).getUTCDay());
  const works = calendar.makeUpDays.includes(day) || !(weekend || calendar.holidays.includes(day));
  if (!works) return false;
  const windows = calendar.periods?.find((period) => period.from <= day && day <= period.to)?.windows ?? calendar.windows;
  const { hour, minute } = localParts(at);
  const minuteOfDay = Number(hour) * 60 + Number(minute);
  return windows.some((window) => window.fromMinute <= minuteOfDay && minuteOfDay < window.toMinute);
}

export function WorkClock() {
  const { t, language } = useWords();
  const now = useNow(1_000);
  const { data: calendar } = useQuery(calendarQuery);
  return (
    <span className="work-clock">
      <time dateTime={new Date(now).toISOString()}>{formatMinute(now)}</time> {weekday(now, language)}{' '}
      {calendar ? <span className="work-word">{t(isWorkingTime(calendar, now) ? 'top.working' : 'top.resting')}</span> : null}
    </span>
  );
}
