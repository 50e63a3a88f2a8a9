import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apiFilter, decodeSearch, defaultSearch, encodeSearch, isNarrowed, queryOfSearch, searchOfQuery } from './case-search.ts';

const anySearch = fc.record({
  view: fc.constantFrom('mine' as const, 'open' as const, 'all' as const, 'closed' as const),
  sort: fc.constantFrom('due' as const, 'newest' as const, 'oldest' as const),
  state: fc.uniqueArray(fc.constantFrom('handling', 'pending_dispatch', 'reported')),
  light: fc.uniqueArray(fc.constantFrom('red', 'yellow', 'green')),
  source: fc.uniqueArray(fc.constantFrom('citizen', 'hotline')),
  area: fc.constantFrom('', '440604012'),
  unit: fc.constantFrom('', 'unit-7'),
  classCode: fc.constantFrom('', '06010'),
  q: fc.string({ maxLength: 60, unit: 'binary' }).filter((text) => text === text.toWellFormed()),
  from: fc.constantFrom('', '2026-11-01'),
  to: fc.constantFrom('', '2026-11-20'),
  pending: fc.constantFrom('', 'extension'),
  urged: fc.constantFrom('', 'true'),
});

describe('the address of a case filter', () => {
  it('gives back every filter that was written into it', () => {
    fc.assert(
      fc.property(anySearch, (search) => {
        expect(searchOfQuery(queryOfSearch(search))).toEqual(search);
      }),
    );
  });

  it('is empty for the default view', () => {
    expect(encodeSearch(defaultSearch)).toEqual({});
    expect(isNarrowed(defaultSearch)).toBe(false);
  });

  it('ignores what it does not know', () => {
    const read = decodeSearch({ view: 'everything', light: 'red,purple', from: 'yesterday', q: ['x'], nonsense: 1 });
    expect(read).toEqual({ ...defaultSearch, light: ['red'] });
  });

  it('says the view to the server even when it is the default', () => {
    expect(apiFilter(defaultSearch)).toBe('?view=mine');
  });

  it('keeps a search text of digits a text', () => {
    expect(decodeSearch({ q: 44060406010 }).q).toBe('44060406010');
  });
});
