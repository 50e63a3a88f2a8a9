import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { describeInBrowser, type Seat } from './browser.ts';
import { followAsCitizen, reportAsCitizen } from './citizen.ts';
import { act, addPhotos, caseOf, findCase, historyOf, rowOf, seesHistory } from './desk.ts';
import { photograph } from './photograph.ts';
import { shoot } from './shots.ts';
import { nothing } from './watch.ts';

const place = `普君西路 ${Math.floor(Date.now() / 1000) % 100_000} 号西侧巷口`;
/** In Zumiao street 祖庙街道, where handler2 and collector work. */
const spot = { lon: 113.173533, lat: 23.042372 };

type Post = 'citizen' | 'acceptor' | 'collector' | 'shift' | 'dispatcher' | 'dispatcherToo' | 'manager' | 'handler';

describeInBrowser('a case on the long road from a citizen to the rating, by seven people at eight browsers', (room) => {
  const seats = {} as Record<Post, Seat>;
  let trackingCode = '';
  let broken = false;

  beforeAll(async () => {
    const open = room();
    seats.citizen = await open.visitor({ screen: 'phone' });
    seats.acceptor = await open.person('acceptor');
    seats.collector = await open.person('collector', { screen: 'phone' });
    seats.shift = await open.person('shift');
    seats.dispatcher = await open.person('dispatcher');
    seats.dispatcherToo = await open.person('dispatcher', { screen: 'laptop' });
    seats.manager = await open.person('manager-sanitation');
    seats.handler = await open.person('handler2', { screen: 'phone' });
  });
  beforeEach(({ skip }) => skip(broken, 'an earlier part of the road failed'));
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    broken = true;
    for (const [post, seat] of Object.entries(seats)) await shoot(seat.page, `failed-long-road-${post}`);
  });
  afterAll(async () => {
    for (const seat of Object.values(seats)) await seat.context.close();
  });

  const picture = (label: string) => photograph(room().browser, label);
  const yes = (word: string, button: string, label: string) => async (form: Locator) => {
    await form.getByText(word, { exact: true }).click();
    await addPhotos(form, button, [await picture(label)]);
    await form.getByRole('img').first().waitFor();
  };

  it('a citizen reports from the street with a photograph and gets a tracking code', async () => {
    trackingCode = await reportAsCitizen(seats.citizen, {
      description: '垃圾箱箱门掉了，垃圾散出来，好几天没人管（示意数据）',
      place,
      ...spot,
      photo: await picture('上报'),
    });
    expect(trackingCode).toMatch(/^[2-9A-HJKMNP-Z]{12}$/);
    await shoot(seats.citizen.page, 'road-01-citizen-reported');
  });

  it('the acceptor finds it in the queue with its clock and sends a collector to verify', async () => {
    const { page } = seats.acceptor;
    await findCase(page, place);
    expect(await caseOf(page).getByRole('timer').innerText()).toMatch(/\d+ 分/);
    await caseOf(page)
      .getByRole('button', { name: /放大上报照片/ })
      .waitFor();
    await shoot(page, 'road-02-acceptor');
    await act(page, {
      from: 'reported',
      action: 'send_pre_check',
      to: 'pre_checking',
      who: '吴受理',
      fill: async (form) => void (await form.getByLabel('采集员').selectOption({ label: '潘采集 · 监督中心' })),
    });
  });

  it('the collector answers on a phone with a photograph', async () => {
    const { page } = seats.collector;
    await findCase(page, place);
    await act(page, {
      from: 'pre_checking',
      action: 'answer_pre_check',
      to: 'reported',
      who: '潘采集',
      fill: yes('属实', '拍照（核实）', '核实'),
      reason: '箱门脱落，属实',
    });
    await shoot(page, 'road-03-collector-verified');
  });

  it('the shift leader files it under a condition row, and another browser of the dispatcher shows it without a reload', async () => {
    const watching = seats.dispatcherToo.page;
    await watching.goto('/cases');
    await watching.getByLabel('排序').selectOption({ label: '最新上报' });
    await watching.getByRole('status').filter({ hasText: '正在读取' }).waitFor({ state: 'hidden' });
    await watching.evaluate(() => Object.assign(window, { neverReloaded: true }));
    expect(await rowOf(watching, place).count()).toBe(0);

    const { page } = seats.shift;
    await findCase(page, place);
    await act(page, {
      from: 'reported',
      action: 'file',
      to: 'pending_dispatch',
      who: '王值班',
      fill: async (form) => {
        await form.getByRole('combobox', { name: '事项类别' }).fill('垃圾箱');
        await form.getByRole('option', { name: /垃圾箱异常/ }).click();
        await form.getByText('变形、破损、缺失或锈重').click();
        expect(await form.getByRole('radio').count()).toBe(3);
        await shoot(page, 'road-04-shift-leader-files');
      },
    });
    expect(await caseOf(page).innerText()).toContain('3 工作日');
    await rowOf(watching, place).waitFor({ timeout: 10_000 });
    expect(await watching.evaluate(() => 'neverReloaded' in window)).toBe(true);
    await shoot(watching, 'road-05-dispatcher-live');
  });

  it('the dispatcher sends it to the suggested unit, whose reason is shown', async () => {
    const { page } = seats.dispatcher;
    await findCase(page, place);
    await act(page, {
      from: 'pending_dispatch',
      action: 'dispatch',
      to: 'pending_assign',
      who: '冯派遣',
      fill: async (form) => {
        const unit = form.getByRole('radio', { name: /环境卫生管理所/ });
        await unit.waitFor();
        expect(await unit.isChecked()).toBe(true);
        await shoot(page, 'road-06-dispatcher');
      },
      reason: '请于期限内修复',
    });
    expect(await caseOf(page).getByRole('timer').innerText()).toMatch(/\d/);
  });

  it('the department assigns a handler, who asks for more time; department and dispatcher grant it', async () => {
    const { page: department } = seats.manager;
    await findCase(department, place);
    await act(department, {
      from: 'pending_assign',
      action: 'assign',
      to: 'handling',
      who: '杨环卫',
      fill: async (form) => void (await form.getByLabel('处置人员').selectOption({ label: '谢处置 · 环卫作业一队（东片）' })),
    });
    const { page: street } = seats.handler;
    await findCase(street, place);
    await act(street, { from: 'handling', action: 'apply_extension', to: 'handling', who: '谢处置', reason: '新箱门明天到货' });
    const grant = async (form: Locator) => form.getByText('同意', { exact: true }).click();
    await caseOf(department).getByText('申请延期', { exact: true }).first().waitFor();
    await act(department, { from: 'handling', action: 'review_application', to: 'handling', who: '杨环卫', fill: grant });
    const { page: desk } = seats.dispatcher;
    await findCase(desk, place);
    await act(desk, { from: 'handling', action: 'review_application', to: 'handling', who: '冯派遣', fill: grant });
    await shoot(desk, 'road-07-extension-granted');
  });

  const handIn = async (label: string, reason: string) => {
    const { page } = seats.handler;
    await findCase(page, place);
    await act(page, {
      from: 'handling',
      action: 'submit_handling',
      to: 'pending_confirm',
      who: '谢处置',
      fill: async (form) => {
        await addPhotos(form, '拍照（处置后）', [await picture(`${label} 1`), await picture(`${label} 2`)]);
        await expect.poll(() => form.getByRole('img').count(), { timeout: 30_000 }).toBeGreaterThanOrEqual(2);
      },
      reason,
    });
  };
  const confirm = () => act(seats.manager.page, { from: 'pending_confirm', action: 'confirm', to: 'pending_review', who: '杨环卫' });

  it('the handler hands in with photographs, the department confirms, the dispatcher orders rework', async () => {
    await handIn('处置后', '箱门已装好');
    await shoot(seats.handler.page, 'road-08-handed-in');
    await confirm();
    const { page } = seats.dispatcher;
    await findCase(page, place);
    await act(page, { from: 'pending_review', action: 'rework', to: 'pending_assign', who: '冯派遣', reason: '地面垃圾未清，请再处置' });
    await caseOf(page).getByText('返工 1', { exact: true }).first().waitFor();
  });

  it('it is handled again, confirmed, and forwarded to closing', async () => {
    await act(seats.manager.page, {
      from: 'pending_assign',
      action: 'assign',
      to: 'handling',
      who: '杨环卫',
      fill: async (form) => void (await form.getByLabel('处置人员').selectOption({ label: '谢处置 · 环卫作业一队（东片）' })),
    });
    await handIn('返工后', '地面也清干净了');
    await confirm();
    const { page } = seats.dispatcher;
    await findCase(page, place);
    await act(page, {
      from: 'pending_review',
      action: 'forward_close',
      to: 'pending_close',
      who: '冯派遣',
      fill: async (form) => void (await form.getByLabel('受理员').selectOption({ label: '吴受理 · 监督中心' })),
    });
    await seats.dispatcher.page
      .getByRole('complementary', { name: '流程与办理' })
      .getByText(/处置 第 2 轮/)
      .waitFor();
    await shoot(page, 'road-09-forwarded');
  });

  it('the acceptor sends a check, the collector answers it, the acceptor closes', async () => {
    const { page } = seats.acceptor;
    await findCase(page, place);
    await act(page, {
      from: 'pending_close',
      action: 'send_post_check',
      to: 'post_checking',
      who: '吴受理',
      fill: async (form) => void (await form.getByLabel('采集员').selectOption({ label: '潘采集 · 监督中心' })),
    });
    const { page: street } = seats.collector;
    await findCase(street, place);
    await act(street, {
      from: 'post_checking',
      action: 'answer_post_check',
      to: 'pending_close',
      who: '潘采集',
      fill: yes('已解决', '拍照（核查）', '核查'),
    });
    await act(page, { from: 'pending_close', action: 'close', to: 'closed', who: '吴受理', reason: '箱门已修复，地面已清' });
    await shoot(page, 'road-10-closed');
  });

  it('the citizen sees it closed under the tracking code and rates it', async () => {
    const { page } = seats.citizen;
    await followAsCitizen(seats.citizen, trackingCode);
    await page
      .getByRole('listitem')
      .filter({ hasText: '已办结' })
      .filter({ hasText: /\d{4}-\d{2}-\d{2} \d{2}:\d{2}/ })
      .waitFor();
    await page.getByText('箱门已修复，地面已清').waitFor();
    await shoot(page, 'road-11-citizen-closed');
    await page.getByText('解决了', { exact: true }).click();
    await page.getByRole('button', { name: '提交评价' }).click();
    await page.getByText('感谢评价：解决了').waitFor();
    await shoot(page, 'road-12-citizen-rated');
    await seesHistory(seats.acceptor.page, 'rate', '市民');
  });

  it('the history holds every step and no browser saw a stranger, a breach or an error', async () => {
    expect(await historyOf(seats.acceptor.page).count()).toBeGreaterThanOrEqual(18);
    for (const seat of Object.values(seats)) expect(seat.watch).toEqual(nothing);
  });
});
