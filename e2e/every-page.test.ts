import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeInBrowser, type Look, type Seat, screens } from './browser.ts';
import { shoot } from './shots.ts';
import { nothing } from './watch.ts';

interface Place {
  readonly name: string;
  readonly path: string;
  /** Opens the first case of the queue. */
  readonly opensCase?: true;
}

const pages: readonly Place[] = [
  { name: 'home', path: '/' },
  { name: 'queue', path: '/cases?view=open' },
  { name: 'case', path: '/cases?view=open', opensCase: true },
  { name: 'evaluation', path: '/eval' },
  { name: 'users', path: '/admin/users' },
  { name: 'units', path: '/admin/units' },
  { name: 'classes', path: '/admin/classes' },
  { name: 'calendar', path: '/admin/calendar' },
  { name: 'areas', path: '/admin/areas' },
  { name: 'audit', path: '/admin/audit' },
  { name: 'report-form', path: '/s/' },
  { name: 'follow-form', path: '/s/follow' },
];

const axeSource = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

async function visit(page: Page, { path, opensCase }: Place): Promise<void> {
  await page.goto(path);
  await page.getByRole('main').waitFor();
  await page
    .getByText(/^(正在读取…|Loading…)$/)
    .first()
    .waitFor({ state: 'hidden' });
  if (!opensCase) return;
  await page
    .getByRole('region', { name: /案件队列|Case queue/ })
    .getByRole('link')
    .first()
    .click();
  await page.getByRole('article').getByRole('heading', { level: 1 }).waitFor();
  await page
    .getByText(/^(正在读取…|Loading…)$/)
    .first()
    .waitFor({ state: 'hidden' });
}

/** What axe calls serious or critical, one line each. */
async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(await axeSource);
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') };
    const { violations } = await axe.run(document, { resultTypes: ['violations'] });
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(
        ({ id, nodes }) =>
          `${id}: ${nodes
            .slice(0, 3)
            .map((node) => `${node.target.join(' ')} ${node.failureSummary?.split('\n')[1]?.trim() ?? ''}`)
            .join(' | ')}`,
      );
  });
}

/** Pixels by which the page is wider than its window. */
const overflowPx = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

/** Keys of the word lists that stand on the screen instead of their text, and places in texts that nobody filled. */
const unspoken = (page: Page) =>
  page.evaluate(() => {
    const keys =
      /\b(?:common|failure|toast|nav|top|live|banner|login|home|light|basis|count|source|queue|key|keybar|view|filter|area|case|clock|limit|fact|steps|history|photo|dup|links?|action|input|unit|condition|class|answer|urge|part|due|map|report|batch|admin|eval|tab|step|where|what|done|follow|rate)\.[a-zA-Z]\w*(?![\w./@])/g;
    const hidden = new Set(['CODE', 'SCRIPT', 'STYLE', 'TIME']);
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found: string[] = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (hidden.has(node.parentElement?.tagName ?? '') || node.parentElement?.closest('code')) continue;
      found.push(...(node.textContent?.match(keys) ?? []), ...(node.textContent?.match(/\{[a-z]\w*\}/gi) ?? []));
    }
    return found;
  });

describeInBrowser('every page', (room) => {
  const seats: Record<string, Seat> = {};
  const looks: Readonly<Record<string, Look>> = {
    'zh light': { language: 'zh', theme: 'office', screen: 'laptop' },
    'en dark': { language: 'en', theme: 'hall', screen: 'laptop' },
  };
  beforeAll(async () => {
    for (const [name, look] of Object.entries(looks)) seats[name] = await room().person('admin', look);
  });
  afterAll(async () => {
    for (const seat of Object.values(seats)) await seat.context.close();
  });

  for (const look of Object.keys(looks)) {
    it(`is within reach of everybody, as wide as its window and wholly worded: ${look}, 1366 × 768 and 390 × 844`, async () => {
      const { page } = seats[look]!;
      const found: Record<string, unknown> = {};
      for (const place of pages) {
        await page.setViewportSize(screens.laptop);
        await visit(page, place);
        await shoot(page, `page-${look.replace(' ', '-')}-${place.name}`);
        const wide = await overflowPx(page);
        const seen = { barriers: await barriers(page), unspoken: await unspoken(page) };
        await page.setViewportSize(screens.phone);
        await page.waitForTimeout(200);
        const narrow = await overflowPx(page);
        await shoot(page, `phone-${look.replace(' ', '-')}-${place.name}`);
        if (wide > 0 || narrow > 0 || seen.barriers.length + seen.unspoken.length > 0) found[place.name] = { wide, narrow, ...seen };
      }
      expect(found).toEqual({});
    });
  }

  it('has a login within reach, in both looks', async () => {
    for (const look of Object.values(looks)) {
      const { page, context } = await room().visitor(look);
      await page.goto('/');
      await page.getByRole('heading', { level: 1 }).waitFor();
      expect(await barriers(page)).toEqual([]);
      await context.close();
    }
  });

  it('lets no browser see a stranger, a breach or an error', () => {
    for (const seat of Object.values(seats)) expect(seat.watch).toEqual(nothing);
  });
});
