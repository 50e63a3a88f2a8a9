import { expect, it } from 'vitest';
import { sumWord } from './sum-word.ts';

const loaded = { isError: false, isPending: false, hasNextPage: false };

it('claims that rows and figure agree only when all rows are loaded and they do', () => {
  expect(sumWord(loaded, true)).toBe('drill.all');
  expect(sumWord(loaded, false)).toBe('drill.differs');
  expect(sumWord({ ...loaded, hasNextPage: true }, true)).toBe('drill.more');
  expect(sumWord({ ...loaded, isPending: true }, true)).toBe('drill.loading');
  expect(sumWord({ ...loaded, isError: true }, true)).toBeNull();
});
