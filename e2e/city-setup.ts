import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { chromiumProgram } from './browser.ts';
import { startCity } from './city-process.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the demo city of this run answers, and the password of its accounts. Empty without a browser to look at it. */
    city: { readonly address: string; readonly password: string };
  }
}

/** One demo city for all files: each test makes cases of its own. `E2E_ADDRESS` and `E2E_PASSWORD` name a city that already runs. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { E2E_ADDRESS: address, E2E_PASSWORD: password } = process.env;
  if (address && password) {
    project.provide('city', { address, password });
    return async () => {};
  }
  if (chromiumProgram() === null) {
    project.provide('city', { address: '', password: '' });
    return async () => {};
  }
  const dataDir = await mkdtemp(join(tmpdir(), 'chengmai-e2e-'));
  const clean = () => rm(dataDir, { recursive: true, force: true });
  try {
    const city = await startCity(dataDir);
    project.provide('city', { address: city.address, password: city.password });
    return async () => {
      await city.stop();
      await clean();
    };
  } catch (error) {
    await clean();
    throw error;
  }
}
