import { isUtf8 } from 'node:buffer';
import type { FastifyInstance } from 'fastify';
import { holdsHostileText } from './input.ts';
import { HttpRefusal } from './problem.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The body as it arrived, for the request hash of idempotent writes. */
    rawBody: Buffer | null;
  }
}

// An escaped NUL or surrogate (raw control characters are no JSON): only then is it worth walking the parsed value.
const suspicious = /\\u0000|\\u[dD][89a-fA-F]/;

/** JSON bodies: strictly UTF-8, no prototype keys, no text that a database cannot hold. An empty body is `undefined`. */
export function acceptJson(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.decorateRequest('rawBody', null);
  app.addContentTypeParser(['application/json', 'application/merge-patch+json'], { parseAs: 'buffer' }, (request, body, done) => {
    const bytes = body as Buffer;
    request.rawBody = bytes;
    if (bytes.length === 0) return done(null, undefined);
    if (!isUtf8(bytes)) return done(new HttpRefusal({ code: 'http.malformed_body' }));
    const text = bytes.toString('utf8');
    void parse(request, text, (error, value) => {
      if (error) return done(new HttpRefusal({ code: 'http.malformed_body' }));
      if (suspicious.test(text) && holdsHostileText(value)) return done(new HttpRefusal({ code: 'http.hostile_text' }));
      done(null, value);
    });
  });
}
