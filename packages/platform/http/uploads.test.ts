import { ok } from '@chengmai/kernel/result.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { provenType } from './file-type.ts';
import { type Route, route } from './route.ts';
import { summary, type TestServer, testServer } from './server.fixture.ts';

const hashes: string[] = [];
const uploadRoute: Route = route({
  method: 'POST',
  path: '/api/photos',
  summary,
  tag: 'try',
  access: 'public',
  uploads: { maxFiles: 2, maxBytes: 1000, types: ['image/png', 'text/csv'] },
  body: z.object({ stage: z.string(), n: z.coerce.number().optional(), tags: z.array(z.string()).optional() }),
  response: z.object({
    body: z.unknown(),
    files: z.array(z.object({ field: z.string(), name: z.string(), type: z.string(), size: z.number() })),
  }),
  async handle({ body, files, idempotency }) {
    hashes.push(idempotency!.requestHash);
    return ok({ body, files: files.map(({ bytes, ...file }) => ({ ...file, size: bytes.length })) });
  },
});

let server: TestServer;
beforeAll(async () => {
  server = await testServer([uploadRoute]);
});
afterAll(() => server.app.close());

const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);
const exe = Buffer.from('MZ\u0000\u0003');
const form = (entries: [string, string | Blob, string?][]): FormData => {
  const made = new FormData();
  for (const [name, value, file] of entries)
    file === undefined ? made.append(name, value as string) : made.append(name, value as Blob, file);
  return made;
};
const send = async (body: FormData) => {
  const request = new Request('http://x/', { method: 'POST', body });
  const headers = { 'content-type': request.headers.get('content-type')!, 'idempotency-key': 'upload-1' };
  return server.app.inject({ method: 'POST', url: '/api/photos', headers, payload: Buffer.from(await request.arrayBuffer()) });
};
const file = (bytes: Uint8Array<ArrayBuffer>, type: string) => new Blob([bytes], { type });

describe('uploads', () => {
  it('arrive with their fields, validated as the body', async () => {
    const answer = await send(
      form([
        ['stage', 'before'],
        ['n', '3'],
        ['tags', 'a'],
        ['tags', 'b'],
        ['files', file(png, 'image/jpeg'), '../../门前.png'],
        ['files', file(Buffer.from('a,b'), 'text/csv'), 'x.csv'],
      ]),
    );
    expect(answer.json()).toEqual({
      body: { stage: 'before', n: 3, tags: ['a', 'b'] },
      files: [
        { field: 'files', name: '门前.png', type: 'image/png', size: 11 },
        { field: 'files', name: 'x.csv', type: 'text/csv', size: 3 },
      ],
    });
  });

  it('may be left out: the same route takes JSON', async () => {
    const headers = { 'content-type': 'application/json', 'idempotency-key': 'upload-2' };
    const answer = await server.app.inject({ method: 'POST', url: '/api/photos', headers, payload: '{"stage":"x"}' });
    expect(answer.json()).toEqual({ body: { stage: 'x' }, files: [] });
  });

  it.each([
    [
      'a program that says it is a picture',
      [
        ['stage', 'x'],
        ['f', file(exe, 'image/png'), 'a.png'],
      ],
      415,
      'http.unsupported_type',
    ],
    [
      'a program that says it is a table',
      [
        ['stage', 'x'],
        ['f', file(exe, 'text/csv'), 'a.csv'],
      ],
      415,
      'http.unsupported_type',
    ],
    [
      'a type that the route does not take',
      [
        ['stage', 'x'],
        ['f', file(Buffer.from('%PDF-1.7'), 'application/pdf'), 'a.pdf'],
      ],
      415,
      'http.unsupported_type',
    ],
    [
      'a file that is too large',
      [
        ['stage', 'x'],
        ['f', file(Buffer.concat([png, Buffer.alloc(1000)]), 'image/png'), 'a.png'],
      ],
      413,
      'http.body_too_large',
    ],
    ['too many files', [['stage', 'x'], ...[1, 2, 3].map((i) => ['f', file(png, 'image/png'), `${i}.png`])], 413, 'http.too_many_files'],
    [
      'a field that is missing',
      [
        ['n', '3'],
        ['f', file(png, 'image/png'), 'a.png'],
      ],
      400,
      'http.invalid_input',
    ],
    ['a field with NUL', [['stage', 'a\u0000b']], 400, 'http.hostile_text'],
    ['a field named like a prototype', [['__proto__', 'a']], 400, 'http.malformed_body'],
  ])('are refused: %s', async (_what, entries, status, code) => {
    const answer = await send(form(entries as [string, string | Blob, string?][]));
    expect([answer.statusCode, (answer.json() as { code: string }).code]).toEqual([status, code]);
  });

  it('are refused when the stream breaks off', async () => {
    const headers = { 'content-type': 'multipart/form-data; boundary=b', 'idempotency-key': 'upload-3' };
    const answer = await server.app.inject({
      method: 'POST',
      url: '/api/photos',
      headers,
      payload: '--b\r\nContent-Disposition: form-data; name="stage"\r\n\r\nx',
    });
    expect(answer.json()).toMatchObject({ status: 400, code: 'http.malformed_body' });
  });

  it('of other content are another request under the same key', async () => {
    hashes.length = 0;
    for (const last of [1, 1, 2])
      await send(
        form([
          ['stage', 'x'],
          ['f', file(Buffer.concat([png, Buffer.from([last])]), 'image/png'), 'a.png'],
        ]),
      );
    expect(hashes[0]).toBe(hashes[1]);
    expect(hashes[2]).not.toBe(hashes[0]);
  });
});

describe('proven types', () => {
  it.each([
    ['ffd8ffe0', 'image/jpeg', 'image/jpeg'],
    ['524946460000000057454250', 'image/webp', 'image/webp'],
    [
      '504b0304',
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    ],
    ['504b0304', 'image/png', 'application/zip'],
    ['1f8b08', 'text/csv', 'application/gzip'],
    ['3c736372', 'image/svg+xml', null],
    ['', 'image/png', null],
  ])('of %s called %s: %s', (hex, declared, proven) => {
    expect(provenType(Buffer.from(hex, 'hex'), declared)).toBe(proven);
  });
});
