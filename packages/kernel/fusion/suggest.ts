import { type FusionReport, type Judgement, judge } from './judge.ts';
import type { FusionSettings } from './settings.ts';

export interface Suggestion<T extends FusionReport> {
  readonly candidate: T;
  readonly judgement: Judgement;
}

export interface Suggestions<T extends FusionReport> {
  /** Same or maybe the same, the best first. */
  readonly suggested: readonly Suggestion<T>[];
  /** Near ones that were not taken, with their why (`excludedBecause`, or a score that was too low), the nearest first. */
  readonly others: readonly Suggestion<T>[];
  /** How many of each there were before the limit. */
  readonly total: { readonly suggested: number; readonly others: number };
}

/** Judges all candidates against a report; at most `limit` of each list. The report itself is left out. Ties go to the nearer, then to the id. */
export function suggest<T extends FusionReport>(
  report: FusionReport,
  candidates: readonly T[],
  settings: FusionSettings,
  limit = 5,
): Suggestions<T> {
  const judged = candidates
    .filter((candidate) => candidate.id !== report.id)
    .map((candidate) => ({ candidate, judgement: judge(report, candidate, settings) }));
  const suggested = judged.filter(({ judgement }) => judgement.verdict !== 'different').sort(byScore);
  const others = judged.filter(({ judgement }) => judgement.verdict === 'different').sort(byDistance);
  return {
    suggested: suggested.slice(0, limit),
    others: others.slice(0, limit),
    total: { suggested: suggested.length, others: others.length },
  };
}

type Judged = Suggestion<FusionReport>;

const distanceOf = ({ judgement }: Judged): number => judgement.reasons.distance.measured ?? Number.POSITIVE_INFINITY;

const byScore = (a: Judged, b: Judged): number => b.judgement.score - a.judgement.score || byDistance(a, b);

function byDistance(a: Judged, b: Judged): number {
  const [left, right] = [distanceOf(a), distanceOf(b)];
  if (left !== right) return left < right ? -1 : 1;
  return a.candidate.id < b.candidate.id ? -1 : 1;
}
