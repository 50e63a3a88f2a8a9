import { describe, expect, it } from 'vitest';
import { filterTar } from './postgis-bundle.ts';

const entry = (name: string, text: string): Buffer => {
  const head = Buffer.alloc(512);
  head.write(name, 0);
  head.write(`${text.length.toString(8).padStart(11, '0')}\0`, 124);
  const body = Buffer.alloc(Math.ceil(text.length / 512) * 512);
  body.write(text);
  return Buffer.concat([head, body]);
};
const end = Buffer.alloc(1024);

describe('filtering a tar archive', () => {
  it('keeps whole entries, of any length, and ends as an archive does', () => {
    const [a, b, c] = [entry('a', 'x'), entry('b', 'y'.repeat(1300)), entry('c', '')];
    const kept = filterTar(Buffer.concat([a, b, c, end]), (name) => name !== 'a');
    expect(kept.equals(Buffer.concat([b, c, end]))).toBe(true);
  });
});
