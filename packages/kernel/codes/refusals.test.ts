import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { CODE_REFUSALS } from './refusals.ts';

const sources = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && name !== 'refusals.ts')
  .map((name) => readFileSync(path.join(import.meta.dirname, name), 'utf8').replaceAll(/\/\*\*[\s\S]*?\*\//g, ''));
const used = new Set(sources.flatMap((text) => Array.from(text.matchAll(/'(codes\.[a-z0-9_]+)'/g), (match) => match[1])));

it('every code that the sources use has its words, and no words are left over', () => {
  expect([...used].sort()).toEqual(Object.keys(CODE_REFUSALS).sort());
});

it('every sentence says the same parameters in both languages', () => {
  const parametersOf = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();
  for (const words of Object.values(CODE_REFUSALS)) {
    expect(parametersOf(words.en)).toEqual(parametersOf(words.zh));
    expect(parametersOf(words.next_en)).toEqual(parametersOf(words.next_zh));
  }
});
