import { timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Authentication } from './authentication.ts';
import { HttpRefusal } from './problem.ts';
import type { Route } from './route.ts';

/** Header and cookie of the double-submitted CSRF token. */
export const csrfHeader = 'x-csrf-token';

/**
 * Content-Security-Policy of pages. With a nonce only stylesheets of the build and elements that carry it apply; style attributes stay allowed
 * because chart tooltips are made of them and they cannot load or run anything. Without a nonce (a page built without its placeholder)
 * style elements are allowed too, which antd's css-in-js needs.
 */
export function pagePolicy(nonce: string | null): string {
  const styleElements = nonce === null ? "'unsafe-inline'" : `'nonce-${nonce}'`;
  return [
    "default-src 'self'",
    "script-src 'self'",
    `style-src 'self' ${styleElements}`,
    `style-src-elem 'self' ${styleElements}`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' blob: data:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "media-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** Nothing that the API answers is a page. */
export const apiPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox";

const same = (a: string, b: string): boolean => {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
};

function originIsOurs(request: FastifyRequest): boolean {
  const { origin } = request.headers;
  const site = request.headers['sec-fetch-site'];
  if (site === 'cross-site') return false;
  if (origin === undefined) return true;
  return URL.canParse(origin) && new URL(origin).host === request.host;
}

/**
 * Defence against cross-site requests for callers whom the browser identifies by itself: the Origin must be ours and the X-CSRF-Token header
 * must repeat the session's token. Callers with a token in the Authorization header need neither. Throws HttpRefusal.
 */
export function checkCrossSite(request: FastifyRequest, route: Route, who: Authentication): void {
  if (route.method === 'GET' || who.caller.kind === 'token') return;
  const byOrigin = route.csrf === 'origin';
  if ((who.session !== null || byOrigin) && !originIsOurs(request)) throw new HttpRefusal({ code: 'http.bad_cross_origin' });
  if (who.session === null || byOrigin) return;
  const sent = request.headers[csrfHeader];
  if (typeof sent !== 'string' || !same(sent, who.session.csrf)) throw new HttpRefusal({ code: 'http.csrf' });
}
