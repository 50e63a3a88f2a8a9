import { ok } from '@chengmai/kernel/result.ts';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import type { Role } from '../runtime/scope.ts';
import { type AuditEntry, type Authenticate, anonymous } from './authentication.ts';
import { localeOf } from './locale.ts';
import type { Once, Route } from './route.ts';
import { buildServer, type ServerParts } from './server.ts';

/** Names the caller in a header: `x-role: admin` is a session, `x-token: admin` a token. For tests of the server itself. */
export const byHeader: Authenticate = async (headers, address) => {
  const locale = localeOf(headers['accept-language']);
  const role = (headers['x-role'] ?? headers['x-token']) as Role | undefined;
  const nobody = { caller: anonymous(address, locale), session: null, mustChangePassword: false, refused: false };
  if (role === undefined) return { ...nobody, refused: headers.authorization !== undefined };
  const scope = { areas: [''], units: null, userId: role, ownOnly: false };
  const kind = headers['x-role'] ? ('session' as const) : ('token' as const);
  const caller = { kind, userId: role, name: role, roles: [role], unitId: null, scope, locale, address };
  return {
    ...nobody,
    caller,
    session: kind === 'session' ? { id: 's', csrf: 'the-token' } : null,
    mustChangePassword: headers['x-fresh'] === '1',
  };
};

export interface TestServer {
  readonly app: FastifyInstance;
  readonly logged: Record<string, unknown>[];
  readonly audited: AuditEntry[];
}

const runs: Once = (_tx, work) => work();

export async function testServer(
  routes: readonly Route[],
  parts: Partial<Omit<ServerParts, 'config'>> & { config?: Partial<ServerParts['config']> } = {},
): Promise<TestServer> {
  const logged: Record<string, unknown>[] = [];
  const audited: AuditEntry[] = [];
  const log = pino({ level: 'info' }, { write: (line: string) => void logged.push(JSON.parse(line) as Record<string, unknown>) });
  const app = await buildServer({
    live: null,
    authenticate: byHeader,
    audit: async (_caller, _trace, entries) => void audited.push(...entries),
    health: async () => ({ database: { ok: true, detail: 'fine' } }),
    makeOnce: () => runs,
    log,
    ...parts,
    routes,
    config: { trustProxy: false, bodyLimitBytes: 10_000, ratePerMinute: 10_000, version: '1.2.3', processMetrics: false, ...parts.config },
  });
  await app.ready();
  return { app, logged, audited };
}

export const asAdmin = { 'x-role': 'admin', 'x-csrf-token': 'the-token' };
export const summary = { zh: '试', en: 'Try' };
export const done = async () => ok({ done: true });
