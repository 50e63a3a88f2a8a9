/** One measurement, printed as one JSON object on one line. `target` is `null` where nothing is asked for. */
export interface Line {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly target: number | null;
  readonly ok: boolean;
  readonly note: string;
}

type Limit = { readonly atLeast: number } | { readonly atMost: number } | { readonly exactly: number } | null;

/** Three significant digits; whole numbers stay whole. */
export const rounded = (value: number): number => (Number.isInteger(value) ? value : Number(value.toPrecision(value >= 100 ? 4 : 3)));

function holds(value: number, limit: Limit): boolean {
  if (limit === null) return true;
  if ('atLeast' in limit) return value >= limit.atLeast;
  if ('atMost' in limit) return value <= limit.atMost;
  return value === limit.exactly;
}

const words = (limit: Limit): string => (limit === null ? '' : 'atLeast' in limit ? 'at least' : 'atMost' in limit ? 'at most' : 'exactly');

/** A figure held against its target. Judged before rounding. */
export function line(name: string, value: number, unit: string, limit: Limit, note = ''): Line {
  const target = limit === null ? null : Object.values(limit)[0]!;
  return { name, value: rounded(value), unit, target, ok: holds(value, limit), note: [words(limit), note].filter(Boolean).join('; ') };
}

/** The value below which a share of the samples lies; NaN without samples. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export const median = (samples: readonly number[]): number => percentile(samples, 0.5);
