/** A refusal's HTTP status and words: what is wrong, and what to do next. `{name}` stands for a parameter of the refusal. */
export interface RefusalWords {
  readonly status: number;
  readonly zh: string;
  readonly en: string;
  readonly next_zh: string;
  readonly next_en: string;
}

/** One row of a refusal table. */
export const words = (status: number, zh: string, en: string, next_zh: string, next_en: string): RefusalWords => ({
  status,
  zh,
  en,
  next_zh,
  next_en,
});

/** A row of a table in which every refusal is an input that does not make sense. */
export const unusable = (zh: string, en: string, next_zh: string, next_en: string): RefusalWords => words(422, zh, en, next_zh, next_en);
