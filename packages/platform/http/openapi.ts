import { z } from 'zod';
import { allErrors } from '../runtime/error-codes.ts';
import type { Route } from './route.ts';

type Schema = Record<string, unknown>;

const jsonSchema = (schema: z.ZodType, io: 'input' | 'output'): Schema => {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any', target: 'draft-2020-12' }) as Schema;
  return rest;
};

/** Fastify's `:id` is OpenAPI's `{id}`. */
const openPath = (path: string): string => path.replace(/:(\w+)/g, '{$1}');

function parameters(schema: z.ZodType | undefined, place: 'path' | 'query'): Schema[] {
  if (schema === undefined) return [];
  const shape = jsonSchema(schema, 'input') as { properties?: Record<string, Schema>; required?: string[] };
  return Object.entries(shape.properties ?? {}).map(([name, inner]) => ({
    name,
    in: place,
    required: place === 'path' || (shape.required ?? []).includes(name),
    schema: inner,
  }));
}

function requestBody(route: Route): Schema | undefined {
  if (route.body === undefined && route.uploads === undefined) return undefined;
  const schema = route.body === undefined ? { type: 'object' } : jsonSchema(route.body, 'input');
  if (route.uploads === undefined) return { required: true, content: { 'application/json': { schema } } };
  const file = { type: 'string', format: 'binary' };
  const properties = {
    ...(schema.properties as Schema | undefined),
    files: { type: 'array', items: file, maxItems: route.uploads.maxFiles },
  };
  return { required: true, content: { 'multipart/form-data': { schema: { ...schema, type: 'object', properties } } } };
}

const problemAnswer = (description: string): Schema => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});

function answers(route: Route): Schema {
  const done = route.created === true ? '201' : '200';
  const content =
    route.response === 'bytes'
      ? { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } }
      : { 'application/json': { schema: jsonSchema(route.response, 'output') } };
  const guarded = route.access === 'public' ? {} : { 401: problemAnswer('Not signed in'), 403: problemAnswer('Not allowed') };
  return { [done]: { description: 'Done', content }, 400: problemAnswer('Invalid input'), ...guarded, default: problemAnswer('Refused') };
}

const idempotencyKey = { name: 'Idempotency-Key', in: 'header', required: true, schema: { type: 'string', minLength: 8, maxLength: 200 } };

function operation(route: Route): Schema {
  const needsKey = route.method === 'POST' && route.idempotency !== 'none';
  const body = requestBody(route);
  return {
    operationId: `${route.method.toLowerCase()}_${route.path.replace(/^\/api\//, '').replace(/\W+/g, '_')}`,
    summary: route.summary.en,
    description: `${route.summary.zh}${Array.isArray(route.access) ? `\n\nRoles: ${route.access.join(', ')}` : ''}`,
    tags: [route.tag],
    parameters: [...parameters(route.params, 'path'), ...parameters(route.query, 'query'), ...(needsKey ? [idempotencyKey] : [])],
    ...(body ? { requestBody: body } : {}),
    responses: answers(route),
    security: route.access === 'public' ? [] : [{ session: [] }, { token: [] }],
  };
}

const problemSchema = {
  type: 'object',
  description: 'RFC 9457 problem details',
  required: ['type', 'title', 'status', 'detail', 'code', 'next', 'instance', 'trace'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: { type: 'string' },
    next: { type: 'string', description: 'What to do next' },
    instance: { type: 'string' },
    trace: { type: 'string' },
    params: { type: 'object', additionalProperties: true },
    errors: {
      type: 'array',
      items: { type: 'object', required: ['field', 'problem'], properties: { field: { type: 'string' }, problem: { type: 'string' } } },
    },
  },
};

/** The OpenAPI 3.1 description of a route list: what is served is what is described, because both come from the same declarations. */
export function openapiDoc(routes: readonly Route[], version = '0.1.0'): Schema {
  const paths: Record<string, Schema> = {};
  for (const route of [...routes].sort((a, b) => a.path.localeCompare(b.path))) {
    const at = openPath(route.path);
    paths[at] = { ...paths[at], [route.method.toLowerCase()]: operation(route) };
  }
  const codes = [...allErrors()].sort(([a], [b]) => a.localeCompare(b));
  return {
    openapi: '3.1.0',
    info: {
      title: '城脉 Chengmai API',
      version,
      description: 'Refusals are RFC 9457 problem+json with a stable `code`; see `x-error-codes`.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    tags: [...new Set(routes.map((route) => route.tag))].sort().map((name) => ({ name })),
    paths,
    components: {
      schemas: { Problem: problemSchema },
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'cm_session', description: 'With X-CSRF-Token on every change' },
        token: { type: 'http', scheme: 'bearer' },
      },
    },
    'x-error-codes': Object.fromEntries(codes.map(([code, text]) => [code, { status: text.status, zh: text.zh, en: text.en }])),
  };
}
