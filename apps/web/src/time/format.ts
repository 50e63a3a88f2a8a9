import type { Language, Translate } from '../i18n/words.ts';
import { localParts, ZONE } from './local-parts.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** A span in at most two units; working time is never given in days, because a working day has no 24 hours. */
export function formatSpan(ms: number, t: Translate, options: { seconds?: boolean; days?: boolean } = {}): string {
  const abs = Math.abs(ms);
  if (options.days !== false && abs >= 2 * DAY_MS) {
    return t('span.dayHour', { d: Math.floor(abs / DAY_MS), h: Math.floor((abs % DAY_MS) / HOUR_MS) });
  }
  if (abs >= HOUR_MS) {
    return t('span.hourMinute', { h: Math.floor(abs / HOUR_MS), m: String(Math.floor((abs % HOUR_MS) / MINUTE_MS)).padStart(2, '0') });
  }
  const minutes = Math.floor(abs / MINUTE_MS);
  const seconds = Math.floor((abs % MINUTE_MS) / 1_000);
  if (options.seconds)
    return minutes > 0 ? t('span.minuteSecond', { m: minutes, s: String(seconds).padStart(2, '0') }) : t('span.second', { s: seconds });
  return minutes > 0 ? t('span.minute', { m: minutes }) : t('span.second', { s: seconds });
}

/** Under a minute late: a span would read “0 min”, which says nothing. */
export const isJustOver = (remainingMs: number, over: boolean): boolean => over && Math.abs(remainingMs) < MINUTE_MS;

export const formatDay = (at: string | number | Date): string => {
  const p = localParts(at);
  return `${p.year}-${p.month}-${p.day}`;
};

export const formatMinute = (at: string | number | Date): string => {
  const p = localParts(at);
  return `${p.hour}:${p.minute}`;
};

/** `15:42` today, `11-23 15:42` this year, else with the year. */
export function formatAt(at: string | number | null, now: number): string {
  if (at === null) return '—';
  const p = localParts(at);
  const today = localParts(now);
  const time = `${p.hour}:${p.minute}`;
  if (p.year !== today.year) return `${p.year}-${p.month}-${p.day} ${time}`;
  return p.month === today.month && p.day === today.day ? time : `${p.month}-${p.day} ${time}`;
}

export function weekday(at: number | string, language: Language): string {
  return new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', { timeZone: ZONE, weekday: 'short' }).format(new Date(at));
}

/** `96.2 %`; a rate without a denominator is missing, not zero. */
export const formatRate = (rate: number | null): string => (rate === null ? '—' : `${(rate * 100).toFixed(1)} %`);

export const formatCount = (n: number): string => n.toLocaleString('en-US').replaceAll(',', '\u2009');
