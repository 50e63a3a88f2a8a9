import { RATE_FLAG_WORDS, type RateFlag } from '@chengmai/kernel/evaluation/rates.ts';
import type { Words } from '../i18n/words.ts';

/** What a flag of a figure means; an unknown one (a newer server) is shown as it came. */
export const flagWord = (flag: string, pick: (words: Words) => string): string =>
  flag in RATE_FLAG_WORDS ? pick(RATE_FLAG_WORDS[flag as RateFlag]) : flag;
