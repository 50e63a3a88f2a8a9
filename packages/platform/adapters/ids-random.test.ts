import { describe, expect, it } from 'vitest';
import { RandomIds } from './ids-random.ts';

describe('identifiers', () => {
  it('are UUIDs of version 7 that carry their millisecond', () => {
    const id = new RandomIds(() => Date.UTC(2026, 10, 22)).uuid();
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(Date.UTC(2026, 10, 22));
  });

  it('grow strictly within the process, in one millisecond and when the clock steps back', () => {
    let now = 1_000_000;
    const ids = new RandomIds(() => now);
    const made: string[] = [];
    for (let i = 0; i < 20_000; i += 1) {
      if (i % 1_000 === 0) now += i % 3_000 === 0 ? -500 : 1;
      made.push(ids.uuid());
    }
    expect(made).toEqual(made.toSorted());
    expect(new Set(made).size).toBe(made.length);
  });

  it('are not the same in two processes that start in the same millisecond', () => {
    const made = Array.from({ length: 1_000 }, () => new RandomIds(() => 1).uuid());
    expect(new Set(made).size).toBe(made.length);
  });

  it('give secrets of the asked length', () => {
    expect(Buffer.from(new RandomIds().secret(32), 'base64url')).toHaveLength(32);
  });
});
