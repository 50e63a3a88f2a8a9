import { describe, expect, it } from 'vitest';
import { bindings, PAIR_MS, readStroke, type Stroke } from './keymap.ts';

const stroke = (key: string, change: Partial<Stroke> = {}): Stroke => ({ key, atMs: 0, modified: false, typing: false, ...change });

describe('the keymap', () => {
  it('answers every single key, in either case', () => {
    for (const { command, keys } of bindings.filter((each) => each.keys.length === 1)) {
      expect(readStroke(stroke(keys[0]!), null).command).toBe(command);
      if (/^[a-z]$/.test(keys[0]!)) expect(readStroke(stroke(keys[0]!.toUpperCase()), null).command).toBe(command);
    }
  });

  it('reads G then M as the map, not as merge', () => {
    const first = readStroke(stroke('g'), null);
    expect(first).toEqual({ command: null, pending: { key: 'g', atMs: 0 } });
    expect(readStroke(stroke('m', { atMs: 300 }), first.pending).command).toBe('map');
  });

  it('forgets the first half of a pair after a while', () => {
    expect(readStroke(stroke('m', { atMs: PAIR_MS + 1 }), { key: 'g', atMs: 0 }).command).toBe('merge');
  });

  it('leaves typing and browser shortcuts alone', () => {
    expect(readStroke(stroke('d', { typing: true }), null).command).toBeNull();
    expect(readStroke(stroke('r', { modified: true }), null).command).toBeNull();
  });

  it('has no two bindings for the same keys', () => {
    const written = bindings.map((each) => each.keys.join(' '));
    expect(new Set(written).size).toBe(written.length);
  });
});
