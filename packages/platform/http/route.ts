import type { Result } from '@chengmai/kernel/result.ts';
import type { z } from 'zod';
import type { Tx } from '../ports/db.ts';
import type { Caller, Role } from '../runtime/scope.ts';

/** Who may call: everybody, any signed-in person, or holders of one of the roles (`admin` is not implied). */
export type Access = 'public' | 'signed-in' | readonly Role[];

/** An uploaded file, already within its size limit. */
export interface Upload {
  readonly field: string;
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** Runs a write exactly once per Idempotency-Key: inside `tx` it stores the answer beside the effect, or returns the stored answer. */
export type Once = <T>(tx: Tx, work: () => Promise<Result<T>>) => Promise<Result<T>>;

export interface Request<Params, Query, Body> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly files: readonly Upload[];
  readonly caller: Caller;
  /** The browser session of the caller, `null` for tokens and anonymous callers. */
  readonly session: { readonly id: string; readonly csrf: string } | null;
  /** Request headers by lower-case name. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly trace: string;
  /** `null` when the client sent no Idempotency-Key (refused for POST by the server before it comes here). */
  readonly idempotency: { readonly key: string; readonly requestHash: string } | null;
  readonly once: Once;
  /**
   * Adds an entry to the audit trail 审计, e.g. a read of personal data. Entries are collected and stored before the answer leaves
   * (no answer without its trail), so this may be called inside a transaction. Entries of a refused request are kept too.
   */
  audit(entry: { action: string; subject: string; detail?: Record<string, unknown> }): Promise<void>;
}

/** An answer that is not JSON. */
export class Bytes {
  readonly type: string;
  readonly body: Uint8Array | NodeJS.ReadableStream;
  readonly headers: Readonly<Record<string, string>>;
  constructor(type: string, body: Uint8Array | NodeJS.ReadableStream, headers: Record<string, string> = {}) {
    this.type = type;
    this.body = body;
    this.headers = headers;
  }
}

/** A cookie to set; `value: ''` removes it. Always SameSite=Strict; Secure when the request came over TLS. */
export interface CookieToSet {
  readonly name: string;
  readonly value: string;
  readonly httpOnly: boolean;
  readonly maxAgeSeconds?: number;
}

/** A JSON answer that also sets cookies or headers. */
export class Answer<T> {
  readonly value: T;
  readonly cookies: readonly CookieToSet[];
  readonly headers: Readonly<Record<string, string>>;
  constructor(value: T, extra: { readonly cookies?: readonly CookieToSet[]; readonly headers?: Readonly<Record<string, string>> } = {}) {
    this.value = value;
    this.cookies = extra.cookies ?? [];
    this.headers = extra.headers ?? {};
  }
}

/**
 * One route as data: the server mounts it, OpenAPI describes it, the access matrix test walks it.
 * `handle` answers a Result: a value becomes 200 (201 when `created`), a refusal becomes problem+json with its registered status.
 */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Fastify path: `/api/cases/:id`. */
  readonly path: string;
  readonly summary: { readonly zh: string; readonly en: string };
  readonly tag: string;
  readonly access: Access;
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  /** Multipart with files and form fields; the fields are validated as `body`. */
  readonly uploads?: { readonly maxFiles: number; readonly maxBytes: number; readonly types: readonly string[] };
  readonly response: z.ZodType | 'bytes';
  readonly created?: boolean;
  /** Requests per minute and caller; the server's default otherwise. */
  readonly ratePerMinute?: number;
  /** `none`: a POST that needs no Idempotency-Key (sign-in, a query too long for an address). Default `required`. */
  readonly idempotency?: 'required' | 'none';
  /** `origin`: only the Origin header is checked, not the CSRF token (sign-in, before a token exists). Default `token`. */
  readonly csrf?: 'token' | 'origin';
  /** Open to somebody who must first change the password. */
  readonly beforePasswordChange?: boolean;
  // biome-ignore lint/suspicious/noExplicitAny: `route()` checks the handler against the schemas; here they are already erased.
  readonly handle: (request: Request<any, any, any>) => Promise<Result<unknown>>;
}

type Out<S> = S extends z.ZodType ? z.output<S> : undefined;

/** Declares a route with its handler typed by its schemas. */
export function route<
  P extends z.ZodType | undefined = undefined,
  Q extends z.ZodType | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
  R extends z.ZodType | 'bytes' = z.ZodType,
>(
  definition: Omit<Route, 'params' | 'query' | 'body' | 'response' | 'handle'> & {
    params?: P;
    query?: Q;
    body?: B;
    response: R;
    handle: (
      request: Request<Out<P>, Out<Q>, Out<B>>,
    ) => Promise<Result<R extends z.ZodType ? z.input<R> | Answer<z.input<R>> | Bytes : Bytes>>;
  },
): Route {
  return definition as unknown as Route;
}
