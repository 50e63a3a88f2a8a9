import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestServer, testServer } from './server.fixture.ts';

let server: TestServer;
const root = mkdtempSync(join(tmpdir(), 'chengmai-web-'));
beforeAll(async () => {
  for (const folder of ['assets', 's']) mkdirSync(join(root, folder));
  writeFileSync(join(root, 'index.html'), '<style nonce="__CSP_NONCE__"></style>workbench');
  writeFileSync(join(root, 's/index.html'), 'citizen');
  writeFileSync(join(root, 'assets/index-Dk3_x9aQ.js'), 'export {}');
  writeFileSync(join(root, 'favicon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  server = await testServer([], { config: { webDir: root } });
});
afterAll(async () => {
  await server.app.close();
  rmSync(root, { recursive: true });
});

const get = (url: string) => server.app.inject({ method: 'GET', url });

describe('the built web app', () => {
  it.each([
    ['/', 'workbench'],
    ['/cases/123?tab=photos', 'workbench'],
    ['/index.html', 'workbench'],
    ['/s', 'citizen'],
    ['/s/report', 'citizen'],
    ['/sanitation', 'workbench'],
  ])('answers %s with the page of its folder', async (url, text) => {
    const answer = await get(url);
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(answer.body).toContain(text);
    expect(answer.headers['cache-control']).toBe('no-cache');
  });

  it('lets a page with the placeholder use styles by a nonce that is new each time, and no inline script ever', async () => {
    const [first, second] = [await get('/'), await get('/')];
    const nonceOf = ({ body }: { body: string }) => /nonce="([\w-]{22})"/.exec(body)![1]!;
    expect(nonceOf(first)).not.toBe(nonceOf(second));
    const policy = String(first.headers['content-security-policy']);
    expect(policy).toContain(`style-src-elem 'self' 'nonce-${nonceOf(first)}';`);
    expect(policy).toContain("script-src 'self';");
    expect(String((await get('/s')).headers['content-security-policy'])).toContain("style-src-elem 'self' 'unsafe-inline'");
  });

  it('caches files with a hash in their name for a year, others not', async () => {
    expect((await get('/assets/index-Dk3_x9aQ.js')).headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect((await get('/favicon.svg')).headers['cache-control']).toBe('no-cache');
  });

  it.each(['/assets/gone-12345678.js', '/api/nothing', '/api', '/../package.json', '/%2e%2e/package.json', '/.env'])(
    'answers %s with 404, not with a page',
    async (url) => {
      const answer = await get(url);
      expect(answer.statusCode).toBe(404);
      expect(answer.headers['content-type']).toContain('application/problem+json');
    },
  );
});
