import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

/** Where screenshots of a run go; `E2E_SHOTS` chooses. */
const shotsDir = process.env.E2E_SHOTS ?? join(tmpdir(), 'chengmai-e2e-shots');

/** Keeps what a person saw, for people to look at. */
export async function shoot(page: Page, name: string): Promise<void> {
  mkdirSync(shotsDir, { recursive: true });
  await page.screenshot({ path: join(shotsDir, `${name}.png`) });
}
