import { describe, expect, it } from 'vitest';
import { layOut } from './deadline-segments.ts';

const at = (day: number, hour: number) => new Date(Date.UTC(2026, 10, day, hour)).toISOString();
const friday = { from: at(20, 8), to: at(20, 10), running: true };
const weekend = { from: at(20, 10), to: at(23, 0), running: false };
const monday = { from: at(23, 0), to: at(23, 2), running: true };

describe('the deadline bar', () => {
  it('fills its width exactly, gaps included', () => {
    const pieces = layOut([friday, weekend, monday], 330);
    expect(pieces[0]!.x).toBe(0);
    expect(pieces.at(-1)!.x + pieces.at(-1)!.width).toBeCloseTo(330);
  });

  it('draws equal working time equally wide and keeps a weekend narrower than the work', () => {
    const [first, between, last] = layOut([friday, weekend, monday], 330);
    expect(first!.width).toBeCloseTo(last!.width);
    expect(between!.width).toBeLessThan(first!.width + last!.width);
  });

  it('draws one piece when the clock runs through, and nothing for empty stretches', () => {
    expect(layOut([friday, { ...weekend, to: weekend.from }], 330)).toEqual([{ ...friday, x: 0, width: 330 }]);
  });
});
