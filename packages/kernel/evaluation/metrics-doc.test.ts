import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { metricsDoc } from './metrics-doc.ts';

const PAGE = new URL('../../../docs/reference/metrics.md', import.meta.url);

it('docs/reference/metrics.md is what the dictionary says (BLESS=1 rewrites it)', () => {
  if (process.env.BLESS === '1') writeFileSync(PAGE, metricsDoc());
  expect(readFileSync(PAGE, 'utf8')).toBe(metricsDoc());
});
