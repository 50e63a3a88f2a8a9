import { brotliDecompressSync } from 'node:zlib';
import { ok, refuse } from '@chengmai/kernel/result.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { DbConflict, DbUnavailable } from '../ports/db.ts';
import { Answer, Bytes, type Route, route } from './route.ts';
import { asAdmin, done, summary, type TestServer, testServer } from './server.fixture.ts';

const Done = z.object({ done: z.boolean() });
const base = { summary, tag: 'try', access: 'public' as const };
const failures: Record<string, () => unknown> = {
  bug: () => {
    throw new TypeError('secret detail');
  },
  unavailable: () => {
    throw new DbUnavailable('gone');
  },
  conflict: () => {
    throw new DbConflict('case_number');
  },
};

const routes: Route[] = [
  route({
    ...base,
    method: 'POST',
    path: '/api/things/:id',
    params: z.object({ id: z.string().regex(/^\d+$/) }),
    query: z.object({ n: z.coerce.number().int().optional() }),
    body: z.object({ name: z.string().min(2), age: z.number() }),
    response: z.object({ name: z.string(), key: z.string() }),
    created: true,
    handle: async ({ body, idempotency }) => ok({ name: body.name, key: idempotency?.key ?? '', passwordHash: 'x' }),
  }),
  route({
    ...base,
    method: 'GET',
    path: '/api/fail/:how',
    params: z.object({ how: z.string() }),
    response: Done,
    handle: async ({ params }) => failures[params.how]!() as never,
  }),
  route({
    ...base,
    method: 'GET',
    path: '/api/mismatch',
    response: Done,
    handle: async () => ok({ done: 'no' } as unknown as { done: boolean }),
  }),
  route({
    ...base,
    method: 'GET',
    path: '/api/refused',
    response: Done,
    handle: async () => refuse('http.version_conflict', { current: 7 }),
  }),
  route({ ...base, method: 'GET', path: '/api/admin', access: ['admin'], response: Done, handle: done }),
  route({ ...base, method: 'GET', path: '/api/mine', access: 'signed-in', response: Done, handle: done }),
  route({ ...base, method: 'PUT', path: '/api/mine', access: 'signed-in', beforePasswordChange: true, response: Done, handle: done }),
  route({
    ...base,
    method: 'POST',
    path: '/api/enter',
    idempotency: 'none',
    csrf: 'origin',
    response: Done,
    handle: async () => ok(new Answer({ done: true }, { cookies: [{ name: 'c', value: 'v', httpOnly: true }] })),
  }),
  route({ ...base, method: 'GET', path: '/api/slow', ratePerMinute: 2, response: Done, handle: done }),
  route({
    ...base,
    method: 'GET',
    path: '/api/file',
    response: 'bytes',
    handle: async () => ok(new Bytes('text/csv', Buffer.from('a,b'), { etag: '"1"' })),
  }),
  route({
    ...base,
    method: 'GET',
    path: '/api/audited',
    response: Done,
    async handle({ audit }) {
      await audit({ action: 'personal.read', subject: 'user:1' });
      return refuse('http.not_found');
    },
  }),
];

let server: TestServer;
beforeAll(async () => {
  server = await testServer(routes);
});
afterAll(() => server.app.close());

const send = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, headers: Record<string, string> = {}, payload?: string | Buffer) =>
  server.app.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) });
const json = { 'content-type': 'application/json', 'idempotency-key': '12345678' };
const post = (body: string | Buffer, headers: Record<string, string> = {}, url = '/api/things/1') =>
  send('POST', url, { ...json, ...headers }, body);

