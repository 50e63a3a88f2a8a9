import type { Cycle } from '@chengmai/kernel/evaluation/periods.ts';
import type { Tx } from '@chengmai/platform/ports/db.ts';
import type { Caller } from '@chengmai/platform/runtime/scope.ts';
import type { Desk } from '../desk.ts';
import type { ReportColumn } from './monthly-report.ts';
import type { ReportReader } from './report-figures.ts';
import type { ReportWord } from './report-words.ts';

/** Says a word of the report in the reader's language. */
export type Say = (word: ReportWord, params?: Readonly<Record<string, unknown>>) => string;

/** Everything a section is made from. */
export interface Composing {
  readonly desk: Desk;
  readonly tx: Tx;
  readonly caller: Caller;
  readonly cycle: Cycle;
  readonly reader: ReportReader;
  readonly say: Say;
  readonly rate: (value: number | null) => string;
}

export const column = (title: string, kind: ReportColumn['kind'], share: number): ReportColumn => ({ title, kind, share });

/** Figures of the overview, and those of each department, street and class. */
export const SUMMARY: readonly string[] = [
  'report',
  'file',
  'need_close',
  'close',
  'intime_close',
  'to_close',
  'overtime_to_close',
  'hang',
  'close_rate',
  'intime_close_rate',
  'intime_handle_rate',
  'rework_rate',
  'postpone_rate',
  'satisfaction_rate',
];
export const SUBJECT: readonly string[] = [
  'need_handle',
  'need_close',
  'close',
  'intime_close',
  'close_rate',
  'intime_close_rate',
  'to_close',
  'overtime_to_close',
  'rework_rate',
  'rework',
  'report',
  'file',
  'close_time_assumed',
];
