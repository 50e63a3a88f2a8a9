import { randomUUID } from 'node:crypto';

/** What a program of ours gets from the public HTTP API; `body` is the parsed JSON. */
export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: an outside client reads what the API sends; every use checks the status first
  readonly body: any;
}

/** A client of the HTTP API as a browser would be one: session cookie, CSRF token, idempotency keys. */
export interface ApiClient {
  signIn(account: string, password: string): Promise<boolean>;
  get(path: string): Promise<Answer>;
  send(method: 'POST' | 'PUT' | 'DELETE', path: string, body: unknown): Promise<Answer>;
  upload(
    path: string,
    fields: Readonly<Record<string, string>>,
    files: readonly { field: string; name: string; bytes: Uint8Array }[],
  ): Promise<Answer>;
}

const patienceMs = 15_000;

export function createApiClient(address: string): ApiClient {
  let cookie = '';
  let csrf = '';
  const request = async (method: string, path: string, init: { body?: BodyInit; type?: string } = {}): Promise<Answer> => {
    const headers = new Headers({ origin: address, accept: 'application/json' });
    if (cookie) headers.set('cookie', cookie);
    if (csrf) headers.set('x-csrf-token', csrf);
    if (init.type) headers.set('content-type', init.type);
    if (method === 'POST') headers.set('idempotency-key', randomUUID());
    const answer = await fetch(`${address}${path}`, { method, headers, body: init.body ?? null, signal: AbortSignal.timeout(patienceMs) });
    const set = answer.headers.getSetCookie().map((one) => one.split(';')[0]);
    if (set.length) cookie = set.join('; ');
    const text = await answer.text();
    return { status: answer.status, body: answer.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text };
  };
  const send: ApiClient['send'] = (method, path, body) => request(method, path, { body: JSON.stringify(body), type: 'application/json' });
  return {
    async signIn(account, password) {
      const answer = await send('POST', '/api/session', { account, password });
      if (answer.status >= 300) return false;
      csrf = answer.body.csrfToken;
      return true;
    },
    get: (path) => request('GET', path),
    send,
    upload(path, fields, files) {
      const form = new FormData();
      for (const [name, value] of Object.entries(fields)) form.set(name, value);
      for (const file of files) form.append(file.field, new Blob([Buffer.from(file.bytes)], { type: 'image/jpeg' }), file.name);
      return request('POST', path, { body: form });
    },
  };
}
