import type { Words } from '../cli/language.ts';

/** What one look of the doctor found. `ok: null` is worth knowing but no fault. */
export interface Symptom {
  readonly name: string;
  readonly ok: boolean | null;
  readonly found: Words;
  /** What to do, when it is not well. */
  readonly advice?: Words;
}

export const same = (text: string): Words => ({ zh: text, en: text });
