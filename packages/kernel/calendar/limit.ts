import { ok, type Result, refuse } from '../result.ts';
import type { ClockBasis, Limit, LimitUnit } from './types.ts';

interface UnitWords {
  readonly basis: ClockBasis;
  readonly zh: string;
  readonly en: readonly [one: string, many: string];
}

const UNITS: Readonly<Record<LimitUnit, UnitWords>> = {
  urgent_minute: { basis: 'continuous', zh: '紧急工作分钟', en: ['urgent minute', 'urgent minutes'] },
  urgent_hour: { basis: 'continuous', zh: '紧急工作时', en: ['urgent hour', 'urgent hours'] },
  urgent_day: { basis: 'continuous', zh: '紧急工作日', en: ['urgent day', 'urgent days'] },
  natural_day: { basis: 'continuous', zh: '自然日', en: ['calendar day', 'calendar days'] },
  work_hour: { basis: 'working', zh: '工作时', en: ['working hour', 'working hours'] },
  work_day: { basis: 'working', zh: '工作日', en: ['working day', 'working days'] },
};

/** What cities write, in the order in which it is tried. A bare 天 or 小时 counts working time. */
const WRITTEN: readonly (readonly [word: string, unit: LimitUnit])[] = [
  ['紧急工作日', 'urgent_day'],
  ['紧急工作时', 'urgent_hour'],
  ['紧急工作小时', 'urgent_hour'],
  ['紧急工作分钟', 'urgent_minute'],
  ['分钟', 'urgent_minute'],
  ['工作日', 'work_day'],
  ['天', 'work_day'],
  ['自然日', 'natural_day'],
  ['工作时', 'work_hour'],
  ['小时', 'work_hour'],
];

const WORDS = WRITTEN.map(([word]) => word).join('|');
const UNIT_OF = new Map<string, LimitUnit>(WRITTEN);
const LIMIT = new RegExp(`^(\\d{1,5})\\s*(${WORDS})(.*)$`, 's');
const SECOND_LIMIT = new RegExp(`\\d\\s*(?:${WORDS})`);

export const basisOf = (unit: LimitUnit): ClockBasis => UNITS[unit].basis;

/**
 * Reads a limit as cities write it: `2紧急工作时制止` → 2 urgent_hour. Words behind the unit are legal, a second limit is not:
 * `1天4小时` has no single meaning. Full-width digits are read; there is no default for
 * anything else, parts of a unit included (write 90分钟, not 1.5小时).
 * Refuses `calendar.limit_unreadable`, `calendar.limit_ambiguous`, `calendar.limit_not_positive`.
 */
export function parseLimit(text: string): Result<Limit> {
  const match = LIMIT.exec(text.normalize('NFKC').trim());
  if (!match) return refuse('calendar.limit_unreadable', { text });
  const [, number = '', word = '', rest = ''] = match;
  if (SECOND_LIMIT.test(rest)) return refuse('calendar.limit_ambiguous', { text });
  const value = Number(number);
  if (value <= 0) return refuse('calendar.limit_not_positive', { text });
  return ok({ value, unit: UNIT_OF.get(word)! });
}

/** `4工作时` or `4 working hours`; the Chinese form reads back with `parseLimit`. */
export function formatLimit(limit: Limit, language: 'zh' | 'en'): string {
  const { zh, en } = UNITS[limit.unit];
  if (language === 'zh') return `${limit.value}${zh}`;
  return `${limit.value} ${limit.value === 1 ? en[0] : en[1]}`;
}
