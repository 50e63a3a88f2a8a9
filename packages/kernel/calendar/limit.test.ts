import { describe, expect, it } from 'vitest';
import { basisOf, formatLimit, parseLimit } from './limit.ts';
import type { LimitUnit } from './types.ts';

const UNITS: readonly LimitUnit[] = ['urgent_minute', 'urgent_hour', 'urgent_day', 'natural_day', 'work_hour', 'work_day'];

describe('a limit as cities write it', () => {
  it.each([
    ['3紧急工作日', 3, 'urgent_day'],
    ['1紧急工作时', 1, 'urgent_hour'],
    ['4紧急工作小时', 4, 'urgent_hour'],
    ['30紧急工作分钟', 30, 'urgent_minute'],
    ['15分钟', 15, 'urgent_minute'],
    ['5工作日', 5, 'work_day'],
    ['7天', 7, 'work_day'],
    ['10自然日', 10, 'natural_day'],
    ['4工作时', 4, 'work_hour'],
    ['2小时', 2, 'work_hour'],
    ['1紧急工作时制止', 1, 'urgent_hour'],
    ['3工作日内完成修复', 3, 'work_day'],
    [' ２ 工作时 ', 2, 'work_hour'],
  ] as const)('reads %s', (text, value, unit) => {
    expect(parseLimit(text)).toEqual({ ok: true, value: { value, unit } });
  });

  it.each([
    ['', 'calendar.limit_unreadable'],
    ['立即', 'calendar.limit_unreadable'],
    ['三天', 'calendar.limit_unreadable'],
    ['4', 'calendar.limit_unreadable'],
    ['1-3天', 'calendar.limit_unreadable'],
    ['-1天', 'calendar.limit_unreadable'],
    ['约4小时', 'calendar.limit_unreadable'],
    ['4 hours', 'calendar.limit_unreadable'],
    ['1.5小时', 'calendar.limit_unreadable'],
    ['123456天', 'calendar.limit_unreadable'],
    ['1天4小时', 'calendar.limit_ambiguous'],
    ['0工作时', 'calendar.limit_not_positive'],
  ])('refuses %j with a code and no default', (text, code) => {
    expect(parseLimit(text)).toMatchObject({ ok: false, refusal: { code, params: { text } } });
  });

  it('counts urgent and natural units continuously, work units in working time', () => {
    const continuous = UNITS.filter((unit) => basisOf(unit) === 'continuous');
    expect(continuous).toEqual(['urgent_minute', 'urgent_hour', 'urgent_day', 'natural_day']);
  });

  it('reads back what it writes in Chinese, for every unit', () => {
    for (const unit of UNITS) {
      for (const value of [1, 2, 15, 99999])
        expect(parseLimit(formatLimit({ value, unit }, 'zh'))).toEqual({ ok: true, value: { value, unit } });
    }
  });

  it('writes English with the right number', () => {
    expect(formatLimit({ value: 1, unit: 'work_day' }, 'en')).toBe('1 working day');
    expect(formatLimit({ value: 4, unit: 'urgent_hour' }, 'en')).toBe('4 urgent hours');
  });
});
