import { connection } from './connection.ts';

/** A refusal or failure of the server in the reader's language: what happened, and what to do next. RFC 9457 problem+json. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly next: string;
  readonly problem: Readonly<Record<string, unknown>>;
  constructor(status: number, problem: Readonly<Record<string, unknown>>) {
    const text = (name: string) => (typeof problem[name] === 'string' ? (problem[name] as string) : '');
    super(text('title') || text('detail') || `HTTP ${status}`);
    this.status = status;
    this.code = text('code');
    this.title = text('title') || text('detail') || `HTTP ${status}`;
    this.next = text('next');
    this.problem = problem;
  }
}

interface Settings {
  csrf: string;
  language: string;
  onExpired: () => void;
}
const settings: Settings = { csrf: '', language: 'zh', onExpired: () => {} };

/** Set by the session and by the language switch; every later request uses them. */
export function configureHttp(change: Partial<Settings>): void {
  Object.assign(settings, change);
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface CallOptions {
  readonly signal?: AbortSignal;
  /** Repeat the same key to make a retry safe; a fresh one is made otherwise. */
  readonly idempotencyKey?: string;
}

function headersFor(method: Method, body: unknown, options: CallOptions): Headers {
  const headers = new Headers({ accept: 'application/json', 'accept-language': settings.language });
  if (method !== 'GET') headers.set('x-csrf-token', settings.csrf);
  if (method === 'POST') headers.set('idempotency-key', options.idempotencyKey ?? newKey());
  if (body !== undefined && !(body instanceof FormData)) headers.set('content-type', 'application/json');
  return headers;
}

/** A random UUID v4, also on plain http where `crypto.randomUUID` is missing. */
export function newKey(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = [...bytes].map((b) => b.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

async function problemOf(response: Response): Promise<Record<string, unknown>> {
  try {
    return (await response.json()) as Record<string, unknown>;
  } catch {
    return { title: `HTTP ${response.status}` };
  }
}

async function send(method: Method, path: string, body: unknown, options: CallOptions): Promise<Response> {
  try {
    const response = await fetch(path, {
      method,
      headers: headersFor(method, body, options),
      credentials: 'same-origin',
      ...(body === undefined ? {} : { body: body instanceof FormData ? body : JSON.stringify(body) }),
      ...(options.signal ? { signal: options.signal } : {}),
    });
    connection.answered(response);
    return response;
  } catch (failure) {
    if (!(failure instanceof DOMException && failure.name === 'AbortError')) connection.failed();
    throw failure;
  }
}

/** One request. Answers the parsed body; throws `Refusal` for every status ≥ 400 and `TypeError` when the server cannot be reached. */
export async function call<T>(method: Method, path: string, body?: unknown, options: CallOptions = {}): Promise<T> {
  const response = await send(method, path, body, options);
  if (response.ok) return (response.status === 204 ? undefined : await response.json()) as T;
  if (response.status === 401 && !(path === '/api/session' && method !== 'DELETE')) settings.onExpired();
  throw new Refusal(response.status, await problemOf(response));
}

export const get = <T>(path: string, options?: CallOptions) => call<T>('GET', path, undefined, options);
export const post = <T>(path: string, body: unknown = {}, options?: CallOptions) => call<T>('POST', path, body, options);
export const put = <T>(path: string, body: unknown) => call<T>('PUT', path, body);
export const patch = <T>(path: string, body: unknown) => call<T>('PATCH', path, body);
export const remove = <T>(path: string) => call<T>('DELETE', path);

/** Fetches a file and hands it to the browser's own saving, so that a refusal can still be shown as one. */
export async function download(path: string, fallbackName: string): Promise<void> {
  const response = await send('GET', path, undefined, {});
  if (!response.ok) throw new Refusal(response.status, await problemOf(response));
  const disposition = response.headers.get('content-disposition') ?? '';
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition)?.[1];
  const plain = /filename="?([^";]+)"?/i.exec(disposition)?.[1];
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await response.blob());
  link.download = encoded ? decodeURIComponent(encoded) : (plain ?? fallbackName);
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** A query string without empty values; lists become comma-separated. */
export function queryString(values: Readonly<Record<string, unknown>>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined || value === null || value === '' || value === false) continue;
    if (Array.isArray(value) && value.length === 0) continue;
    search.set(name, Array.isArray(value) ? value.join(',') : String(value));
  }
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}
