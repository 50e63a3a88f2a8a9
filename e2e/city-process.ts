import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

export interface CityProcess {
  readonly address: string;
  /** Of every demo account. */
  readonly password: string;
  /** SIGTERM, and SIGKILL when that takes more than 20 seconds. */
  stop(): Promise<void>;
}

const startLimitMs = 170_000;
const stopLimitMs = 20_000;

/** Waits until the program has printed where it listens; throws with what it said when it ends or stays silent. */
function addressOf(program: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const failed = (why: string) => reject(new Error(`the city did not start: ${why}\n${said.slice(-2_000)}`));
    const late = setTimeout(() => failed(`silent for ${startLimitMs / 1000} s`), startLimitMs);
    program.once('exit', (status) => failed(`exit ${status}`));
    const hear = (chunk: Buffer) => {
      said += chunk.toString('utf8');
      const address = /https?:\/\/(?:127\.0\.0\.1|localhost):\d+/.exec(said)?.[0];
      if (!address) return;
      clearTimeout(late);
      resolve(address);
    };
    program.stdout?.on('data', hear);
    program.stderr?.on('data', hear);
  });
}

function stopProgram(program: ChildProcess): Promise<void> {
  if (program.exitCode !== null || program.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const late = setTimeout(() => program.kill('SIGKILL'), stopLimitMs);
    program.once('exit', () => {
      clearTimeout(late);
      resolve();
    });
    program.kill('SIGTERM');
  });
}

/** `./chengmai demo` as a newcomer starts it, on a free port; it builds the web app when that is stale. The limits on requests are lifted: all browsers here share one address. */
export async function startCity(dataDir: string): Promise<CityProcess> {
  const program = spawn(join(root, 'chengmai'), ['demo', '--port', '0', '--no-simulators', '--data', dataDir], {
    cwd: root,
    env: { ...process.env, CHENGMAI_RATE_PER_MINUTE: '100000', CHENGMAI_LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  try {
    const address = await addressOf(program);
    const file = JSON.parse(await readFile(join(dataDir, 'demo.json'), 'utf8')) as { password: string };
    return { address, password: file.password, stop: () => stopProgram(program) };
  } catch (error) {
    await stopProgram(program);
    throw error;
  }
}
