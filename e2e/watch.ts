import type { BrowserContext, ConsoleMessage } from 'playwright-core';

/** What a browser saw that no page of ours may cause. */
export interface Watch {
  /** Addresses outside the city that a page asked for. */
  readonly strangers: readonly string[];
  /** Breaches of the content security policy, as the browser words them. */
  readonly breaches: readonly string[];
  /** Exceptions that nobody caught, and errors on the console; refused requests are no errors. */
  readonly errors: readonly string[];
}

const local = new Set(['data:', 'blob:', 'about:']);
const refusedRequest = /^Failed to load resource/;

/** Watches every page of a context from its first request on. */
export async function watchPages(context: BrowserContext, address: string): Promise<Watch> {
  const strangers: string[] = [];
  const breaches: string[] = [];
  const errors: string[] = [];
  const { host } = new URL(address);
  context.on('request', (request) => {
    const url = new URL(request.url());
    if (url.host !== host && !local.has(url.protocol)) strangers.push(request.url());
  });
  context.on('console', (message: ConsoleMessage) => {
    const text = message.text();
    if (/Content Security Policy/i.test(text)) breaches.push(text);
    else if (message.type() === 'error' && !refusedRequest.test(text)) errors.push(text);
  });
  context.on('weberror', (failure) => errors.push(failure.error().stack ?? String(failure.error())));
  await context.exposeBinding('__breach', (_source, breach: string) => {
    breaches.push(breach);
  });
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const report = (window as unknown as { __breach: (text: string) => void }).__breach;
      report(`${event.effectiveDirective}: ${event.blockedURI} in ${event.sourceFile}:${event.lineNumber}`);
    });
  });
  return { strangers, breaches, errors };
}

/** Nothing of all that, in one comparison that prints everything. */
export const nothing: Watch = { strangers: [], breaches: [], errors: [] };
