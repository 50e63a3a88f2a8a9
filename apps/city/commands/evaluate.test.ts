import { describe, expect, it } from 'vitest';
import { runCommand } from '../cli/run-command.ts';
import { columnsWide, textTable } from '../cli/text-table.ts';
import { questionOf } from './evaluate.ts';

const asked = {
  data: undefined,
  metric: 'close_rate',
  by: undefined,
  from: '2026-03-01',
  to: '2026-03-31',
  area: undefined,
  unit: undefined,
  class: undefined,
};

describe('the question of evaluate', () => {
  it('is the total when no grouping is named', () => {
    expect(questionOf(asked)).toMatchObject({
      ok: true,
      value: { metric: 'close_rate', by: ['none'], from: '2026-03-01', to: '2026-03-31' },
    });
    expect(questionOf({ ...asked, by: 'street,class,month' })).toMatchObject({ value: { by: ['street', 'class', 'month'] } });
  });

  it.each([
    [{ metric: 'speed' }, 'evaluation.metric_unknown'],
    [{ metric: undefined }, 'cli.bad_option'],
    [{ by: 'colour' }, 'evaluation.grouping_unknown'],
    [{ by: 'street,class,month,day' }, 'evaluation.grouping_unknown'],
    [{ from: '2026-02-30' }, 'evaluation.date_invalid'],
    [{ to: 'today' }, 'evaluation.date_invalid'],
    [{ to: undefined }, 'cli.bad_option'],
  ])('is refused with the choices named: %j', (change, code) => {
    expect(questionOf({ ...asked, ...change } as typeof asked)).toMatchObject({ ok: false, refusal: { code } });
  });

  it('ends with a status other than 0 when it makes no sense', async () => {
    expect(await runCommand(['evaluate', '--metric', 'speed', '--from', '2026-01-01', '--to', '2026-01-31', '--lang', 'en'], {})).toBe(1);
  });
});

describe('a table on a fixed-width screen', () => {
  it('aligns Chinese names, which take two columns a character', () => {
    const lines = textTable(
      ['名称', 'n'],
      [
        ['祖庙街道', '7'],
        ['Zumiao', '1200'],
      ],
      [false, true],
    );
    expect(lines).toEqual(['名称         n', '────────  ────', '祖庙街道     7', 'Zumiao    1200']);
    expect(new Set(lines.map(columnsWide))).toEqual(new Set([14]));
  });
});
