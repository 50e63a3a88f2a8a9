import { createHash, hash as hashOf } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Result } from '@chengmai/kernel/result.ts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { IdempotentWrite } from '../runtime/once.ts';
import { refusedAccess } from './access.ts';
import type { Audit, AuditEntry, Authenticate, Authentication } from './authentication.ts';
import { sendRefusal } from './failure.ts';
import { isHostile, validated } from './input.ts';
import { HttpRefusal } from './problem.ts';
import { Answer, Bytes, type Once, type Request, type Route, type Upload } from './route.ts';
import { apiPolicy, checkCrossSite } from './security.ts';
import { readForm } from './uploads.ts';

declare module 'fastify' {
  interface FastifyRequest {
    who: Authentication | null;
  }
  interface FastifyContextConfig {
    /** Path as declared, for metrics. */
    declared?: string;
  }
}

export interface MountOptions {
  readonly authenticate: Authenticate;
  readonly audit: Audit;
  readonly makeOnce: (write: IdempotentWrite) => Once;
  readonly ratePerMinute: number;
}

const withoutKey: Once = (_tx, work) => work();
const keyForm = /^[\x21-\x7e]{8,200}$/;

interface Input {
  readonly body: unknown;
  readonly files: readonly Upload[];
  readonly hash: string;
}

async function readBody(route: Route, request: FastifyRequest): Promise<Input> {
  if (route.uploads !== undefined && request.isMultipart()) {
    const form = await readForm(request, route.uploads);
    return { body: form.fields, files: form.files, hash: form.hash };
  }
  if (request.isMultipart()) throw new HttpRefusal({ code: 'http.unsupported_type', params: { type: 'multipart/form-data' } });
  return { body: request.body, files: [], hash: request.rawBody === null ? '' : hashOf('sha256', request.rawBody) };
}

function idempotencyOf(route: Route, request: FastifyRequest, bodyHash: string): Request<unknown, unknown, unknown>['idempotency'] {
  const key = request.headers['idempotency-key'];
  if (key === undefined && route.method === 'POST' && route.idempotency !== 'none')
    throw new HttpRefusal({ code: 'http.idempotency_key_missing' });
  if (key === undefined) return null;
  if (typeof key !== 'string' || !keyForm.test(key))
    throw new HttpRefusal({ code: 'http.invalid_input', params: { field: 'Idempotency-Key', problem: '8–200 ASCII' } });
  const requestHash = createHash('sha256').update(`${request.method} ${request.url}\n`).update(bodyHash).digest('hex');
  return { key, requestHash };
}

/** Answers that stay the same are not sent twice. Only worth it for what fits in memory anyway. */
function sendJson(request: FastifyRequest, reply: FastifyReply, status: number, value: unknown): FastifyReply {
  const text = JSON.stringify(value);
  reply.header('cache-control', 'private, no-cache').header('vary', 'Cookie, Authorization, Accept-Language, Accept-Encoding');
  if (request.method === 'GET' && text.length < 262_144) {
    const tag = `W/"${hashOf('sha1', text, 'base64url')}"`;
    reply.header('etag', tag);
    if (request.headers['if-none-match'] === tag) return reply.code(304).send();
  }
  return reply.code(status).type('application/json; charset=utf-8').send(text);
}

function sendBytes(request: FastifyRequest, reply: FastifyReply, answer: Bytes): FastifyReply {
  reply.header('cache-control', 'private, no-cache').headers(answer.headers).type(answer.type);
  const tag = answer.headers.etag;
  if (tag !== undefined && request.headers['if-none-match'] === tag) return reply.code(304).send();
  return reply.send(answer.body instanceof Uint8Array ? Buffer.from(answer.body) : Readable.from(answer.body));
}

function setExtras(request: FastifyRequest, reply: FastifyReply, answer: Answer<unknown>): void {
  for (const [name, value] of Object.entries(answer.headers)) reply.header(name, value);
  for (const cookie of answer.cookies) {
    const age = cookie.value === '' ? { expires: new Date(0) } : cookie.maxAgeSeconds === undefined ? {} : { maxAge: cookie.maxAgeSeconds };
    reply.setCookie(cookie.name, cookie.value, {
      path: '/',
      httpOnly: cookie.httpOnly,
      sameSite: 'strict',
      secure: request.protocol === 'https',
      ...age,
    });
  }
}

