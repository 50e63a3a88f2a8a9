import type { Grouping } from '@chengmai/modules/evaluation/contract.ts';
import { formatDay } from '../time/format.ts';
import { localParts } from '../time/local-parts.ts';

export interface EvalSearch {
  readonly metric: string;
  readonly by: Grouping;
  readonly from: string;
  readonly to: string;
  readonly area: string;
  readonly unit: string;
  readonly classCode: string;
  /** The opened figure: `<row key>:<part>`; a row without key is `-`, the total `*`. */
  readonly open: string;
}

export const groupingChoices = [
  'street',
  'community',
  'department',
  'class',
  'major',
  'source',
  'month',
  'day',
  'collector',
  'acceptor',
  'dispatcher',
  'handler',
] as const satisfies readonly Grouping[];

const DEFAULT_METRIC = 'intime_close_rate';

const isDay = (value: string | undefined): value is string => value !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(value);

export function monthOf(now: number, back = 0): { from: string; to: string } {
  const { year, month } = localParts(now);
  const first = new Date(Date.UTC(Number(year), Number(month) - 1 - back, 1));
  const last = new Date(Date.UTC(Number(year), Number(month) - back, 0));
  return { from: first.toISOString().slice(0, 10), to: last.toISOString().slice(0, 10) };
}

/** This month unless the address says otherwise. */
export function decodeEval(raw: Readonly<Record<string, string>>, now: number): EvalSearch {
  const period = monthOf(now);
  const by = groupingChoices.find((each) => each === raw.by) ?? 'street';
  return {
    metric: raw.metric ?? DEFAULT_METRIC,
    by,
    from: isDay(raw.from) ? raw.from : period.from,
    to: isDay(raw.to) ? raw.to : period.to,
    area: raw.area ?? '',
    unit: raw.unit ?? '',
    classCode: raw.classCode ?? '',
    open: raw.open ?? '',
  };
}

export const encodeEval = (search: EvalSearch): Record<string, string> =>
  Object.fromEntries(Object.entries(search).filter(([, value]) => value !== ''));

export type PresetPeriod = 'month' | 'lastMonth' | 'year';

export function periodOf(preset: PresetPeriod, now: number): { from: string; to: string } {
  if (preset === 'month') return monthOf(now);
  if (preset === 'lastMonth') return monthOf(now, 1);
  return { from: `${localParts(now).year}-01-01`, to: formatDay(now) };
}

export type Part = 'numerator' | 'denominator';
export const openOf = (key: string | null, part: Part, total = false): string => `${total ? '*' : (key ?? '-')}:${part}`;

export function readOpen(open: string): { key: string | null; total: boolean; part: Part } | null {
  const at = open.lastIndexOf(':');
  const part = open.slice(at + 1);
  if (at < 0 || (part !== 'numerator' && part !== 'denominator')) return null;
  const key = open.slice(0, at);
  return { key: key === '-' || key === '*' ? null : key, total: key === '*', part };
}
