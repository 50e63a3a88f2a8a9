/** A refusal's HTTP status and words: what is wrong, and what to do next. `{name}` stands for a parameter of the refusal. */
export interface RefusalWords {
  readonly status: number;
  readonly zh: string;
  readonly en: string;
  readonly next_zh: string;
  readonly next_en: string;
}
