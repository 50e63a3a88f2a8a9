export type Locale = 'zh' | 'en';

/**
 * Rounds half away from zero on the decimal digits, not on the binary value: 1.005 with 2 decimals is 1.01. Fifteen significant digits are
 * taken as the number meant. For display only; figures keep full precision.
 */
export function roundHalfUp(value: number, decimals: number): string {
  const digits = Math.abs(value).toPrecision(15);
  const plain = digits.includes('e') ? withoutExponent(digits) : digits;
  const [whole = '0', fraction = ''] = plain.split('.');
  const kept = BigInt(whole + fraction.slice(0, decimals).padEnd(decimals, '0'));
  const up = Number(fraction[decimals] ?? '0') >= 5 ? 1n : 0n;
  const text = (kept + up).toString().padStart(decimals + 1, '0');
  const body = decimals === 0 ? text : `${text.slice(0, -decimals)}.${text.slice(-decimals)}`;
  return value < 0 && /[1-9]/.test(body) ? `-${body}` : body;
}

/** Writes `1.5e-7` or `1.5e+20` without an exponent. */
function withoutExponent(exponential: string): string {
  const [mantissa = '0', exponent = '0'] = exponential.split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  const shift = Number(exponent);
  if (shift < 0) return `0.${'0'.repeat(-shift - 1)}${whole}${fraction}`;
  const all = whole + fraction;
  return all.length > shift + 1 ? `${all.slice(0, shift + 1)}.${all.slice(shift + 1)}` : all.padEnd(shift + 1, '0');
}

/** A rate for the eye: `0.9076` is `90.76 %` (zh) or `90.76%` (en); null, a rate without cases, is `–`. */
export function formatRate(rate: number | null, decimals = 2, locale: Locale = 'zh'): string {
  if (rate === null) return '–';
  return `${roundHalfUp(rate * 100, decimals)}${locale === 'zh' ? ' %' : '%'}`;
}

/** A plain number for the eye, without trailing zeros: `19.4`, `9071`, `0.1`. Null is `–`. */
export function formatNumber(value: number | null, maxDecimals = 2): string {
  if (value === null) return '–';
  const text = roundHalfUp(value, maxDecimals);
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
