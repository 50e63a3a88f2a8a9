import { describe, expect, it } from 'vitest';
import { type LiveEvent, type LivePorts, startLive } from './live-leader.ts';

/** A browser of several pages: one lock, one channel, a server that remembers which id each stream asked for. */
class Browser {
  readonly asked: (string | null)[] = [];
  private readonly queue: (() => void)[] = [];
  private readonly listeners: { page: number; on: (event: MessageEvent) => void }[] = [];
  private streams: ReadableStreamDefaultController<Uint8Array>[] = [];
  private held = false;

  ports(page: number, closed: AbortSignal): LivePorts {
    return {
      channel: {
        postMessage: (data) => {
          for (const each of this.listeners) if (each.page !== page) each.on({ data } as MessageEvent);
        },
        addEventListener: (_type, on) => this.listeners.push({ page, on }),
        close: () => {},
      },
      lead: async (work) => {
        if (this.held) await new Promise<void>((resolve) => this.queue.push(resolve));
        if (closed.aborted) return;
        this.held = true;
        await work(closed);
        this.held = false;
        this.queue.shift()?.();
      },
      open: async (lastEventId, signal) => {
        this.asked.push(lastEventId);
        const body = new ReadableStream<Uint8Array>({
          start: (controller) => {
            this.streams.push(controller);
            signal.addEventListener('abort', () => controller.error(new Error('closed')));
          },
        });
        return new Response(body);
      },
      wait: async () => {},
    };
  }

  send(id: number): void {
    this.streams.at(-1)?.enqueue(new TextEncoder().encode(`id: ${id}\nevent: cases.dispatched\ndata: {"n":${id}}\n\n`));
  }
  cut(): void {
    this.streams.at(-1)?.close();
  }
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 10));

function openPage(browser: Browser, page: number) {
  const closed = new AbortController();
  const heard: LiveEvent[] = [];
  const stop = startLive(browser.ports(page, closed.signal), { onEvent: (event) => heard.push(event), onState: () => {} });
  return {
    ids: () => heard.map((event) => event.id),
    close: () => {
      closed.abort();
      stop();
    },
  };
}

describe('live events over several pages', () => {
  it('opens one stream and tells every page', async () => {
    const browser = new Browser();
    const pages = [openPage(browser, 0), openPage(browser, 1)];
    await settle();
    browser.send(1);
    await settle();
    expect(browser.asked).toEqual([null]);
    expect(pages.map((page) => page.ids())).toEqual([['1'], ['1']]);
  });

  it('reads on from the last event after the stream was cut', async () => {
    const browser = new Browser();
    openPage(browser, 0);
    await settle();
    browser.send(5);
    await settle();
    browser.cut();
    await settle();
    expect(browser.asked).toEqual([null, '5']);
  });

  it('hands over to the next page, which asks for what follows the last event it heard', async () => {
    const browser = new Browser();
    const [first, second] = [openPage(browser, 0), openPage(browser, 1)];
    await settle();
    browser.send(9);
    await settle();
    first!.close();
    await settle();
    browser.send(10);
    await settle();
    expect(browser.asked).toEqual([null, '9']);
    expect(second!.ids()).toEqual(['9', '10']);
  });
});
