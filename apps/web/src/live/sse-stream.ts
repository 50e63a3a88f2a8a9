export interface SseMessage {
  readonly id: string | null;
  readonly event: string;
  readonly data: string;
}

/** Splits a text/event-stream as it arrives, whatever the chunk borders. WHATWG HTML §9.2.6; comments and
 * `retry` are passed over. An id without data is no message but moves the place to read on from: `onId`. */
export function sseParser(onMessage: (message: SseMessage) => void, onId: (id: string) => void = () => {}): (chunk: string) => void {
  let rest = '';
  let id: string | null = null;
  let event = '';
  let data: string[] = [];

  const line = (text: string) => {
    if (text === '') {
      if (id !== null) onId(id);
      if (data.length > 0) onMessage({ id, event: event || 'message', data: data.join('\n') });
      event = '';
      data = [];
      return;
    }
    const colon = text.indexOf(':');
    if (colon === 0) return;
    const field = colon < 0 ? text : text.slice(0, colon);
    const value = colon < 0 ? '' : text.slice(colon + 1).replace(/^ /, '');
    if (field === 'id') id = value;
    else if (field === 'event') event = value;
    else if (field === 'data') data.push(value);
  };

  return (chunk) => {
    rest += chunk;
    // A carriage return at the very end may be half of a CRLF: it waits for the next chunk.
    const lines = rest.split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    for (const each of lines) line(each);
  };
}
