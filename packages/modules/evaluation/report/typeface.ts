import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setImmediate as pause } from 'node:timers/promises';
import { fromWoff2 } from './woff2.ts';

const require = createRequire(import.meta.url);

/** A font that comes in slices of the character set, so that nobody loads 30,000 characters to print a hundred. */
export interface Typeface {
  /** The slice that has a character; the Latin one for characters that none has, which prints their empty box. */
  sliceOf(codePoint: number): string;
  /** A slice as a TrueType font of a weight, 100–900. */
  bytes(slice: string, weight: number): Uint8Array;
  /** Loads what a text will need, letting other work go on in between: a slice takes some 20 ms the first time. */
  prepare(text: string, weights: readonly number[]): Promise<void>;
}

/** `U+4e00-4e03,U+4e07` → pairs of first and last. */
const rangesOf = (text: string): (readonly [number, number])[] =>
  text.split(',').map((range) => {
    const [first = '', last = first] = range.trim().replace(/^U\+/i, '').split('-');
    return [Number.parseInt(first, 16), Number.parseInt(last, 16)];
  });

/** Noto Sans SC (OFL 1.1) from its npm package: the same letters on every machine, without a network. */
export function notoSansSc(): Typeface {
  const indexFile = require.resolve('@fontsource-variable/noto-sans-sc/unicode.json');
  const index = JSON.parse(readFileSync(indexFile, 'utf8')) as Record<string, string>;
  const slices = new Map<number, string>();
  for (const [name, ranges] of Object.entries(index)) {
    const slice = name.replace(/^\[(.*)\]$/, '$1');
    for (const [first, last] of rangesOf(ranges)) for (let point = first; point <= last; point += 1) slices.set(point, slice);
  }
  const loaded = new Map<string, Uint8Array>();
  const sliceOf = (codePoint: number): string => slices.get(codePoint) ?? 'latin';
  const load = (slice: string, weight: number): Uint8Array => {
    const name = `${slice}/${weight}`;
    const known = loaded.get(name);
    if (known) return known;
    const bytes = fromWoff2(
      readFileSync(join(dirname(indexFile), 'files', `noto-sans-sc-${slice}-wght-normal.woff2`)),
      weight,
      `NotoSansSC-${slice}-${weight}`,
    );
    loaded.set(name, bytes);
    return bytes;
  };
  return {
    sliceOf,
    bytes: load,
    prepare: async (text, weights) => {
      const needed = new Set([...text].map((character) => sliceOf(character.codePointAt(0)!)));
      for (const slice of needed) {
        for (const weight of weights) {
          if (!loaded.has(`${slice}/${weight}`)) await pause();
          load(slice, weight);
        }
      }
    },
  };
}
