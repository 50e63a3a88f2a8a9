import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { constants } from 'node:zlib';
import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import rateLimit from '@fastify/rate-limit';
import Fastify, { type FastifyHttpOptions, type FastifyInstance, type FastifyReply, type RawServerDefault } from 'fastify';
import type { Logger } from 'pino';
import type { IdempotentWrite } from '../runtime/once.ts';
import type { Audit, Authenticate } from './authentication.ts';
import { failureHandler, sendRefusal } from './failure.ts';
import { acceptJson } from './json-body.ts';
import { type LiveTiming, mountLive } from './live.ts';
import type { LiveHub } from './live-hub.ts';
import { httpMetrics, mountMetrics } from './metrics.ts';
import { mountRoute } from './mount-route.ts';
import { openapiDoc } from './openapi.ts';
import { HttpRefusal } from './problem.ts';
import type { Once, Route } from './route.ts';
import { apiPolicy, pagePolicy } from './security.ts';
import { serveSpa } from './spa.ts';

export interface ServerConfig {
  /** Folder of the built web app; without it only the API is served. */
  readonly webDir?: string;
  /** Behind a reverse proxy: the addresses or networks of the proxies, comma-separated. `false`: forwarded headers are ignored. */
  readonly trustProxy: boolean | string;
  /** Limit of JSON bodies. Uploads have their route's own. */
  readonly bodyLimitBytes: number;
  /** Per route and caller (or address). */
  readonly ratePerMinute: number;
  readonly version: string;
  /** Lets a remote Prometheus read /metrics with `Authorization: Bearer …`; without it only this machine may. */
  readonly metricsToken?: string;
  /** Figures of the process itself (memory, event loop) in /metrics. Default true. */
  readonly processMetrics?: boolean;
}

export type HealthParts = Record<string, { ok: boolean; detail: string }>;

export interface ServerParts {
  readonly routes: readonly Route[];
  /** Live screens; `null` where this process has none. */
  readonly live: LiveHub | null;
  readonly liveTiming?: LiveTiming;
  readonly authenticate: Authenticate;
  readonly audit: Audit;
  readonly health: () => Promise<HealthParts>;
  readonly makeOnce: (write: IdempotentWrite) => Once;
  readonly config: ServerConfig;
  readonly log: Logger;
}

const traceForm = /^[\w-]{8,64}$/;
/** W3C traceparent's trace id, or a caller's X-Trace-Id, or a new one. */
function traceOf(request: { headers: Record<string, string | string[] | undefined> }): string {
  const parent = request.headers.traceparent;
  const traced = typeof parent === 'string' ? /^[\da-f]{2}-([\da-f]{32})-/.exec(parent)?.[1] : undefined;
  const own = request.headers['x-trace-id'];
  return traced ?? (typeof own === 'string' && traceForm.test(own) ? own : randomUUID());
}

function createApp(config: ServerConfig): FastifyInstance {
  const options: FastifyHttpOptions<RawServerDefault> = {
    logger: false,
    trustProxy: config.trustProxy,
    bodyLimit: config.bodyLimitBytes,
    requestTimeout: 120_000,
    forceCloseConnections: true,
    genReqId: traceOf,
    routerOptions: { maxParamLength: 500, ignoreTrailingSlash: true },
    frameworkErrors: (error, request, reply) => {
      const code = error.code === 'FST_ERR_ASYNC_CONSTRAINT' ? 'http.internal' : 'http.bad_address';
      sendRefusal(request, reply as FastifyReply, { refusal: { code } });
    },
  };
  return Fastify(options);
}

async function usePlugins(app: FastifyInstance, config: ServerConfig): Promise<void> {
  await app.register(cookie);
  await app.register(helmet, {
    contentSecurityPolicy: false,
    crossOriginEmbedderPolicy: false,
    frameguard: { action: 'deny' },
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: { maxAge: 31_536_000, includeSubDomains: false },
  });
  await app.register(multipart);
  await app.register(compress, {
    encodings: ['br', 'gzip'],
    threshold: 1400,
    // The default quality of Brotli (11) costs 50 times the time for a few per cent.
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } },
  });
  await app.register(rateLimit, {
    global: false,
    max: config.ratePerMinute,
    timeWindow: 60_000,
    keyGenerator: (request) => request.who?.caller.userId || request.ip,
    errorResponseBuilder: (_request, context) =>
      new HttpRefusal({ code: 'http.rate_limited', params: { seconds: Math.max(1, Math.ceil(context.ttl / 1000)) } }),
  });
}

