import { createServer } from 'node:net';
import { join } from 'node:path';
import { identity } from '@chengmai/modules/identity/contract.ts';
import { createLiveHub } from '@chengmai/platform/http/live-hub.ts';
import { buildServer, type ServerConfig } from '@chengmai/platform/http/server.ts';
import type { Config } from '@chengmai/platform/runtime/config.ts';
import type { Logger } from '@chengmai/platform/runtime/log.ts';
import { Refused } from '@chengmai/platform/runtime/refused.ts';
import type { ProgramRole } from '@chengmai/platform/runtime/start.ts';
import type { Output } from '../cli/output.ts';
import { programRoot, version } from '../cli/version.ts';
import { deadLetterRoutes } from './dead-letter-routes.ts';
import { type Program, startProgram } from './start-program.ts';

export const webDir = join(programRoot, 'apps/web/dist');

export interface Serving {
  readonly address: string;
  readonly port: number;
  readonly program: Program;
  /** Stops listening, ends live streams, finishes what runs, closes the stores. */
  stop(): Promise<void>;
}

const serverConfig = (config: Config): ServerConfig => ({
  webDir,
  trustProxy: config.trustProxy ?? false,
  bodyLimitBytes: config.bodyLimitKb * 1024,
  ratePerMinute: config.ratePerMinute,
  version,
  ...(config.metricsToken ? { metricsToken: config.metricsToken } : {}),
});

function refusedListening(error: unknown, host: string, port: number): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'EADDRINUSE') return new Refused('cli.port_in_use', { port });
  if (code === 'EACCES' || code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new Refused('cli.address_refused', { host, port, problem: code });
  return error;
}

/** Asks for the port before anything slow is opened, so that a taken one is said at once. */
function probe(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error) => reject(refusedListening(error, host, port)));
    server.listen({ host, port }, () => server.close(() => resolve()));
  });
}

async function buildCityServer({ adapters, running }: Program, config: Config, log: Logger) {
  const { authenticate, audit } = running.use(identity);
  const feeds = running.liveFeeds;
  const serves = running.routes.length > 0;
  const live = serves ? createLiveHub({ feeds, bus: adapters.bus, log: running.eventLog, logger: log }) : null;
  const routes = serves ? [...running.routes, ...deadLetterRoutes(running)] : [];
  const settings = serverConfig(config);
  if (!serves) delete (settings as { webDir?: string }).webDir;
  const server = await buildServer({
    routes,
    live,
    authenticate,
    audit,
    health: running.health,
    makeOnce: running.makeOnce,
    config: settings,
    log,
  });
  return { server, live };
}

/** Opens the stores, starts the modules for a role and listens. Roles without routes still answer /health and /metrics. */
export async function serveCity(
  config: Config,
  role: ProgramRole,
  out: Output,
  log: Logger,
  prepare?: (program: Program) => Promise<void>,
): Promise<Serving> {
  await probe(config.host, config.port);
  const program = await startProgram(config, out, log, { role, onMigration: (name) => log.info({ migration: name }, 'migrated') });
  const { server, live } = await buildCityServer(program, config, log);
  const stop = async () => {
    await live?.close();
    await server.close();
    await program.running.stop();
  };
  try {
    await prepare?.(program);
    await server.listen({ host: config.host, port: config.port });
  } catch (error) {
    await stop();
    throw refusedListening(error, config.host, config.port);
  }
  const bound = server.server.address();
  const port = bound !== null && typeof bound === 'object' ? bound.port : config.port;
  const host = ['0.0.0.0', '::'].includes(config.host) ? '127.0.0.1' : config.host;
  return { address: `http://${host.includes(':') ? `[${host}]` : host}:${port}`, port, program, stop };
}
