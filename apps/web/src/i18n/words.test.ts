import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { en } from './en.ts';
import { zh } from './zh.ts';

const src = fileURLToPath(new URL('..', import.meta.url));
const sources = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(
  (path) => /\.tsx?$/.test(path) && !path.endsWith('.test.ts'),
);
const places = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();

describe('the texts of the workbench', () => {
  it('are complete in both languages, with the same places to fill', () => {
    expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort());
    for (const key of Object.keys(zh) as (keyof typeof zh)[]) {
      expect(en[key].trim(), key).not.toBe('');
      expect(places(en[key]), key).toEqual(places(zh[key]));
    }
  });

  it('are English in English, except for the name of the other language', () => {
    const chinese = Object.entries(en).filter(([key, text]) => /\p{Script=Han}/u.test(text) && key !== 'top.language');
    expect(chinese).toEqual([]);
  });

  it('stand nowhere else: no Chinese in components', () => {
    expect(sources.length).toBeGreaterThan(80);
    const guilty = sources.filter(
      (path) => !/(^|\/)(zh|en)\.ts$/.test(path) && /\p{Script=Han}/u.test(readFileSync(join(src, path), 'utf8')),
    );
    expect(guilty).toEqual([]);
  });

  it('are all used', () => {
    const code = sources
      .filter((path) => !/(^|\/)(zh|en)\.ts$/.test(path))
      .map((path) => readFileSync(join(src, path), 'utf8'))
      .join('\n');
    // Keys built from a value are found by their prefix: t(`light.${light}`).
    const built = new Set([...code.matchAll(/`([\w.-]+\.)\$\{/g)].map((match) => match[1]!));
    const unused = Object.keys(zh).filter((key) => !code.includes(`'${key}'`) && ![...built].some((prefix) => key.startsWith(prefix)));
    expect(unused).toEqual([]);
  });
});
