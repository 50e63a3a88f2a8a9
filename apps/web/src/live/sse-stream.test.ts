import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type SseMessage, sseParser } from './sse-stream.ts';

const STREAM =
  ': ping\nid: 7\nevent: cases.dispatched\ndata: {"caseId":"a"}\n\nretry: 500\r\ndata: one\r\ndata: two\r\n\r\nevent: none\n\n';

function parse(chunks: readonly string[]): SseMessage[] {
  const seen: SseMessage[] = [];
  const feed = sseParser((message) => seen.push(message));
  for (const chunk of chunks) feed(chunk);
  return seen;
}

describe('the event stream', () => {
  it('reads name, id and data, joins data lines, keeps the last id, drops comments and empty events', () => {
    expect(parse([STREAM])).toEqual([
      { id: '7', event: 'cases.dispatched', data: '{"caseId":"a"}' },
      { id: '7', event: 'message', data: 'one\ntwo' },
    ]);
  });

  it('moves the place to read on from with an id that has no data', () => {
    const ids: string[] = [];
    const feed = sseParser(
      () => {},
      (id) => ids.push(id),
    );
    feed(': ping\nid: 12\n\n');
    expect(ids).toEqual(['12']);
  });

  it('reads the same messages however the network cuts the stream', () => {
    const whole = parse([STREAM]);
    fc.assert(
      fc.property(fc.array(fc.nat(STREAM.length), { maxLength: 12 }), (cuts) => {
        const borders = [0, ...cuts.sort((a, b) => a - b), STREAM.length];
        const chunks = borders.slice(1).map((end, i) => STREAM.slice(borders[i], end));
        expect(parse(chunks)).toEqual(whole);
      }),
    );
  });
});
