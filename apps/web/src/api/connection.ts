import { create } from 'zustand';

interface Connection {
  /** `down`: nothing answers. `busy`: the server answers 503 and says that it recovers. */
  readonly state: 'up' | 'busy' | 'down';
  /** Server time minus browser time, ms: countdowns run by the server's clock. */
  readonly skewMs: number;
}

export const useConnection = create<Connection>(() => ({ state: 'up', skewMs: 0 }));

/** The Date header has whole seconds only: smaller differences are its rounding, not skew. */
const IGNORED_SKEW_MS = 2_000;

export const connection = {
  answered(response: Response): void {
    const date = Date.parse(response.headers.get('date') ?? '');
    const measured = Number.isNaN(date) ? 0 : date + 500 - Date.now();
    const known = useConnection.getState();
    const skewMs = Math.abs(measured - known.skewMs) > IGNORED_SKEW_MS ? measured : known.skewMs;
    const state = response.status === 503 ? 'busy' : 'up';
    if (state !== known.state || skewMs !== known.skewMs) useConnection.setState({ state, skewMs });
  },
  failed(): void {
    if (useConnection.getState().state === 'down') return;
    useConnection.setState({ state: 'down' });
    askAgain();
  },
};

const ASK_AGAIN_MS = 3_000;

/** A page that rests asks for nothing by itself and would call the server lost for ever. */
function askAgain(): void {
  setTimeout(() => {
    if (useConnection.getState().state !== 'down') return;
    fetch('/health', { cache: 'no-store' }).then(connection.answered, askAgain);
  }, ASK_AGAIN_MS);
}

// The browser knows of a pulled cable before any request fails; what was pressed meanwhile waits and goes out once.
if (typeof window !== 'undefined') window.addEventListener('offline', connection.failed);

export const serverNow = (): number => Date.now() + useConnection.getState().skewMs;
