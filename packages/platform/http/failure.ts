import type { Refusal } from '@chengmai/kernel/result.ts';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { DbConflict, DbUnavailable } from '../ports/db.ts';
import { Refused } from '../runtime/refused.ts';
import { localeOf } from './locale.ts';
import { type FieldProblem, HttpRefusal, problemOf } from './problem.ts';

/** What Fastify and its plugins refuse by themselves → our codes. */
const fastifyRefusals: Record<string, (error: FastifyError, request: FastifyRequest) => Refusal> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: (_, request) => ({
    code: 'http.unsupported_type',
    params: { type: (request.headers['content-type'] ?? '').slice(0, 100) || '-' },
  }),
  FST_ERR_CTP_BODY_TOO_LARGE: (_, request) => ({
    code: 'http.body_too_large',
    params: { limit: `${request.routeOptions.bodyLimit ?? 0} B` },
  }),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () => ({ code: 'http.malformed_body' }),
  FST_ERR_CTP_EMPTY_JSON_BODY: () => ({ code: 'http.malformed_body' }),
  FST_ERR_CTP_INVALID_JSON_BODY: () => ({ code: 'http.malformed_body' }),
  FST_ERR_BAD_URL: () => ({ code: 'http.bad_address' }),
  FST_ERR_MAX_PARAM_LENGTH: () => ({ code: 'http.bad_address' }),
  FST_REQ_FILE_TOO_LARGE: () => ({ code: 'http.body_too_large', params: { limit: '-' } }),
  FST_PARTS_LIMIT: () => ({ code: 'http.too_many_files', params: { limit: '-' } }),
  FST_FIELDS_LIMIT: () => ({ code: 'http.malformed_body' }),
  FST_PROTO_VIOLATION: () => ({ code: 'http.malformed_body' }),
  FST_INVALID_MULTIPART_CONTENT_TYPE: () => ({ code: 'http.malformed_body' }),
  FST_NONFILE_FIELD_VALUE_TOO_LARGE: () => ({ code: 'http.body_too_large', params: { limit: '-' } }),
};

// Plugins' own "the client is wrong" (a broken multipart stream, a premature close) carry a 4xx status and no code of ours.
const refusalByStatus: Record<number, string> = {
  400: 'http.malformed_body',
  403: 'http.not_found',
  404: 'http.not_found',
  408: 'http.request_timeout',
  413: 'http.body_too_large',
  415: 'http.unsupported_type',
};

interface Failure {
  readonly refusal: Refusal;
  readonly errors?: readonly FieldProblem[];
  readonly headers?: Readonly<Record<string, string>>;
}

function failureOf(error: FastifyError, request: FastifyRequest, log: Logger): Failure {
  if (error instanceof HttpRefusal || error instanceof Refused) return error;
  if (error instanceof DbUnavailable) return { refusal: { code: 'db.unavailable' }, headers: { 'retry-after': '2' } };
  if (error instanceof DbConflict) return { refusal: { code: 'http.conflict', params: { constraint: error.constraint } } };
  const known = fastifyRefusals[error.code];
  if (known) return { refusal: known(error, request) };
  const code =
    refusalByStatus[error.statusCode ?? 0] ??
    (/^Unexpected end of (form|file)|^Malformed/.test(error.message) ? 'http.malformed_body' : null);
  if (code !== null) return { refusal: { code } };
  log.error({ err: error, trace: request.id, method: request.method, route: request.routeOptions?.url ?? request.url }, 'request failed');
  return { refusal: { code: 'http.internal' } };
}

/** Sends a refusal as problem+json in the caller's locale. */
export function sendRefusal(request: FastifyRequest, reply: FastifyReply, failure: Failure): FastifyReply {
  const problem = problemOf(failure.refusal, {
    locale: request.who?.caller.locale ?? localeOf(request.headers['accept-language']),
    instance: request.url.split('?')[0]!.slice(0, 500),
    trace: request.id,
    ...(failure.errors ? { errors: failure.errors } : {}),
  });
  for (const [name, value] of Object.entries(failure.headers ?? {})) reply.header(name, value);
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer');
  return reply
    .code(problem.status)
    .header('cache-control', 'no-store')
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify(problem));
}

/** The rim: refusals become their answer, everything else is a bug, logged once with its trace. */
export const failureHandler =
  (log: Logger) =>
  (error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply =>
    sendRefusal(request, reply, failureOf(error, request, log));
