import { CaseCity } from '@chengmai/testkit/case-city.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { areas } from '../areas/contract.ts';

/** Days between reports: some close together, some years apart, so that pages cross every window in which words are looked for. */
const GAPS_DAYS = [0, 3, 9, 40, 90, 200, 500] as const;

describe('pages of a queue', () => {
  let city: CaseCity;
  const numbers: string[] = [];
  beforeAll(async () => {
    city = await CaseCity.open();
    const zumiao = city.running
      .use(areas)
      .divisions()
      .find((division) => division.code.startsWith('440604012') && division.level === 'community')!;
    for (const [n, gap] of GAPS_DAYS.entries()) {
      city.clock.advance(gap * 86_400_000);
      const body = { classCode: '06010', description: `水泥管堵住巷口 示意 ${n}`, place: '示意路', lon: zumiao.lon, lat: zumiao.lat };
      const made = await city.call('acceptor', 'POST', '/api/cases', body);
      numbers.push(made.body.number);
      const reject = { version: 1, reason: '示意：不属于受理范围' };
      if (n % 2 === 0) await city.call('acceptor', 'POST', `/api/cases/${made.body.id}/actions/reject`, reject);
    }
  });
  afterAll(() => city?.close());

  const walk = async (query: string): Promise<string[]> => {
    const seen: string[] = [];
    for (let cursor = ''; ; ) {
      const page = await city.get('leader', `/api/cases?limit=2&${query}${cursor}`);
      seen.push(...page.body.items.map((row: { number: string }) => row.number));
      if (page.body.next === null) return seen;
      cursor = `&cursor=${page.body.next}`;
    }
  };
  const picked = (...order: number[]): string[] => order.map((n) => numbers[n]!);

  it.each([
    ['newest', 'sort=newest', [6, 5, 4, 3, 2, 1, 0]],
    ['oldest', 'sort=oldest', [0, 1, 2, 3, 4, 5, 6]],
    ['by deadline: open first, then what ended, newest first', 'sort=due', [1, 3, 5, 6, 4, 2, 0]],
  ])('come in order and without gaps, %s, with words and without', async (_, sort, order) => {
    expect(await walk(`view=all&${sort}`)).toEqual(picked(...order));
    expect(await walk(`view=all&${sort}&q=水泥管堵住`)).toEqual(picked(...order));
    expect(await walk(`view=all&${sort}&q=不存在的词`)).toEqual([]);
  });

  it('of ended cases by deadline are the newest first, since none has one', async () => {
    expect(await walk('view=closed&sort=due&q=水泥管')).toEqual(picked(6, 4, 2, 0));
  });

  it('find a case by the last digits of its number', async () => {
    expect(await walk(`view=all&sort=newest&q=${numbers[3]!.slice(-9)}`)).toEqual(picked(3));
  });
});