/** The declared schema is the last gate: what it does not name (a column somebody added) does not leave; what contradicts it is a bug. */
function sendValue(route: Route, request: FastifyRequest, reply: FastifyReply, answered: unknown): FastifyReply {
  if (answered instanceof Bytes) return sendBytes(request, reply, answered);
  if (answered instanceof Answer) setExtras(request, reply, answered);
  const value = answered instanceof Answer ? answered.value : answered;
  const shaped = (route.response as z.ZodType).safeParse(value);
  if (!shaped.success) throw new Error(`${route.method} ${route.path} answered against its schema: ${shaped.error.message}`);
  return sendJson(request, reply, route.created === true ? 201 : 200, shaped.data);
}

async function inputOf(
  route: Route,
  request: FastifyRequest,
  who: Authentication,
): Promise<Omit<Request<unknown, unknown, unknown>, 'audit'>> {
  const { locale } = who.caller;
  const params = await validated(route.params, request.params, 'params', locale);
  const query = await validated(route.query, request.query, 'query', locale);
  const sent = await readBody(route, request);
  const body = await validated(route.body, sent.body, 'body', locale);
  const idempotency = idempotencyOf(route, request, sent.hash);
  const headers = request.headers as Record<string, string | undefined>;
  const { caller, session } = who;
  return { params, query, body, files: sent.files, caller, session, headers, trace: request.id, idempotency, once: withoutKey };
}

async function answer(route: Route, options: MountOptions, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const who = request.who!;
  const input = await inputOf(route, request, who);
  const trail: AuditEntry[] = [];
  const once =
    input.idempotency === null
      ? withoutKey
      : options.makeOnce({
          ...input.idempotency,
          callerId: who.caller.userId === '' ? `address:${who.caller.address}` : who.caller.userId,
          route: `${route.method} ${route.path}`,
        });
  const audit: Request<unknown, unknown, unknown>['audit'] = async (entry) => void trail.push(entry);
  let result: Result<unknown>;
  try {
    result = await route.handle({ ...input, once, audit });
  } finally {
    if (trail.length > 0) await options.audit(who.caller, request.id, trail);
  }
  if (!result.ok) return sendRefusal(request, reply, { refusal: result.refusal });
  return sendValue(route, request, reply, result.value);
}

/** Before the body is read: is this caller welcome here at all? Runs after rate limiting, so that guessing is limited too. */
function admit(route: Route, request: FastifyRequest): void {
  const who = request.who!;
  if (who.refused) throw new HttpRefusal({ code: 'auth.required' });
  const refusal = refusedAccess(route.access, who.caller);
  if (refusal) throw new HttpRefusal(refusal);
  checkCrossSite(request, route, who);
  if (who.mustChangePassword && route.access !== 'public' && route.beforePasswordChange !== true)
    throw new HttpRefusal({ code: 'auth.password_change_required' });
}

/** Mounts one declared route. Order: authenticate → rate limit → access → body → validation → handler → audit → answer. */
export function mountRoute(app: FastifyInstance, route: Route, options: MountOptions): void {
  app.route({
    method: route.method,
    url: route.path,
    config: { declared: route.path, rateLimit: { max: route.ratePerMinute ?? options.ratePerMinute, timeWindow: 60_000 } },
    onRequest: async (request, reply) => {
      reply.header('content-security-policy', apiPolicy);
      if (isHostile(decodeURIComponentSafe(request.url))) throw new HttpRefusal({ code: 'http.hostile_text' });
      request.who = await options.authenticate(request.headers, request.ip);
    },
    preParsing: async (request) => admit(route, request),
    handler: (request, reply) => answer(route, options, request, reply),
  });
}

function decodeURIComponentSafe(url: string): string {
  if (!url.includes('%')) return url;
  try {
    return decodeURIComponent(url);
  } catch {
    throw new HttpRefusal({ code: 'http.bad_address' });
  }
}
