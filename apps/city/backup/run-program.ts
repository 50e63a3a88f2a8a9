import { spawn } from 'node:child_process';
import { Refused } from '@chengmai/platform/runtime/refused.ts';

/** Runs a program of the system quietly; throws Refused `cli.tool_missing` or `cli.tool_failed` with the last line it said. */
export function runProgram(
  program: string,
  args: readonly string[],
  install: string,
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  let said = '';
  let printed = '';
  child.stderr.on('data', (chunk) => {
    said = (said + chunk).slice(-4000);
  });
  child.stdout.on('data', (chunk) => {
    printed += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'ENOENT' ? new Refused('cli.tool_missing', { tool: program, install }) : error),
    );
    child.on('close', (code) => {
      if (code === 0) return resolve(printed);
      const problem = said.trim().replaceAll('\n', '; ').slice(-500) || `exit ${code}`;
      reject(new Refused('cli.tool_failed', { tool: program, problem }));
    });
  });
}
