const WORD = /[\p{L}\p{N}]+/gu;
const HAN = /\p{Script=Han}/u;

/** Latin words and numbers whole, Chinese as overlapping pairs: 「普君西路」 → 普君 君西 西路. Full-width forms are folded. */
export function searchWords(text: string, limit = 200): string[] {
  const words = new Set<string>();
  for (const run of text.normalize('NFKC').toLowerCase().match(WORD) ?? []) {
    for (const piece of run.split(/(?<=\p{Script=Han})(?!\p{Script=Han})|(?<!\p{Script=Han})(?=\p{Script=Han})/u)) {
      if (!HAN.test(piece)) words.add(piece.slice(0, 40));
      else if (piece.length === 1) words.add(piece);
      else for (let i = 0; i + 1 < piece.length; i++) words.add(piece.slice(i, i + 2));
      if (words.size >= limit) return [...words];
    }
  }
  return [...words];
}

/** The words as PostgreSQL takes them in `array_to_tsvector`; single Han characters are kept only as whole words. */
export const searchDocument = (...texts: (string | null)[]): string[] => searchWords(texts.filter(Boolean).join(' '));

/** A case number, or its last digits as people say them on the telephone. */
export const asNumberTail = (query: string): string | null =>
  /^(…|\.{3})?\d{3,19}$/.test(query.trim()) ? query.trim().replace(/^(…|\.{3})/, '') : null;
