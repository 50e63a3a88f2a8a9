/** Differing bits of two hex hashes of equal length; null when they cannot be compared (another length, not hex). */
export function hammingDistance(a: string, b: string): number | null {
  const hex = /^[0-9a-f]+$/i;
  if (a.length !== b.length || !hex.test(a) || !hex.test(b)) return null;
  let bits = 0;
  for (let i = 0; i < a.length; i += 1) {
    let diff = Number.parseInt(a[i]!, 16) ^ Number.parseInt(b[i]!, 16);
    for (; diff > 0; diff >>= 1) bits += diff & 1;
  }
  return bits;
}

/**
 * How alike the best pair of photos is, 0..1, from perceptual hashes. Unrelated pictures differ in about half the bits, so half the bits is
 * 0 and none is 1. Null when no pair can be compared.
 */
export function photoSimilarity(a: readonly string[], b: readonly string[]): number | null {
  let best: number | null = null;
  for (const left of a) {
    for (const right of b) {
      const distance = hammingDistance(left, right);
      if (distance === null) continue;
      best = Math.max(best ?? 0, 1 - distance / (left.length * 2));
    }
  }
  return best;
}
