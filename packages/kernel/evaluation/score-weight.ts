import type { Term } from './score-formula.ts';

/** The weight that terms carry together: those that share a whole count once, with the largest of their weights. */
export function effectiveWeight(terms: readonly Term[]): number {
  const shared = new Map<string, number>();
  let sum = 0;
  for (const term of terms) {
    const weight = term.weight ?? 0;
    if (term.sharesOf === undefined) sum += weight;
    else shared.set(term.sharesOf, Math.max(shared.get(term.sharesOf) ?? 0, weight));
  }
  return [...shared.values()].reduce((total, weight) => total + weight, sum);
}
