import type { FastifyInstance, FastifyRequest } from 'fastify';
import { collectDefaultMetrics, Gauge, Histogram, Registry, register } from 'prom-client';

export interface HttpMetrics {
  readonly registry: Registry;
  observe(method: string, path: string, status: number, seconds: number): void;
  readonly liveClients: Gauge;
}

/** A registry of its own per server, so that two servers in one process (tests) do not meet. */
export function httpMetrics(processMetrics: boolean): HttpMetrics {
  const registry = new Registry();
  if (processMetrics) collectDefaultMetrics({ register: registry });
  const duration = new Histogram({
    name: 'chengmai_http_request_seconds',
    help: 'Time from request to answer, by route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  });
  const liveClients = new Gauge({ name: 'chengmai_live_clients', help: 'Open live streams', registers: [registry] });
  return {
    registry,
    liveClients,
    observe: (method, route, status, seconds) => duration.observe({ method, route, status: String(status) }, seconds),
  };
}

const loopback = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

/** Metrics tell an attacker much: only this machine, or who knows the token, may read them. */
export function mayReadMetrics(request: FastifyRequest, token: string | null): boolean {
  // The socket's address, not `request.ip`: a forwarded header must not make somebody local.
  const direct = request.headers['x-forwarded-for'] === undefined && loopback.has(request.socket.remoteAddress ?? '');
  return direct || (token !== null && request.headers.authorization === `Bearer ${token}`);
}

/** GET /metrics in the Prometheus text format: this server's figures and those that the rest of the program registered globally. */
export function mountMetrics(app: FastifyInstance, metrics: HttpMetrics, token: string | null): void {
  app.get('/metrics', { config: { rateLimit: false } }, async (request, reply) => {
    if (!mayReadMetrics(request, token)) return reply.callNotFound();
    const merged = Registry.merge([metrics.registry, register]);
    return reply.type(merged.contentType).send(await merged.metrics());
  });
}
