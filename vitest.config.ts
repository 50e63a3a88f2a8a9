import { defineConfig } from 'vitest/config';

const exclude = ['**/node_modules/**', '**/dist/**', '.chengmai/**', 'e2e/**'];

/**
 * `unit`: pure code and the embedded database, no servers. `real` (`*.real.test.ts`): private PostgreSQL and NATS servers.
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
          exclude: [...exclude, '**/*.real.test.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: { name: 'real', include: ['{packages,apps,bench}/**/*.real.test.ts'], exclude, testTimeout: 120_000, hookTimeout: 120_000 },
      },
      {
        test: {
          name: 'e2e',
          include: ['e2e/**/*.test.ts'],
          exclude: ['**/node_modules/**'],
          testTimeout: 300_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
