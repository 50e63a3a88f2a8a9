import { type SseMessage, sseParser } from './sse-stream.ts';

export interface LiveEvent {
  readonly id: string | null;
  readonly type: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export type LiveState = 'connecting' | 'open' | 'lost';

/** What the leader needs of the browser; tests bring their own channel, lock and stream. */
export interface LivePorts {
  readonly channel: {
    postMessage(message: unknown): void;
    addEventListener(type: 'message', on: (event: MessageEvent) => void): void;
    close(): void;
  } | null;
  /** Resolves `work` only while this page is the one that leads; null where the browser has no locks (plain http): every page leads itself. */
  readonly lead: ((work: (released: AbortSignal) => Promise<void>) => Promise<void>) | null;
  readonly open: (lastEventId: string | null, signal: AbortSignal) => Promise<Response>;
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

export interface LiveListener {
  onEvent(event: LiveEvent): void;
  onState(state: LiveState): void;
}

const RECONNECT_MS = [500, 1_000, 2_000, 5_000, 10_000] as const;

function decode(message: SseMessage): LiveEvent | null {
  try {
    const body = JSON.parse(message.data) as Record<string, unknown>;
    return { id: message.id, type: message.event, body };
  } catch {
    return null;
  }
}

async function readStream(response: Response, onMessage: (message: SseMessage) => void, onId: (id: string) => void): Promise<void> {
  if (!response.ok || !response.body) throw new Error(`live ${response.status}`);
  const feed = sseParser(onMessage, onId);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    feed(value);
  }
}

/**
 * One stream per browser: the page that holds the lock reads it and passes every event on; when it closes, the next page takes over
 * from the last event id that all of them heard, so that nothing falls between. Answers a function that stops this page.
 */
export function startLive(ports: LivePorts, listener: LiveListener): () => void {
  const stop = new AbortController();
  let lastEventId: string | null = null;

  const hear = (event: LiveEvent) => {
    lastEventId = event.id ?? lastEventId;
    listener.onEvent(event);
  };
  const tell = (state: LiveState) => {
    listener.onState(state);
    ports.channel?.postMessage({ state });
  };
  ports.channel?.addEventListener('message', ({ data }: MessageEvent<{ event?: LiveEvent; state?: LiveState; id?: string }>) => {
    lastEventId = data.id ?? lastEventId;
    if (data.event) hear(data.event);
    if (data.state) listener.onState(data.state);
  });

  const follow = async (released: AbortSignal) => {
    let failures = 0;
    while (!released.aborted) {
      try {
        tell('connecting');
        const response = await ports.open(lastEventId, released);
        if (response.ok) tell('open');
        const onMessage = (message: SseMessage) => {
          const event = decode(message);
          if (!event) return;
          hear(event);
          ports.channel?.postMessage({ event });
        };
        await readStream(response, onMessage, (id) => {
          failures = 0;
          if (id === lastEventId) return;
          lastEventId = id;
          ports.channel?.postMessage({ id });
        });
      } catch {
        // Whatever ended the stream, the answer is the same: wait and read on from the last event.
      }
      if (released.aborted) return;
      tell('lost');
      await ports.wait(RECONNECT_MS[Math.min(failures++, RECONNECT_MS.length - 1)]!, released);
    }
  };

  void (ports.lead ? ports.lead(follow) : follow(stop.signal));
  stop.signal.addEventListener('abort', () => ports.channel?.close());
  return () => stop.abort();
}

const pause = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });

/** The browser's own channel, lock and fetch. */
export function browserPorts(stopped: AbortSignal): LivePorts {
  return {
    channel: typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('chengmai-live'),
    lead:
      'locks' in navigator
        ? (work) =>
            navigator.locks
              .request('chengmai-live', { signal: stopped }, () => work(stopped))
              .catch((failure: unknown) => {
                if (!stopped.aborted) throw failure;
              })
        : null,
    open: (lastEventId, signal) =>
      fetch('/api/live', {
        headers: { accept: 'text/event-stream', ...(lastEventId ? { 'last-event-id': lastEventId } : {}) },
        credentials: 'same-origin',
        cache: 'no-store',
        signal,
      }),
    wait: pause,
  };
}
