const DIGITS: Readonly<Record<string, number>> = { 零: 0, 〇: 0, 一: 1, 二: 2, 两: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9 };
const UNITS: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 };

/** Inverse document frequency of a gram; rarer grams weigh more. See {@link gramWeights}. */
export type GramWeight = (gram: string) => number;

/** `六十七` → 67, `一二三四五` → 12345 (read digit by digit when no unit stands in it). */
function chineseNumber(run: string): string {
  const chars = [...run];
  if (!chars.some((char) => char in UNITS)) return chars.map((char) => DIGITS[char]).join('');
  let sum = 0;
  let digit: number | null = null;
  for (const char of chars) {
    const unit = UNITS[char];
    if (unit === undefined) digit = DIGITS[char] ?? 0;
    else {
      sum += (digit ?? 1) * unit;
      digit = null;
    }
  }
  return String(sum + (digit ?? 0));
}

/** One spelling for texts that mean the same: half width, lower case, Arabic numerals, no punctuation or blanks between Chinese. */
export function normaliseText(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[零〇一二两三四五六七八九十百千]+/g, chineseNumber)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** A number or a Latin word is one token, so that 67 and 76 share nothing; a Chinese character is one token each. */
const tokens = (text: string): string[] => normaliseText(text).match(/\p{N}+|[\p{Script=Latin}]+|\p{L}/gu) ?? [];

/** The set of neighbouring token pairs; a text of one token is that token. Needs no word segmentation. */
export function grams(text: string): ReadonlySet<string> {
  const list = tokens(text);
  if (list.length === 1) return new Set(list);
  return new Set(list.slice(1).map((token, i) => `${list[i]}\u0000${token}`));
}

/** Below this many grams the shorter text is too short for containment to mean much. */
const FULL_CONTAINMENT_GRAMS = 6;

/**
 * How alike two short texts are, 0..1: the mean of Jaccard and containment over token pairs. Containment lets a terse report match a long
 * one; it is damped for very short texts. Symmetric; equal texts give 1; null when either has nothing to compare (missing is not zero).
 */
export function textSimilarity(a: string, b: string, weight: GramWeight = () => 1): number | null {
  const left = grams(a);
  const right = grams(b);
  if (left.size === 0 || right.size === 0) return null;
  const [small, large] = left.size <= right.size ? [left, right] : [right, left];
  const shared = [...small].filter((gram) => large.has(gram));
  if (shared.length === small.size && small.size === large.size) return 1;
  const common = total(shared, weight);
  const [leftTotal, rightTotal] = [total(left, weight), total(right, weight)];
  const smaller = Math.min(leftTotal, rightTotal);
  if (smaller === 0) return 0;
  const jaccard = common / (leftTotal + rightTotal - common);
  const containment = Math.min(1, common / smaller) * Math.min(1, small.size / FULL_CONTAINMENT_GRAMS);
  return Math.min(1, (jaccard + containment) / 2);
}

/** Sorted before adding, so that the order of the grams cannot make the sum differ in the last bit. */
const total = (set: Iterable<string>, weight: GramWeight): number => [...set].sort().reduce((sum, gram) => sum + weight(gram), 0);

/** Gram weights from a body of texts: `ln((1 + N) / (1 + df)) + 1`, the smoothed inverse document frequency. */
export function gramWeights(texts: readonly string[]): GramWeight {
  const frequency = new Map<string, number>();
  for (const text of texts) for (const gram of grams(text)) frequency.set(gram, (frequency.get(gram) ?? 0) + 1);
  return (gram) => Math.log((1 + texts.length) / (1 + (frequency.get(gram) ?? 0))) + 1;
}
