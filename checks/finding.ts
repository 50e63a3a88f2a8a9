import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Repository root, with a slash at the end. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** What one check found. Problems fail it; notes are only shown. */
export interface Outcome {
  readonly problems: readonly string[];
  readonly notes?: readonly string[];
}

export interface Check {
  readonly name: string;
  run(): Promise<Outcome>;
}

/** Runs a tool of node_modules/.bin (or any command) at the root and collects what it prints; never waits longer than the limit. */
export function runTool(command: string, args: readonly string[], limitSeconds = 300): Promise<{ code: number; text: string }> {
  const path = `${root}node_modules/.bin:${process.env.PATH ?? ''}`;
  const child = spawn(command, args, { cwd: root, env: { ...process.env, PATH: path }, stdio: ['ignore', 'pipe', 'pipe'] });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  const timer = setTimeout(() => child.kill('SIGKILL'), limitSeconds * 1000);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ code: code ?? 137, text: Buffer.concat(chunks).toString('utf8') });
    });
  });
}

/** A check that passes when a tool exits with 0; otherwise its output is the problem. */
export function toolCheck(name: string, command: string, args: readonly string[], limitSeconds?: number): Check {
  return {
    name,
    async run() {
      const { code, text } = await runTool(command, args, limitSeconds);
      return { problems: code === 0 ? [] : [text.trim() || `${command} ended with ${code}`] };
    },
  };
}
