import { describe, expect, it } from 'vitest';
import { createChance } from './chance.ts';

describe('chance', () => {
  it('repeats itself by its seed, and differs between seeds', () => {
    const draw = (seed: number) => Array.from({ length: 5 }, createChance(seed).next);
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
  });

  it('stays in its bounds', () => {
    const chance = createChance(1);
    const draws = Array.from({ length: 10_000 }, () => chance.between(2, 3));
    expect(Math.min(...draws)).toBeGreaterThanOrEqual(2);
    expect(Math.max(...draws)).toBeLessThan(3);
  });
});
