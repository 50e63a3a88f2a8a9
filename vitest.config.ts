import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('.', import.meta.url));

function filesBelow(dir: string): string[] {
  return readdirSync(join(root, dir), { withFileTypes: true }).flatMap((entry) => {
    if (['node_modules', 'dist'].includes(entry.name)) return [];
    return entry.isDirectory() ? filesBelow(join(dir, entry.name)) : [join(dir, entry.name)];
  });
}

/** Tests that open a database, by what they import: seconds each, so they stand apart from the fast ones. */
const opensDatabase =
  /@chengmai\/testkit\/(?!clock|ids)|adapters\/db-|@electric-sql\/pglite|from '\.{1,2}\/[\w./-]*(fixture|stage|test-city|case-city|suite)\.ts'/;
const embedded = ['packages', 'apps', 'bench']
  .flatMap(filesBelow)
  .filter((path) => /(?<!\.real)\.test\.tsx?$/.test(path) && opensDatabase.test(readFileSync(join(root, path), 'utf8')));

const exclude = ['**/node_modules/**', '**/dist/**', '.chengmai/**', 'e2e/**'];

/**
 * `unit`: pure code, seconds in all; `npm run check` runs it. `embedded`: tests that open the embedded database.
 * `real` (`*.real.test.ts`): private PostgreSQL and NATS servers.
 * `e2e`: the real program and a real browser. Every test, hook and worker has an end, so a run cannot hang.
 */
export default defineConfig({
  test: {
    maxWorkers: 2,
    allowOnly: false,
    teardownTimeout: 10_000,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{packages,apps,checks,bench}/**/*.test.{ts,tsx}'],
          exclude: [...exclude, '**/*.real.test.ts', ...embedded],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: { name: 'embedded', include: embedded.length ? embedded : ['none'], exclude, testTimeout: 120_000, hookTimeout: 180_000 },
      },
      {
        test: { name: 'real', include: ['{packages,apps,bench}/**/*.real.test.ts'], exclude, testTimeout: 120_000, hookTimeout: 120_000 },
      },
      {
        test: {
          name: 'e2e',
          include: ['e2e/**/*.test.ts'],
          globalSetup: ['e2e/city-setup.ts'],
          exclude: ['**/node_modules/**'],
          testTimeout: 300_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
