import { expect, it } from 'vitest';
import { shortNumber } from './short-number.ts';

it('keeps month, day and sequence of a standard case number, and the end of others', () => {
  expect(shortNumber('4406042026112000583')).toBe('1120-0583');
  expect(shortNumber('4406042026112012345')).toBe('1120-12345');
  expect(shortNumber('PS-2018-000123-X')).toBe('…-000123-X');
  expect(shortNumber('A-17')).toBe('A-17');
});
