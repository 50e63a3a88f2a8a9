import { describe, expect, it } from 'vitest';
import { judgeText } from './tracked-files.ts';

describe('tracked files', () => {
  it.each([
    ['registry host', `"https://registry.${'npmjs'}.org/x"`],
    ['download address', `"${'resolved'}": "https://example.org/a.tgz"`],
    ['path of a machine', `const dir = '/${'work'}/main';`],
    ['private key', `-----BEGIN PRIVATE ${'KEY'}-----`],
    ['unfinished mark', `// ${'TO'}DO later`],
    ['switched-off check', `// @ts-${'ignore'}`],
    ['narrowed run', `it.${'only'}('x', () => {})`],
  ])('refuses a line with a %s', (_, line) => {
    expect(judgeText('apps/city/x.ts', line)).toHaveLength(1);
  });

  it('refuses a clock in the kernel but not in its tests, nor elsewhere', () => {
    const line = 'const now = Date.now();';
    expect(judgeText('packages/kernel/x.ts', line)).toEqual(['packages/kernel/x.ts:1: the kernel is pure']);
    expect(judgeText('packages/kernel/x.test.ts', line)).toEqual([]);
    expect(judgeText('apps/city/x.ts', line)).toEqual([]);
  });

  it('lets ordinary lines pass', () => {
    expect(judgeText('apps/city/x.ts', "import { work } from './network/main.ts'; // see #12")).toEqual([]);
  });
});
