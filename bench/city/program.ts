import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const main = join(root, 'apps/city/main.ts');

export interface ProgramSettings {
  /** Address of a PostgreSQL database; without one the embedded database in `dataDir` is used. */
  readonly database?: string | undefined;
  readonly dataDir: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Options of Node itself, such as a profile or a module loaded first. */
  readonly nodeOptions?: readonly string[];
  /** Default: any free one. */
  readonly port?: number;
}

/** `serve` as a process of its own, as an operator would run it. */
export interface ServingProgram {
  readonly address: string;
  readonly pid: number;
  readonly logFile: string;
  ended(): boolean;
  /** SIGTERM, and waits. Answers the exit status. */
  stop(): Promise<number | null>;
  /** kill -9. */
  kill(): Promise<void>;
}

const environment = (settings: ProgramSettings): Record<string, string> => {
  const { DATABASE_URL: _database, NATS_URL: _nats, ...env } = process.env as Record<string, string>;
  return {
    ...env,
    NODE_ENV: 'production',
    LANG: 'en_US.UTF-8',
    CHENGMAI_RATE_PER_MINUTE: '1000000',
    CHENGMAI_LOG_LEVEL: 'warn',
    ...(settings.database ? { DATABASE_URL: settings.database } : {}),
    ...settings.env,
  };
};

const commandLine = (settings: ProgramSettings, words: readonly string[]): string[] => [
  process.execPath,
  ...(settings.nodeOptions ?? []),
  main,
  ...words,
  '--data',
  settings.dataDir,
  '--json',
];

function start(settings: ProgramSettings, words: readonly string[]): { child: ChildProcess; logFile: string } {
  const logFile = join(mkdtempSync(join(tmpdir(), 'chengmai-bench-log-')), 'program.log');
  const [command, ...args] = commandLine(settings, words);
  const child = spawn(command!, args, { cwd: root, env: environment(settings), stdio: ['ignore', 'pipe', 'pipe'] });
  child.stderr?.pipe(createWriteStream(logFile, { flags: 'a' }));
  return { child, logFile };
}

const exit = (child: ChildProcess): Promise<number | null> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve(child.exitCode)
    : new Promise((resolve) => child.once('exit', (code) => resolve(code)));

/** Starts the program on a free port and waits until it listens. Throws when it ends before that. */
export async function serveProgram(settings: ProgramSettings): Promise<ServingProgram> {
  const { child, logFile } = start(settings, ['serve', '--port', String(settings.port ?? 0)]);
  const lines = createInterface({ input: child.stdout! });
  const address = await new Promise<string>((resolve, reject) => {
    lines.once('line', (text) => {
      const { address: bound } = JSON.parse(text) as { address?: string };
      if (bound) resolve(bound);
      else reject(new Error(`the program answered ${text}`));
    });
    child.once('exit', (code, signal) => reject(new Error(`the program ended (${code ?? signal}), see ${logFile}`)));
  });
  return {
    address,
    pid: child.pid!,
    logFile,
    ended: () => child.exitCode !== null || child.signalCode !== null,
    stop: () => {
      child.kill('SIGTERM');
      return exit(child);
    },
    kill: async () => {
      child.kill('SIGKILL');
      await exit(child);
    },
  };
}

/** Runs one command to its end. */
export async function runProgram(
  settings: ProgramSettings,
  words: readonly string[],
): Promise<{ status: number | null; stdout: string; logFile: string }> {
  const { child, logFile } = start(settings, words);
  let stdout = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    stdout += chunk.toString('utf8');
  });
  const closed = new Promise((resolve) => child.stdout?.once('close', resolve));
  const status = await exit(child);
  await closed;
  return { status, stdout, logFile };
}
