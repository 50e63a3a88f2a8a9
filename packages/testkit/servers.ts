import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { chmodSync, closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort, until } from './free-port.ts';
import { findProgram, missing, postgresBin } from './requirements.ts';

const run = promisify(execFile);

/** A private server on a free port with its files in a temporary directory. */
export interface PrivateServer {
  readonly url: string;
  readonly port: number;
  readonly dir: string;
  /** The process id of the server itself. */
  pid(): number;
  /** Starts it again on the same port and files after `stop` or `kill`. */
  start(): Promise<void>;
  /** Ends it in order, keeping its files. */
  stop(): Promise<void>;
  /** kill -9. */
  kill(): Promise<void>;
  /** Ends it and removes its files. */
  remove(): Promise<void>;
}

export interface ServerOptions {
  /** Where its files go; default: a new temporary directory. */
  readonly dir?: string;
  /** The process with whose end the server ends too, however that comes; default: this one. */
  readonly ownerPid?: number;
}

export interface PostgresServerOptions extends ServerOptions {
  /** Default true; false only where no durability is tested. */
  readonly fsync?: boolean;
  /** More settings: `{ max_connections: '50' }`. */
  readonly settings?: Readonly<Record<string, string>>;
}

const asRoot = process.getuid?.() === 0;

/** PostgreSQL refuses to run as root: there it runs as the user its package made. */
function asPostgresUser(program: string, args: readonly string[]): [string, string[]] {
  if (!asRoot) return [program, [...args]];
  return ['/usr/bin/setpriv', ['--reuid=postgres', '--regid=postgres', '--clear-groups', program, ...args]];
}

/** Starts a private PostgreSQL with PostGIS at hand; the url names its database `postgres`. */
export async function startPostgres(options: PostgresServerOptions = {}): Promise<PrivateServer> {
  const bin = postgresBin();
  if (!bin) throw new Error(`PostgreSQL is missing: ${missing.postgres()}`);
  const dir = options.dir ?? mkdtempSync(join(tmpdir(), 'chengmai-pg-'));
  mkdirSync(dir, { recursive: true });
  chmodSync(dir, 0o755);
  if (asRoot) await run('chown', ['postgres', dir]);
  const dataDir = join(dir, 'data');
  const initArgs = ['-D', dataDir, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-instructions'];
  await run(...asPostgresUser(join(bin, 'initdb'), options.fsync === false ? [...initArgs, '-N'] : initArgs), { cwd: dir });
  const port = await freePort();
  const settings: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: dir,
    fsync: options.fsync === false ? 'off' : 'on',
    synchronous_commit: options.fsync === false ? 'off' : 'on',
    full_page_writes: options.fsync === false ? 'off' : 'on',
    max_connections: '200',
    shared_buffers: '128MB',
    ...options.settings,
  };
  const args = ['-D', dataDir, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  return supervise({
    dir,
    port,
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    command: asPostgresUser(join(bin, 'postgres'), args),
    ready: async () =>
      await run(join(bin, 'pg_isready'), ['-q', '-h', '127.0.0.1', '-p', String(port)]).then(
        () => true,
        () => false,
      ),
    // Fast shutdown: open sessions are ended, not waited for.
    stopSignal: 'SIGINT',
    ownerPid: options.ownerPid ?? process.pid,
  });
}

/** Starts a private nats-server with JetStream on files. */
export async function startNats(options: ServerOptions = {}): Promise<PrivateServer> {
  const program = findProgram('nats-server');
  if (!program) throw new Error(`nats-server is missing: ${missing.nats()}`);
  const dir = options.dir ?? mkdtempSync(join(tmpdir(), 'chengmai-nats-'));
  mkdirSync(dir, { recursive: true });
  const port = await freePort();
  return supervise({
    dir,
    port,
    url: `nats://127.0.0.1:${port}`,
    command: [program, ['-js', '-sd', join(dir, 'store'), '-a', '127.0.0.1', '-p', String(port)]],
    ready: () => accepts(port),
    stopSignal: 'SIGINT',
    ownerPid: options.ownerPid ?? process.pid,
  });
}

interface Supervised {
  readonly dir: string;
  readonly port: number;
  readonly url: string;
  readonly command: [string, string[]];
  readonly ready: () => Promise<boolean>;
  readonly stopSignal: NodeJS.Signals;
  readonly ownerPid: number;
}

async function supervise(server: Supervised): Promise<PrivateServer> {
  let child: ChildProcess | undefined;
  const ended = (): boolean => !child || child.exitCode !== null || child.signalCode !== null;
  const launch = async (): Promise<boolean> => {
    const log = openSync(join(server.dir, 'server.log'), 'a');
    const [program, args] = server.command;
    child = spawn(program, args, { cwd: server.dir, stdio: ['ignore', log, log], detached: true });
    closeSync(log);
    child.unref();
    keep(server, child.pid as number);
    await until(`${program} accepts connections, see ${server.dir}/server.log`, async () => ended() || server.ready(), 60_000);
    return !ended();
  };
  const start = async (): Promise<void> => {
    // After a kill -9 the children of the old server may hold its memory a moment longer: a few attempts.
    for (let attempt = 0; attempt < 20; attempt += 1) {
      if (await launch()) return;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    throw new Error(`${server.command[0]} does not start:\n${readFileSync(join(server.dir, 'server.log'), 'utf8').slice(-2000)}`);
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (!ended()) child?.kill(signal);
    await until(`server ends on ${signal}`, ended, 30_000);
  };
  await start();
  return {
    url: server.url,
    port: server.port,
    dir: server.dir,
    pid: () => child?.pid as number,
    start,
    stop: () => end(server.stopSignal),
    kill: () => end('SIGKILL'),
    remove: async () => {
      await end(server.stopSignal);
      rmSync(server.dir, { recursive: true, force: true });
    },
  };
}

/** A shell that waits for the owner's end, however it comes, and then ends the server and removes its files. */
function keep(server: Supervised, pid: number): void {
  const script =
    'while kill -0 "$1" 2>/dev/null && kill -0 "$2" 2>/dev/null; do sleep 1; done; kill -0 "$1" 2>/dev/null && exit; kill -"$4" "$2" 2>/dev/null; sleep 2; kill -9 "$2" 2>/dev/null; rm -rf "$3"';
  spawn('/bin/sh', ['-c', script, 'keeper', String(server.ownerPid), String(pid), server.dir, server.stopSignal.slice(3)], {
    stdio: 'ignore',
    detached: true,
    cwd: '/',
  }).unref();
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const answer = (value: boolean): void => {
      socket.destroy();
      resolve(value);
    };
    socket.once('connect', () => answer(true));
    socket.once('error', () => answer(false));
  });
}
