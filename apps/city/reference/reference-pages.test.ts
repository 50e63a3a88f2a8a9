import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inOrder } from '@chengmai/platform/runtime/module-order.ts';
import { testDb } from '@chengmai/testkit/database.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import { commandTable } from '../cli/command-table.ts';
import { programRoot } from '../cli/version.ts';
import { modules } from '../modules.ts';
import { referencePages, stalePages } from './reference-pages.ts';

describe('docs/reference', () => {
  let pages: Readonly<Record<string, string>> = {};
  beforeAll(async () => {
    pages = await referencePages(
      await testDb('pglite', inOrder(modules)),
      await Promise.all(Object.values(commandTable).map((load) => load())),
    );
  }, 120_000);

  const checkedIn = (name: string) => {
    const path = join(programRoot, 'docs/reference', name);
    return existsSync(path) ? readFileSync(path, 'utf8') : null;
  };

  it('is what the code says; ./chengmai docs writes it anew', () => {
    expect(stalePages(pages, checkedIn)).toEqual([]);
  });

  it('would notice a changed, a missing and a damaged page', () => {
    expect(stalePages({ 'a.md': 'new', 'b.md': 'same', 'c.md': 'x' }, (name) => ({ 'a.md': 'old', 'b.md': 'same' })[name] ?? null)).toEqual(
      ['a.md', 'c.md'],
    );
  });

  it('describes routes of every module', () => {
    const paths = Object.keys(JSON.parse(pages['openapi.json'] ?? '{}').paths);
    for (const path of ['/api/session', '/api/areas/divisions', '/api/catalogue/classes', '/api/cases', '/api/admin/dead-letters'])
      expect(paths).toContain(path);
  });
});