describe('answers', () => {
  it('answers a created value by its schema and strips what the schema does not name', async () => {
    const answer = await post('{"name":"城脉","age":1}');
    expect(answer.statusCode).toBe(201);
    expect(answer.json()).toEqual({ name: '城脉', key: '12345678' });
  });

  it('answers a refusal as problem+json in the language of the caller', async () => {
    const zh = await send('GET', '/api/refused');
    const en = await send('GET', '/api/refused', { 'accept-language': 'fr, en-GB;q=0.8, zh;q=0.1' });
    expect(zh.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(zh.json()).toMatchObject({
      type: 'urn:chengmai:error:http.version_conflict',
      status: 409,
      detail: '内容已被他人修改（现为版本 7）',
      code: 'http.version_conflict',
      next: '请刷新后再操作。',
      instance: '/api/refused',
      trace: zh.headers['x-trace-id'],
      params: { current: 7 },
    });
    expect(en.json()).toMatchObject({ detail: 'Somebody else changed it (now version 7)', next: 'Reload it and try again.' });
  });

  it('answers 304 to who has it already, for JSON and for files', async () => {
    const first = await send('GET', '/api/mine', asAdmin);
    const again = await send('GET', '/api/mine', { ...asAdmin, 'if-none-match': String(first.headers.etag) });
    expect([first.statusCode, again.statusCode, again.body]).toEqual([200, 304, '']);
    expect((await send('GET', '/api/file', { 'if-none-match': '"1"' })).statusCode).toBe(304);
    expect((await send('GET', '/api/file')).body).toBe('a,b');
  });

  it('compresses what is long for who can read that', async () => {
    const long = await send('GET', '/api/openapi.json', { 'accept-encoding': 'gzip, br' });
    const plain = await send('GET', '/api/openapi.json');
    expect([long.headers['content-encoding'], plain.headers['content-encoding']]).toEqual(['br', undefined]);
    expect(brotliDecompressSync(long.rawPayload).toString()).toBe(plain.body);
  });

  it('sets cookies as strict ones', async () => {
    const answer = await send('POST', '/api/enter', { 'content-type': 'application/json' }, '{}');
    expect(answer.headers['set-cookie']).toBe('c=v; Path=/; HttpOnly; SameSite=Strict');
  });

  it('keeps the trace of a traceparent', async () => {
    const answer = await send('GET', '/api/refused', { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' });
    expect(answer.json()).toMatchObject({ trace: '0af7651916cd43dd8448eb211c80319c' });
  });

  it('stores the audit entries of a refused request too', async () => {
    await send('GET', '/api/audited');
    expect(server.audited).toContainEqual({ action: 'personal.read', subject: 'user:1' });
  });
});

describe('input', () => {
  it('names every field that is wrong, in Chinese and English', async () => {
    const zh = (await post('{"name":"x"}')).json() as { errors: unknown; code: string };
    const en = (await post('{"name":"x"}', { 'accept-language': 'en' })).json() as { errors: unknown };
    expect(zh).toMatchObject({ code: 'http.invalid_input', status: 400, params: { part: 'body' } });
    expect(zh.errors).toEqual([
      { field: 'name', problem: '至少 2 个字符' },
      { field: 'age', problem: '必填' },
    ]);
    expect(en.errors).toEqual([
      { field: 'name', problem: 'Too small: expected string to have >=2 characters' },
      { field: 'age', problem: 'Invalid input: expected number, received undefined' },
    ]);
  });

  const good = '{"name":"ok","age":1}';
  const deep = `${'['.repeat(4000)}${']'.repeat(4000)}`;
  it.each([
    ['malformed JSON', good.slice(0, -1), {}, '/api/things/1', 400, 'http.malformed_body'],
    ['an empty body', '', {}, '/api/things/1', 400, 'http.invalid_input'],
    ['a list where an object belongs', '[1]', {}, '/api/things/1', 400, 'http.invalid_input'],
    ['deep nesting', deep, {}, '/api/things/1', 400, 'http.invalid_input'],
    ['a prototype key', '{"__proto__":{"a":1}}', {}, '/api/things/1', 400, 'http.malformed_body'],
    ['a raw NUL', '{"name":"a\u0000b","age":1}', {}, '/api/things/1', 400, 'http.malformed_body'],
    ['an escaped NUL', '{"name":"a\\u0000b","age":1}', {}, '/api/things/1', 400, 'http.hostile_text'],
    ['half a surrogate pair', '{"name":"a\\ud800","age":1}', {}, '/api/things/1', 400, 'http.hostile_text'],
    ['another content type', good, { 'content-type': 'text/xml' }, '/api/things/1', 415, 'http.unsupported_type'],
    [
      'a form where JSON belongs',
      'x',
      { 'content-type': 'multipart/form-data; boundary=x' },
      '/api/things/1',
      415,
      'http.unsupported_type',
    ],
    ['a body over the limit', JSON.stringify({ name: 'x'.repeat(20_000), age: 1 }), {}, '/api/things/1', 413, 'http.body_too_large'],
    ['a parameter of the wrong form', good, {}, '/api/things/abc', 400, 'http.invalid_input'],
    ['a query of the wrong form', good, {}, '/api/things/1?n=x', 400, 'http.invalid_input'],
    ['an encoded NUL in the address', good, {}, '/api/things/1%00', 400, 'http.hostile_text'],
    ['a broken escape in the address', good, {}, '/api/things/%E4%ZZ', 400, 'http.bad_address'],
    ['a broken escape in the query', good, {}, '/api/things/1?n=%', 400, 'http.bad_address'],
    ['a key that is too short', good, { 'idempotency-key': 'x' }, '/api/things/1', 400, 'http.invalid_input'],
    ['an unknown route', good, {}, '/api/nothing', 404, 'http.not_found'],
  ])('refuses %s', async (_what, body, headers, url, status, code) => {
    const answer = await post(body, headers as Record<string, string>, url);
    expect([answer.statusCode, (answer.json() as { code: string }).code]).toEqual([status, code]);
  });

  it('refuses bytes that are not UTF-8, as GBK is', async () => {
    const gbk = Buffer.concat([Buffer.from('{"name":"'), Buffer.from([0xb3, 0xc7]), Buffer.from('","age":1}')]);
    expect((await post(gbk)).json()).toMatchObject({ code: 'http.malformed_body' });
  });

  it('keeps four-byte characters, right-to-left marks and markup as they are', async () => {
    const name = "𠮷😀\u202eabc<script>'; drop table x;--";
    expect((await post(JSON.stringify({ name, age: 1 }))).json()).toMatchObject({ name });
  });

  it('tells which methods an address has', async () => {
    const answer = await send('DELETE', '/api/mine', asAdmin);
    expect([answer.statusCode, answer.headers.allow]).toEqual([405, 'GET, PUT']);
  });

  it('asks for an Idempotency-Key on a POST, except where it is declared otherwise', async () => {
    const answer = await send('POST', '/api/things/1', { 'content-type': 'application/json' }, good);
    expect(answer.json()).toMatchObject({ code: 'http.idempotency_key_missing' });
  });
});

describe('failures', () => {
  it('logs a bug once with its trace and tells the client only the trace', async () => {
    const before = server.logged.length;
    const answer = await send('GET', '/api/fail/bug');
    const lines = server.logged.slice(before);
    expect(answer.statusCode).toBe(500);
    expect(answer.body).not.toContain('secret detail');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      trace: (answer.json() as { trace: string }).trace,
      route: '/api/fail/:how',
      err: { message: 'secret detail' },
    });
  });

  it('answers 503 with a code while the database is away, and does not log it as a bug', async () => {
    const before = server.logged.length;
    const answer = await send('GET', '/api/fail/unavailable');
    expect([answer.statusCode, answer.headers['retry-after'], (answer.json() as { code: string }).code]).toEqual([
      503,
      '2',
      'db.unavailable',
    ]);
    expect(server.logged.length).toBe(before);
  });

  it('answers 409 when a constraint was violated that the route did not expect', async () => {
    expect((await send('GET', '/api/fail/conflict')).json()).toMatchObject({
      status: 409,
      code: 'http.conflict',
      params: { constraint: 'case_number' },
    });
  });

  it('treats an answer against its schema as a bug', async () => {
    expect((await send('GET', '/api/mismatch')).json()).toMatchObject({ status: 500, code: 'http.internal' });
  });
});

describe('callers', () => {
  it.each([
    ['nobody', {}, '/api/admin', 401, 'auth.required'],
    ['another role', { 'x-role': 'handler' }, '/api/admin', 403, 'auth.role_required'],
    ['a credential that names nobody, even at a public door', { authorization: 'Bearer nonsense' }, '/api/refused', 401, 'auth.required'],
    [
      'somebody who must change the password first',
      { 'x-role': 'admin', 'x-fresh': '1' },
      '/api/admin',
      403,
      'auth.password_change_required',
    ],
  ])('refuses %s', async (_who, headers, url, status, code) => {
    const answer = await send('GET', url, headers as Record<string, string>);
    expect([answer.statusCode, (answer.json() as { code: string }).code]).toEqual([status, code]);
  });

  it('lets somebody who must change the password do that', async () => {
    expect((await send('PUT', '/api/mine', { ...asAdmin, 'x-fresh': '1' })).statusCode).toBe(200);
  });

  it.each([
    ['no token', { 'x-role': 'admin' }, 'http.csrf'],
    ['a wrong token', { 'x-role': 'admin', 'x-csrf-token': 'the-tokem' }, 'http.csrf'],
    ['another origin', { ...asAdmin, origin: 'https://evil.example' }, 'http.bad_cross_origin'],
    ['an origin that is none', { ...asAdmin, origin: 'null' }, 'http.bad_cross_origin'],
    ['a cross-site fetch', { ...asAdmin, 'sec-fetch-site': 'cross-site' }, 'http.bad_cross_origin'],
  ])('refuses a change by a session with %s', async (_what, headers, code) => {
    const answer = await send('PUT', '/api/mine', headers as Record<string, string>);
    expect([answer.statusCode, (answer.json() as { code: string }).code]).toEqual([403, code]);
  });

  it('asks neither of a caller with an API token', async () => {
    expect((await send('PUT', '/api/mine', { 'x-token': 'admin', origin: 'https://elsewhere.example' })).statusCode).toBe(200);
  });

  it('refuses a sign-in from another site', async () => {
    const answer = await send('POST', '/api/enter', { 'content-type': 'application/json', origin: 'https://evil.example' }, '{}');
    expect(answer.json()).toMatchObject({ code: 'http.bad_cross_origin' });
  });

  it('limits each caller by itself and says when to come back', async () => {
    const statuses = [];
    for (let i = 0; i < 3; i++) statuses.push((await send('GET', '/api/slow', { 'x-role': 'handler' })).statusCode);
    const limited = await send('GET', '/api/slow', { 'x-role': 'handler' });
    const other = await send('GET', '/api/slow', { 'x-role': 'admin' });
    expect(statuses).toEqual([200, 200, 429]);
    expect(Number(limited.headers['retry-after'])).toBeGreaterThan(0);
    expect(limited.json()).toMatchObject({ code: 'http.rate_limited' });
    expect(other.statusCode).toBe(200);
  });
});

describe('the platform’s own addresses', () => {
  it('tells its health with the state of each part', async () => {
    expect((await send('GET', '/health')).json()).toEqual({
      status: 'ok',
      version: '1.2.3',
      parts: { database: { ok: true, detail: 'fine' } },
    });
  });

  it('gives metrics to this machine, and to others only with the token', async () => {
    const remote = { remoteAddress: '10.1.1.1', method: 'GET' as const, url: '/metrics' };
    const guarded = await testServer([], { config: { metricsToken: 'm' } });
    expect((await send('GET', '/metrics')).body).toContain(
      'chengmai_http_request_seconds_count{method="GET",route="/api/fail/:how",status="500"}',
    );
    expect((await server.app.inject(remote)).statusCode).toBe(404);
    expect((await send('GET', '/metrics', { 'x-forwarded-for': '127.0.0.1' })).statusCode).toBe(404);
    expect((await guarded.app.inject({ ...remote, headers: { authorization: 'Bearer m' } })).statusCode).toBe(200);
    await guarded.app.close();
  });

  it('describes itself as OpenAPI 3.1', async () => {
    const doc = (await send('GET', '/api/openapi.json')).json() as { openapi: string; paths: Record<string, Record<string, unknown>> };
    expect(doc.openapi).toBe('3.1.0');
    expect(Object.keys(doc.paths['/api/mine']!)).toEqual(['get', 'put']);
    expect(doc.paths['/api/things/{id}']!.post).toMatchObject({
      parameters: [
        { name: 'id', in: 'path', required: true },
        { name: 'n', in: 'query', required: false },
        { name: 'Idempotency-Key', in: 'header', required: true },
      ],
      requestBody: { content: { 'application/json': { schema: { required: ['name', 'age'] } } } },
    });
  });

  it('sends security headers with every answer of the API', async () => {
    const { headers } = await send('GET', '/api/refused');
    expect(headers).toMatchObject({
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'same-origin',
    });
  });
});
