import { formatNumber } from '@chengmai/kernel/evaluation/format.ts';
import type { ScoreResult } from '../contract.ts';
import type { Composing } from './composing.ts';
import type { ReportSection } from './monthly-report.ts';
import type { Subject } from './report-figures.ts';

const PRAISED_SCORE = 90;
const PRAISED_RANK = 3;
const FEW_CASES = 5;
const REWORK_LIMIT = 0.1;
const PROBLEMS_EACH = 3;

/** Who did well: the first three with 90 points, and whoever closed everything in time. */
export function praiseOf({ say }: Composing, departments: readonly Subject[], scores: ScoreResult | null): ReportSection {
  const top = (scores?.rows ?? [])
    .filter((row) => row.rank !== null && row.rank <= PRAISED_RANK && (row.value ?? 0) >= PRAISED_SCORE)
    .map((row) => say('praisedTop', { name: row.name, score: formatNumber(row.value), rank: row.rank }));
  const clean = departments
    .filter((one) => one.key !== null && (one.figure('need_close') ?? 0) >= FEW_CASES && one.figure('intime_close_rate') === 1)
    .map((one) => say('praisedClean', { name: one.name, due: one.figure('need_close') }));
  const notes = [...top, ...clean];
  return { title: say('praised'), sheet: say('praisedSheet'), notes: notes.length > 0 ? notes : [say('praisedNone')], table: null };
}

type Ranked = (subject: Subject) => number;

const worst = (subjects: readonly Subject[], size: Ranked): Subject[] =>
  subjects
    .filter((one) => one.key !== null && size(one) > 0)
    .toSorted((a, b) => size(b) - size(a))
    .slice(0, PROBLEMS_EACH);

/** What stands out in the figures, each with the numbers that say so. */
export function problemsOf(
  { say, rate }: Composing,
  city: Subject,
  departments: readonly Subject[],
  classes: readonly Subject[],
): ReportSection {
  const average = city.figure('intime_close_rate');
  const below: Ranked = (one) => {
    const own = one.figure('intime_close_rate');
    return own === null || average === null || (one.figure('need_close') ?? 0) < FEW_CASES ? 0 : average - own;
  };
  const rework: Ranked = (one) => Math.max(0, (one.figure('rework_rate') ?? 0) - REWORK_LIMIT);
  const [most] = classes;
  const filed = city.figure('file') ?? 0;
  const assumed = city.figure('close_time_assumed') ?? 0;
  const notes = [
    ...worst(departments, (one) => one.figure('overtime_to_close') ?? 0).map((one) =>
      say('problemOverdue', { name: one.name, n: one.figure('overtime_to_close') }),
    ),
    ...worst(departments, below).map((one) =>
      say('problemRate', { name: one.name, rate: rate(one.figure('intime_close_rate')), city: rate(average) }),
    ),
    ...worst(departments, rework).map((one) =>
      say('problemRework', { name: one.name, rate: rate(one.figure('rework_rate')), n: one.figure('rework') }),
    ),
    ...(most && (most.figure('file') ?? 0) > 0
      ? [say('problemClass', { name: most.name, n: most.figure('file'), share: rate((most.figure('file') ?? 0) / filed) })]
      : []),
    ...(assumed > 0 ? [say('problemAssumed', { n: assumed })] : []),
  ];
  return { title: say('problems'), sheet: say('problemsSheet'), notes: notes.length > 0 ? notes : [say('problemNone')], table: null };
}
