import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { decodeCursor, encodeCursor, pageFrom } from './keyset.ts';

const key = z.tuple([z.string(), z.number().nullable()]);

describe('cursors', () => {
  it('come back as they went, in any script, without characters that an address escapes', () => {
    const cursor = encodeCursor(['城脉?&%😀', null]);
    expect(cursor).toMatch(/^[\w-]+$/);
    expect(decodeCursor(cursor, key)).toEqual({ ok: true, value: ['城脉?&%😀', null] });
  });

  it.each(['', '%%%', 'bm90IGpzb24', encodeCursor(['a']), encodeCursor(['a', 'b']), encodeCursor({ a: 1 })])(
    'that are not ours are refused: %j',
    (cursor) => {
      expect(decodeCursor(cursor, key)).toMatchObject({ ok: false, refusal: { code: 'http.invalid_input', params: { field: 'cursor' } } });
    },
  );
});

describe('pages', () => {
  it('end without a next cursor when no row is left over', () => {
    expect(pageFrom([1, 2], 2, (row) => row)).toEqual({ items: [1, 2], next: null });
    expect(pageFrom([1, 2, 3], 2, (row) => row)).toEqual({ items: [1, 2], next: encodeCursor(2) });
    expect(pageFrom([], 2, (row) => row)).toEqual({ items: [], next: null });
  });
});
