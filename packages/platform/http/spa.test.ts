import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noncePlaceholder, serveSpa } from './spa.ts';

describe('the built pages', () => {
  let root = '';
  let app: FastifyInstance;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'chengmai-spa-'));
    await mkdir(join(root, 's'));
    await mkdir(join(root, 'assets'));
    await writeFile(join(root, 'index.html'), `workbench ${noncePlaceholder}`);
    await writeFile(join(root, 's', 'index.html'), 'citizen');
    await writeFile(join(root, 'assets', 'app-1a2b3c4d.js'), 'code');
    app = Fastify();
    const page = await serveSpa(app, root);
    app.setNotFoundHandler((request, reply) => (page(request, reply) ? reply : reply.code(404).send('nothing')));
  });
  afterAll(async () => {
    await app.close();
    await rm(root, { recursive: true, force: true });
  });

  it.each([
    ['/', 200, /^workbench [\w-]{22}$/],
    ['/cases/1?x=2', 200, /^workbench/],
    ['/s', 200, /^citizen$/],
    ['/s/', 200, /^citizen$/],
    ['/s/abc', 200, /^citizen$/],
    ['/index.html', 200, /^workbench [\w-]{22}$/],
    ['/assets', 200, /^workbench/],
    ['/assets/app-1a2b3c4d.js', 200, /^code$/],
    ['/assets/other.js', 404, /^nothing$/],
    ['/../package.json', 404, /^nothing$/],
  ])('answer %s with %i', async (url, status, body) => {
    const answer = await app.inject({ url });
    expect(answer.statusCode).toBe(status);
    expect(answer.body).toMatch(body);
  });
});
