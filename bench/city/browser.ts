import { randomUUID } from 'node:crypto';
import { Agent, request } from 'undici';

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: a measurement reads what it expects; every use checks the status first
  readonly body: any;
  readonly ms: number;
}

/** Headers of somebody who has signed in. */
export type Credentials = Readonly<Record<string, string>>;

/** Signs in as a browser does; the answer's cookie and CSRF token go with every later request. */
export async function signIn(address: string, account: string, password: string): Promise<Credentials> {
  const answer = await request(`${address}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: address },
    body: JSON.stringify({ account, password }),
  });
  const body = (await answer.body.json()) as { csrfToken?: string };
  if (answer.statusCode !== 200 || !body.csrfToken) throw new Error(`${account} cannot sign in: ${answer.statusCode}`);
  const cookie = [answer.headers['set-cookie'] ?? []]
    .flat()
    .map((one) => one.split(';')[0])
    .join('; ');
  return { cookie, 'x-csrf-token': body.csrfToken, origin: address };
}

/** A signed-in client on keep-alive connections. */
export class Browser {
  readonly address: string;
  readonly credentials: Credentials;
  readonly #agent: Agent;

  constructor(address: string, credentials: Credentials, connections = 1) {
    this.address = address;
    this.credentials = credentials;
    this.#agent = new Agent({ connections, pipelining: 1, keepAliveTimeout: 60_000, headersTimeout: 120_000, bodyTimeout: 120_000 });
  }

  static async open(address: string, account: string, password: string, connections = 1): Promise<Browser> {
    return new Browser(address, await signIn(address, account, password), connections);
  }

  get(path: string): Promise<Answer> {
    return this.#send('GET', path, undefined, {});
  }

  post(path: string, body: unknown, key: string = randomUUID()): Promise<Answer> {
    return this.raw('POST', path, JSON.stringify(body), { 'idempotency-key': key });
  }

  /** A body exactly as given. */
  raw(method: 'POST' | 'PUT', path: string, body: string | Uint8Array, headers: Readonly<Record<string, string>>): Promise<Answer> {
    return this.#send(method, path, body, { 'content-type': 'application/json', ...headers });
  }

  async #send(
    method: 'GET' | 'POST' | 'PUT',
    path: string,
    body: string | Uint8Array | undefined,
    headers: Readonly<Record<string, string>>,
  ): Promise<Answer> {
    const started = performance.now();
    const answer = await request(`${this.address}${path}`, {
      method,
      dispatcher: this.#agent,
      headers: { ...this.credentials, ...headers },
      body: body ?? null,
    });
    const text = await answer.body.text();
    const ms = performance.now() - started;
    const isJson = String(answer.headers['content-type'] ?? '').includes('json');
    return { status: answer.statusCode, body: isJson ? JSON.parse(text) : text, ms };
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }
}
