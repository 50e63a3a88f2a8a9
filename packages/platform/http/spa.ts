import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { pagePolicy } from './security.ts';

/** The web build writes this where a nonce belongs (Vite: `html.cspNonce`). */
export const noncePlaceholder = '__CSP_NONCE__';

interface Page {
  readonly html: string;
  readonly changedMs: number;
}

function pagesIn(root: string, folder = ''): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory()) return pagesIn(root, path);
    return entry.name === 'index.html' ? [folder] : [];
  });
}

/** The built pages: an address belongs to the page of the longest folder that it starts with (`/s/x` → `s/index.html`, else `index.html`). */
function pageReader(root: string): (path: string) => string | null {
  const read = new Map<string, Page>();
  return (path) => {
    // Read again after a rebuild, so that a running server picks up a new build.
    const folders = existsSync(root) ? pagesIn(root).sort((a, b) => b.length - a.length) : [];
    const folder = folders.find((name) => name === '' || path === `/${name}` || path.startsWith(`/${name}/`));
    if (folder === undefined) return null;
    const file = join(root, folder, 'index.html');
    const changedMs = statSync(file).mtimeMs;
    const known = read.get(file);
    if (known?.changedMs === changedMs) return known.html;
    const html = readFileSync(file, 'utf8');
    read.set(file, { html, changedMs });
    return html;
  };
}

function sendPage(reply: FastifyReply, html: string): FastifyReply {
  const nonce = html.includes(noncePlaceholder) ? randomBytes(16).toString('base64url') : null;
  return reply
    .header('content-security-policy', pagePolicy(nonce))
    .header('cache-control', 'no-cache')
    .type('text/html; charset=utf-8')
    .send(nonce === null ? html : html.replaceAll(noncePlaceholder, nonce));
}

const hashed = /[.-][\w-]{8,}\.\w+$/;

/**
 * Serves a built single-page application. Files whose name carries a hash are cached for a year; pages never. Returns what answers an address
 * that is no file: the page it belongs to, or `false` when it looks like a file or no page is built.
 */
export async function serveSpa(app: FastifyInstance, root: string): Promise<(request: FastifyRequest, reply: FastifyReply) => boolean> {
  const pageFor = pageReader(root);
  await app.register(fastifyStatic, {
    root,
    index: false,
    redirect: false,
    decorateReply: false,
    preCompressed: true,
    cacheControl: false,
    // Pages need their policy and nonce, and a folder has a page: both are sent below.
    allowedPath: (path) => /\.\w+$/.test(path) && !path.endsWith('.html'),
    setHeaders: (response, path) => {
      response.header('cache-control', hashed.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache');
      response.header('content-security-policy', pagePolicy(null));
    },
  });
  return (request, reply) => {
    const path = request.url.split('?')[0]!;
    if (request.method !== 'GET' && request.method !== 'HEAD') return false;
    if (/\.\w+$/.test(path) && !path.endsWith('.html')) return false;
    const html = pageFor(path);
    if (html === null) return false;
    sendPage(reply, html);
    return true;
  };
}
