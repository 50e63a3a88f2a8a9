import type { CalendarDefinition, DayWindow } from '@chengmai/kernel/calendar/types.ts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Popconfirm } from 'antd';
import { useState } from 'react';
import { put } from '../api/http.ts';
import { useWords } from '../i18n/words.ts';
import { calendarQuery } from '../shell/work-clock.tsx';
import { localParts } from '../time/local-parts.ts';
import { Failure, Loading } from '../ui/notice.tsx';
import { toast } from '../ui/toasts.tsx';
import { kindOf, minuteOf, minuteText, monthCells, toggleDay } from './calendar-year.ts';
import { SectionHead } from './section-head.tsx';

const MONTHS = Array.from({ length: 12 }, (_, month) => month);

interface MonthProps {
  readonly calendar: CalendarDefinition;
  readonly saved: CalendarDefinition;
  readonly year: number;
  readonly month: number;
  readonly onDay: (day: string) => void;
}

function Month({ calendar, saved, year, month, onDay }: MonthProps) {
  const { t, language } = useWords();
  const locale = language === 'zh' ? 'zh-CN' : 'en-GB';
  const { lead, days } = monthCells(calendar, year, month);
  const title = new Intl.DateTimeFormat(locale, { month: 'long', timeZone: 'UTC' }).format(new Date(Date.UTC(year, month, 1)));
  const week = Array.from({ length: 7 }, (_, i) =>
    new Intl.DateTimeFormat(locale, { weekday: 'narrow', timeZone: 'UTC' }).format(new Date(Date.UTC(2024, 0, 1 + i))),
  );
  return (
    <section className="card month" aria-label={`${year} ${title}`}>
      <h3>{title}</h3>
      <div className="month-grid">
        {week.map((name, i) => (
          <span key={`${name}-${String(i)}`}>{name}</span>
        ))}
        {days.map(({ day, date, kind }, i) => (
          <button
            key={day}
            type="button"
            className={`day ${kind}${kindOf(saved, day) === kind ? '' : ' changed'}`}
            style={i === 0 ? { gridColumnStart: lead + 1 } : undefined}
            onClick={() => onDay(day)}
          >
            {date}
            {kind === 'holiday' || kind === 'makeup' ? <i>{t(`day.${kind}Mark`)}</i> : null}
            <span className="sr">
              {' '}
              {day} {t(`day.${kind}`)}
            </span>
          </button>
        ))}
      </div>
    </section>
  );
}

function Windows({ windows, onChange }: { windows: readonly DayWindow[]; onChange: (windows: readonly DayWindow[]) => void }) {
  const { t } = useWords();
  const set = (index: number, change: Partial<DayWindow>) =>
    onChange(windows.map((each, i) => (i === index ? { ...each, ...change } : each)));
  return (
    <div className="windows">
      <b>{t('calendar.windows')}</b>
      {windows.map((window, index) => (
        <span key={`window-${String(index)}`}>
          <input
            className="in"
            type="time"
            aria-label={t('eval.from')}
            value={minuteText(window.fromMinute)}
            onChange={(event) => set(index, { fromMinute: minuteOf(event.target.value) })}
          />
          {' – '}
          <input
            className="in"
            type="time"
            aria-label={t('eval.to')}
            value={minuteText(window.toMinute)}
            onChange={(event) => set(index, { toMinute: minuteOf(event.target.value) })}
          />
        </span>
      ))}
    </div>
  );
}

/** Holidays and make-up days of a year by clicking; saving makes a new version and recomputes the open clocks. */
export function CalendarSection() {
  const { t } = useWords();
  const queries = useQueryClient();
  const { data: saved, error, refetch } = useQuery(calendarQuery);
  const [draft, setDraft] = useState<CalendarDefinition | null>(null);
  const [year, setYear] = useState(() => Number(localParts(Date.now()).year));
  const save = useMutation({
    mutationFn: (definition: CalendarDefinition) =>
      put<CalendarDefinition>('/api/catalogue/calendar', {
        ...definition,
        years: [...new Set([...definition.years, year])].sort((a, b) => a - b),
      }),
    onSuccess: (definition) => {
      queries.setQueryData(calendarQuery.queryKey, definition);
      setDraft(null);
      toast.done(t('calendar.saved', { n: definition.version }));
    },
  });
  if (error) return <Failure failure={error} onRetry={() => void refetch()} />;
  if (!saved) return <Loading />;
  const calendar = draft ?? saved;
  return (
    <section>
      <SectionHead title={t('admin.calendar')} note={t('calendar.note', { n: saved.version })}>
        <Button onClick={() => setYear(year - 1)} aria-label={t('calendar.previous')}>
          ‹
        </Button>
        <b>{year}</b>
        <Button onClick={() => setYear(year + 1)} aria-label={t('calendar.next')}>
          ›
        </Button>
        <Button disabled={!draft} onClick={() => setDraft(null)}>
          {t('calendar.discard')}
        </Button>
        <Popconfirm
          title={t('calendar.saveAsk')}
          okText={t('common.save')}
          cancelText={t('common.cancel')}
          onConfirm={() => save.mutate(calendar)}
        >
          <Button type="primary" disabled={!draft && saved.years.includes(year)} loading={save.isPending}>
            {t('calendar.save')}
          </Button>
        </Popconfirm>
      </SectionHead>
      {saved.years.includes(year) ? null : <p className="form-note">{t('calendar.unknownYear', { year })}</p>}
      {save.error ? <Failure failure={save.error} /> : null}
      <div className="card admin-pad stack">
        <Windows windows={calendar.windows} onChange={(windows) => setDraft({ ...calendar, windows })} />
        <div className="legend">
          {(['work', 'off', 'holiday', 'makeup'] as const).map((kind) => (
            <span key={kind}>
              <span className={`day ${kind}`}>8</span>
              {t(`day.${kind}`)}
            </span>
          ))}
          <span>{t('calendar.click')}</span>
        </div>
      </div>
      <div className="year">
        {MONTHS.map((month) => (
          <Month
            key={month}
            calendar={calendar}
            saved={saved}
            year={year}
            month={month}
            onDay={(day) => setDraft(toggleDay(calendar, day))}
          />
        ))}
      </div>
    </section>
  );
}
