import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { describeInBrowser, type Seat, signIn } from './browser.ts';
import { reportAsCitizen } from './citizen.ts';
import { act, caseOf, chooseAction, findCase, historyOf, rowOf, seesState, submitOf } from './desk.ts';
import { shoot } from './shots.ts';
import { nothing } from './watch.ts';

const stamp = Date.now() % 1_000_000;
const spot = { lon: 113.141569, lat: 22.9936 };

describeInBrowser('odd clicks and bad days', (room) => {
  const seats: Record<string, Seat> = {};
  const seat = (account: string) => seats[account]!;
  /** A fresh report for one test. */
  const reported = async (place: string) => {
    await reportAsCitizen(seat('citizen'), { description: '路面有一堆落叶没扫（示意数据）', place, ...spot });
    return place;
  };
  beforeAll(async () => {
    seats.citizen = await room().visitor({ screen: 'phone' });
    for (const account of ['acceptor', 'acceptor2', 'handler4']) seats[account] = await room().person(account);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    for (const [account, one] of Object.entries(seats)) await shoot(one.page, `failed-odd-${account}`);
  });
  afterAll(async () => {
    for (const one of Object.values(seats)) await one.context.close();
  });

  it('a handler who opens the address of somebody else’s case is told so, and what to do', async () => {
    const place = await reported(`旁人路 ${stamp}`);
    await findCase(seat('acceptor').page, place);
    const { page } = seat('handler4');
    await page.goto(seat('acceptor').page.url());
    const alert = page.getByRole('alert').first();
    await alert.waitFor();
    expect(await alert.innerText()).toMatch(/cases\.\w+|http\.\w+|auth\.\w+/);
    expect(await page.getByText(place).count()).toBe(0);
    await shoot(page, 'odd-not-yours');
  });

  it('an expired session leads to the login and back to the same case', async () => {
    const place = await reported(`过期路 ${stamp}`);
    const { page, context } = seat('acceptor');
    await findCase(page, place);
    const before = page.url();
    await page.getByLabel('写一条备注，全体经办人可见').fill('登录过期前写的');
    await context.clearCookies();
    // A read in the background may meet the end of the session before the click does.
    await page
      .getByRole('button', { name: '备注' })
      .click({ timeout: 10_000 })
      .catch(() => undefined);
    await page.getByText('登录已过期').waitFor();
    await shoot(page, 'odd-expired');
    await signIn(page, 'acceptor', room().password);
    await caseOf(page).getByRole('heading', { level: 1, name: place }).waitFor();
    expect(page.url()).toBe(before);
  });

  it('of two who decide the same case the slower one is refused and told what to do', async () => {
    const place = await reported(`同时路 ${stamp}`);
    const [fast, slow] = [seat('acceptor'), seat('acceptor2')];
    await slow.context.route('**/api/live**', (route) => route.abort());
    await slow.page.reload();
    await findCase(slow.page, place);
    await seesState(slow.page, 'reported');
    const form = await chooseAction(slow.page, 'reject');
    await form.getByLabel('意见').fill('不属于受理范围');
    await findCase(fast.page, place);
    await act(fast.page, { from: 'reported', action: 'send_pre_check', to: 'pre_checking', who: '吴受理' });
    await submitOf(form, 'reject').click();
    const alert = slow.page.getByRole('alert').first();
    await alert.waitFor();
    await shoot(slow.page, 'odd-conflict');
    expect(await alert.innerText()).toMatch(/刷新|重新|更新|已被|最新/);
    await seesState(slow.page, 'pre_checking');
    await slow.context.unroute('**/api/live**');
  });

  it('a double click has one effect', async () => {
    const place = await reported(`双击路 ${stamp}`);
    const { page } = seat('acceptor');
    await findCase(page, place);
    const form = await chooseAction(page, 'send_pre_check');
    await submitOf(form, 'send_pre_check').dblclick();
    await seesState(page, 'pre_checking');
    await page.waitForTimeout(1_500);
    expect(await historyOf(page).filter({ hasText: '发核实' }).count()).toBe(1);
    expect(await caseOf(page).getByText('版本 2').count()).toBe(1);
  });

  it('the back button goes through the cases that were opened', async () => {
    const [one, two] = [await reported(`后退路甲 ${stamp}`), await reported(`后退路乙 ${stamp}`)];
    const { page } = seat('acceptor');
    await findCase(page, one);
    await findCase(page, two);
    await page.goBack();
    await page.goBack();
    await caseOf(page).getByRole('heading', { level: 1, name: one }).waitFor();
    await page.goForward();
    await page.goForward();
    await caseOf(page).getByRole('heading', { level: 1, name: two }).waitFor();
  });

  it('while the server recovers (503) the form keeps its text and the next try counts once', async () => {
    const place = await reported(`恢复路 ${stamp}`);
    const { page } = seat('acceptor');
    await findCase(page, place);
    const busy = { type: 'about:blank', status: 503, code: 'db.unavailable', title: '数据库暂不可用', next: '请稍候重试。' };
    await page.route('**/api/cases/*/actions/*', (route) =>
      route.fulfill({ status: 503, contentType: 'application/problem+json', body: JSON.stringify(busy) }),
    );
    const form = await chooseAction(page, 'reject');
    await form.getByLabel('意见').fill('已另行告知');
    await submitOf(form, 'reject').click();
    await page.getByText('服务正在恢复，暂不能提交').waitFor();
    await form.getByRole('alert').getByText('数据库暂不可用').waitFor();
    await seesState(page, 'reported');
    await shoot(page, 'odd-recovering');
    await page.unroute('**/api/cases/*/actions/*');
    expect(await form.getByLabel('意见').inputValue()).toBe('已另行告知');
    await submitOf(form, 'reject').click();
    await seesState(page, 'rejected');
    expect(await historyOf(page).filter({ hasText: '不予受理' }).count()).toBe(1);
    await page.getByText('服务正在恢复，暂不能提交').waitFor({ state: 'hidden' });
    expect(await rowOf(page, place).count()).toBe(1);
  });

  it('let no browser see a stranger, a breach or an error', () => {
    for (const one of Object.values(seats))
      expect({ ...one.watch, errors: one.watch.errors.filter((text) => !/Failed to fetch/.test(text)) }).toEqual(nothing);
  });
});
