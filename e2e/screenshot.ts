import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openRoom, type Room } from './browser.ts';
import { startCity } from './city-process.ts';

/**
 * Draws docs/screenshot.png anew: the workbench of the demo city, 1440 × 900, a dispatcher with a case open.
 * `node e2e/screenshot.ts [FILE]`; `E2E_ADDRESS` and `E2E_PASSWORD` name a demo city that already runs.
 */
const file = process.argv[2] ?? fileURLToPath(new URL('../docs/screenshot.png', import.meta.url));

async function draw(room: Room): Promise<void> {
  const { page } = await room.person('dispatcher');
  await page.goto('/cases');
  await page.getByRole('region', { name: '案件队列' }).getByRole('link').first().click();
  await page.getByRole('article').getByRole('heading', { level: 1 }).waitFor();
  await page.getByRole('img').first().waitFor();
  await page.waitForTimeout(3_000);
  await page.screenshot({ path: file });
}

const { E2E_ADDRESS: address, E2E_PASSWORD: password } = process.env;
const dataDir = await mkdtemp(join(tmpdir(), 'chengmai-screenshot-'));
const city = address && password ? { address, password, stop: async () => {} } : await startCity(dataDir);
try {
  const room = await openRoom(city.address, city.password);
  try {
    await draw(room);
  } finally {
    await room.close();
  }
} finally {
  await city.stop();
  await rm(dataDir, { recursive: true, force: true });
}
