import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { describeInBrowser, type Seat, signInByKeys } from './browser.ts';
import { caseOf, historyOf, seesHistory, seesState } from './desk.ts';
import { shoot } from './shots.ts';
import { nothing } from './watch.ts';

const corner = `键盘路口 ${Date.now() % 1_000_000}`;

/** Counts what a pointer does, from the first page on. */
async function countPointer({ context }: Seat): Promise<void> {
  await context.addInitScript(() => {
    const count = () => sessionStorage.setItem('pointer', String(Number(sessionStorage.getItem('pointer') ?? 0) + 1));
    for (const name of ['pointerdown', 'mousedown', 'touchstart'])
      window.addEventListener(name, (event) => event.isTrusted && count(), { capture: true });
  });
}
const pointerUses = (page: Page) => page.evaluate(() => Number(sessionStorage.getItem('pointer') ?? 0));

const press = async (page: Page, ...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key);
};

/** Tabs on until the control that has the focus is called so. */
async function tabTo(page: Page, label: string): Promise<void> {
  for (let step = 0; step < 60; step += 1) {
    await page.keyboard.press('Tab');
    const here = await page.evaluate(() => {
      const at = document.activeElement;
      const labels =
        at instanceof HTMLInputElement || at instanceof HTMLSelectElement || at instanceof HTMLTextAreaElement ? at.labels : null;
      return `${labels?.[0]?.textContent ?? ''} ${at?.getAttribute('aria-label') ?? ''} ${at instanceof HTMLButtonElement ? at.textContent : ''}`;
    });
    if (here.includes(label)) return;
  }
  throw new Error(`no control called ${label} within 60 tabs`);
}

async function reportByKeys(page: Page, className: string, place: string): Promise<void> {
  await press(page, 'n');
  await page.getByRole('dialog', { name: '上报问题' }).waitFor();
  await tabTo(page, '事项类别');
  await page.keyboard.type(className);
  await page.getByRole('option', { name: className }).first().waitFor();
  await press(page, 'Enter');
  await tabTo(page, '描述');
  await page.keyboard.type(`${className}，请处理（示意数据）`);
  await tabTo(page, '位置');
  await page.keyboard.type(place);
  await tabTo(page, '社区');
  await press(page, 'ArrowDown', 'Control+Enter');
  await caseOf(page).getByRole('heading', { level: 1, name: place }).waitFor();
}

async function searchByKeys(page: Page, words: string): Promise<void> {
  await press(page, '/');
  await page.keyboard.press('Control+a');
  await page.keyboard.type(words);
  await press(page, 'Enter');
  await page.getByText('已全部列出 3 件').waitFor();
}
/** J and K towards a case, looking again after each row: the list sorts itself anew while clocks change. */
async function moveTo(page: Page, place: string): Promise<void> {
  const links = page.getByRole('region', { name: '案件队列' }).getByRole('link');
  const readRows = () => links.evaluateAll((all) => all.map((one) => [one.getAttribute('aria-current'), one.textContent ?? ''] as const));
  const current = async () => (await readRows()).find(([mark]) => mark !== null)?.[1];
  for (let step = 0; step < 12; step += 1) {
    const rows = await readRows();
    const [at, to] = [rows.findIndex(([mark]) => mark !== null), rows.findIndex(([, name]) => name.includes(place))];
    if (at === to) break;
    await press(page, to > at ? 'j' : 'k');
    // At the end of a list that has just sorted itself anew a key moves nothing; then the new order decides.
    for (let wait = 0; wait < 30 && (await current()) === rows[at]?.[1]; wait += 1) await page.waitForTimeout(100);
  }
  await caseOf(page).getByRole('heading', { level: 1, name: place }).waitFor();
}

describeInBrowser('triage without a mouse', (room) => {
  const seats: Record<string, Seat> = {};
  beforeAll(async () => {
    for (const account of ['acceptor', 'dispatcher', 'shift']) {
      const seat = await room().visitor();
      seats[account] = seat;
      await countPointer(seat);
      await seat.page.goto('/');
      await signInByKeys(seat.page, account, room().password);
    }
  });
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    for (const [account, seat] of Object.entries(seats)) await shoot(seat.page, `failed-keyboard-${account}`);
  });
  afterAll(async () => {
    for (const seat of Object.values(seats)) await seat.context.close();
  });

  it('reports three problems, files one, refuses one, takes it back, and moves between them', async () => {
    const { page } = seats.acceptor!;
    await press(page, 'g', 'c');
    await page.getByRole('region', { name: '案件队列' }).waitFor();
    for (const name of ['甲', '乙', '丙']) await reportByKeys(page, '暴露垃圾', `${corner}${name}`);

    await searchByKeys(page, corner);
    await moveTo(page, `${corner}甲`);
    await press(page, 'Enter');
    await press(page, 'Escape', 'a');
    await seesState(page, 'pending_dispatch');
    await seesHistory(page, 'file', '吴受理');

    await moveTo(page, `${corner}乙`);
    await press(page, 'r');
    await page.getByRole('form', { name: '不予受理' }).waitFor();
    await page.keyboard.type('重复反映，已告知');
    await press(page, 'Control+Enter');
    await seesState(page, 'rejected');
    await press(page, 'Escape', 'z');
    await seesState(page, 'reported');

    await moveTo(page, `${corner}丙`);
    await moveTo(page, `${corner}乙`);
    await press(page, 'a');
    await seesState(page, 'pending_dispatch');
    await shoot(page, 'keyboard-acceptor');
  });

  it('marks cases, shows every key, and jumps to the map', async () => {
    const { page } = seats.acceptor!;
    await press(page, 'x');
    await page.getByRole('toolbar', { name: '已选 1 件' }).waitFor();
    await press(page, 'x', '?');
    await page.getByRole('dialog', { name: '快捷键' }).waitFor();
    await press(page, 'Escape');
    await page.getByRole('dialog', { name: '快捷键' }).waitFor({ state: 'hidden' });
    await press(page, 'g', 'm');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('case-map');
  });

  it('dispatches with one key to the suggested unit, and urges with another', async () => {
    const { page } = seats.dispatcher!;
    await press(page, 'g', 'c');
    await searchByKeys(page, corner);
    await moveTo(page, `${corner}甲`);
    await page.getByRole('radio', { checked: true }).first().waitFor();
    await press(page, 'd');
    await seesState(page, 'pending_assign');
    const { page: leading } = seats.shift!;
    await press(leading, 'g', 'c');
    await searchByKeys(leading, corner);
    await moveTo(leading, `${corner}甲`);
    await press(leading, 'e');
    await leading.getByRole('form', { name: '督办' }).waitFor();
    await press(leading, 'Control+Enter');
    await seesHistory(leading, 'supervise', '王值班');
    expect(await historyOf(leading).count()).toBe(4);
  });

  it('needed no pointer for any of it, and no browser saw a stranger, a breach or an error', async () => {
    for (const seat of Object.values(seats)) {
      expect(await pointerUses(seat.page)).toBe(0);
      expect(seat.watch).toEqual(nothing);
    }
  });
});
