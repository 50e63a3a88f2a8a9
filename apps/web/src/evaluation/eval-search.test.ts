import { describe, expect, it } from 'vitest';
import { decodeEval, encodeEval, monthOf, openOf, periodOf, readOpen } from './eval-search.ts';

const NOW = Date.parse('2026-03-15T12:00:00+08:00');

describe('the address of an evaluation', () => {
  it('starts with this month by street', () => {
    expect(decodeEval({}, NOW)).toMatchObject({ by: 'street', from: '2026-03-01', to: '2026-03-31' });
  });

  it('comes back as it was written', () => {
    const search = decodeEval({ metric: 'close_rate', by: 'class', from: '2026-01-01', to: '2026-02-28', open: 'x:numerator' }, NOW);
    expect(decodeEval(encodeEval(search), NOW)).toEqual(search);
  });

  it('knows where months end', () => {
    expect(monthOf(NOW, 1)).toEqual({ from: '2026-02-01', to: '2026-02-28' });
    expect(monthOf(NOW, 3)).toEqual({ from: '2025-12-01', to: '2025-12-31' });
    expect(periodOf('year', NOW)).toEqual({ from: '2026-01-01', to: '2026-03-15' });
  });

  it('names the opened figure, also of the row without a key and of the total', () => {
    expect(readOpen(openOf('440604|a:b', 'numerator'))).toEqual({ key: '440604|a:b', total: false, part: 'numerator' });
    expect(readOpen(openOf(null, 'denominator'))).toEqual({ key: null, total: false, part: 'denominator' });
    expect(readOpen(openOf(null, 'numerator', true))).toEqual({ key: null, total: true, part: 'numerator' });
    expect(readOpen('')).toBeNull();
  });
});
