import { get } from 'node:http';
import type { Credentials } from '../city/browser.ts';

/** One screen per entry. */
export interface WatchTask {
  readonly address: string;
  readonly screens: readonly Credentials[];
}

/** What the watching process says: that all streams stand, and at the end what arrived when. Times are of the machine's monotonic clock, ns. */
export type WatchMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'arrived'; readonly screens: number; readonly arrivals: Readonly<Record<string, readonly string[]>> };

/** Case and version of an event → when each screen got it. */
const arrivals = new Map<string, string[]>();

/** The data lines of the stream; an event may come in pieces. */
function reader(): (chunk: string) => void {
  let rest = '';
  return (chunk) => {
    const at = process.hrtime.bigint().toString();
    const parts = (rest + chunk).split('\n\n');
    rest = parts.pop() ?? '';
    for (const part of parts) {
      const data = part.split('\n').find((one) => one.startsWith('data: '));
      if (!data) continue;
      const { caseId, version } = JSON.parse(data.slice(6)) as { caseId?: string; version?: number };
      if (!caseId) continue;
      const key = `${caseId} ${version}`;
      const list = arrivals.get(key);
      if (list) list.push(at);
      else arrivals.set(key, [at]);
    }
  };
}

function open(address: string, headers: Credentials): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = get(`${address}/api/live`, { headers, agent: false }, (answer) => {
      if (answer.statusCode !== 200) {
        reject(new Error(`a live stream was refused: ${answer.statusCode}`));
        return;
      }
      answer.setEncoding('utf8');
      const read = reader();
      answer.on('data', (chunk: string) => {
        read(chunk);
        resolve();
      });
    });
    request.on('error', reject);
  });
}

process.on('message', (message: WatchTask | 'end') => {
  if (message === 'end') {
    const told: WatchMessage = { kind: 'arrived', screens: arrivals.size, arrivals: Object.fromEntries(arrivals) };
    process.send?.(told, () => process.exit(0));
    return;
  }
  Promise.all(message.screens.map((headers) => open(message.address, headers))).then(
    () => process.send?.({ kind: 'ready' } satisfies WatchMessage),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