async function healthAnswer(parts: ServerParts, reply: FastifyReply): Promise<FastifyReply> {
  const states = await parts.health().catch((error: unknown) => ({ health: { ok: false, detail: String(error) } }) satisfies HealthParts);
  const wellAll = Object.values(states).every((part) => part.ok);
  return reply
    .header('cache-control', 'no-store')
    .header('content-security-policy', apiPolicy)
    .type('application/json; charset=utf-8')
    .send(JSON.stringify({ status: wellAll ? 'ok' : 'degraded', version: parts.config.version, parts: states }));
}

function mountPlatform(app: FastifyInstance, parts: ServerParts): void {
  app.get('/health', { config: { rateLimit: false } }, (_request, reply) => healthAnswer(parts, reply));
  let description: string | undefined;
  app.get('/api/openapi.json', async (_request, reply) => {
    description ??= JSON.stringify(openapiDoc(parts.routes, parts.config.version));
    return reply.header('content-security-policy', apiPolicy).type('application/json; charset=utf-8').send(description);
  });
}

/** Which methods an address has: one that exists with others is 405 with Allow, not 404. */
function methodsOf(routes: readonly Route[]): (path: string) => string[] {
  const patterns = routes.map(({ method, path }) => {
    const escaped = path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/:\w+/g, '[^/]+');
    return { method, pattern: new RegExp(`^${escaped}/?$`) };
  });
  return (path) => [...new Set(patterns.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method))];
}

async function mountRest(app: FastifyInstance, parts: ServerParts): Promise<void> {
  const { webDir } = parts.config;
  const page = webDir !== undefined && existsSync(webDir) ? await serveSpa(app, webDir) : () => false;
  const allowed = methodsOf(parts.routes);
  app.setNotFoundHandler((request, reply) => {
    const ours = /^\/(api|health|metrics)(\/|\?|$)/.test(request.url);
    if (!ours && page(request, reply)) return;
    const allow = ours ? allowed(request.url.split('?')[0]!) : [];
    const refusal =
      allow.length > 0
        ? { code: 'http.method_not_allowed', params: { method: request.method, allow: allow.join(', ') } }
        : { code: 'http.not_found' };
    if (allow.length > 0) reply.header('allow', allow.join(', '));
    reply.header('content-security-policy', ours ? apiPolicy : pagePolicy(null));
    sendRefusal(request, reply, { refusal });
  });
}

/**
 * The HTTP face of the program: mounts declared routes under their paths, /api/openapi.json, /api/live, /health, /metrics and the built web app.
 * Not yet listening; `app.listen({port, host})` starts it and `app.close()` ends it with its live streams.
 */
export async function buildServer(parts: ServerParts): Promise<FastifyInstance> {
  const { config, log } = parts;
  const app = createApp(config);
  const metrics = httpMetrics(config.processMetrics !== false);
  app.decorateRequest('who', null);
  acceptJson(app);
  app.setErrorHandler(failureHandler(log));
  await usePlugins(app, config);
  app.addHook('onRequest', async (request, reply) => void reply.header('x-trace-id', request.id));
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.config.declared ?? request.routeOptions.url ?? 'none';
    metrics.observe(request.method, route, reply.statusCode, reply.elapsedTime / 1000);
  });
  mountPlatform(app, parts);
  mountMetrics(app, metrics, config.metricsToken ?? null);
  if (parts.live) mountLive(app, parts.live, { ...parts.liveTiming, authenticate: parts.authenticate, liveClients: metrics.liveClients });
  for (const route of parts.routes) mountRoute(app, route, { ...parts, ratePerMinute: config.ratePerMinute });
  await mountRest(app, parts);
  return app;
}
