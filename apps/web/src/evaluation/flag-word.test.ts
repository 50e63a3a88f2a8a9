import { expect, it } from 'vitest';
import { flagWord } from './flag-word.ts';

it('says a flag in words, and shows one it does not know as it came', () => {
  expect(flagWord('no_cases', (words) => words.en)).toBe('No cases in the denominator');
  expect(flagWord('brand_new', (words) => words.en)).toBe('brand_new');
});
