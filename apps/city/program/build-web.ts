import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Refused } from '@chengmai/platform/runtime/refused.ts';
import { programRoot } from '../cli/version.ts';

/** Builds apps/web/dist; throws Refused `cli.tool_failed` with the last lines that Vite said. */
export async function buildWeb(): Promise<void> {
  const vite = join(programRoot, 'node_modules/vite/bin/vite.js');
  try {
    await promisify(execFile)(process.execPath, [vite, 'build', join(programRoot, 'apps/web'), '--logLevel', 'warn'], { cwd: programRoot });
  } catch (error) {
    const said = (error as { stderr?: string }).stderr?.trim().split('\n').filter(Boolean).slice(0, 8).join('; ') ?? String(error);
    throw new Refused('cli.tool_failed', { tool: 'vite build', problem: said });
  }
}
