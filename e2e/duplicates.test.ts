import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeInBrowser, type Seat } from './browser.ts';
import { reportAsCitizen } from './citizen.ts';
import { act, caseOf, findCase, historyOf, reportByPhone, seesState } from './desk.ts';
import { shoot } from './shots.ts';
import { nothing } from './watch.ts';

const stamp = Date.now() % 1_000_000;
const [first, second] = [`双胞胎巷 ${stamp} 号门前`, `双胞胎巷 ${stamp} 号对面`];
/** In Shiwan street 石湾镇街道; the second report comes from about 15 m away. */
const spot = { lon: 113.153266, lat: 23.011869 };

describeInBrowser('two reports of one problem', (room) => {
  let acceptor: Seat;
  beforeAll(async () => {
    acceptor = await room().person('acceptor2');
    const citizen = await room().visitor({ screen: 'phone' });
    await reportAsCitizen(citizen, { description: '共享单车倒了一片，盲道走不了', place: first, ...spot });
    await reportAsCitizen(citizen, {
      description: '盲道上共享单车倒了一片，走不了',
      place: second,
      lon: spot.lon,
      lat: spot.lat + 0.000135,
    });
    await citizen.context.close();
  });
  afterAll(() => acceptor?.context.close());

  it('are suggested as one with the reasons, merged with both reporters kept, and parted again', async () => {
    const { page } = acceptor;
    await findCase(page, first);
    const candidate = page
      .getByRole('region', { name: '疑似重复' })
      .getByRole('listitem')
      .filter({ hasText: /相距 1[0-9] m/ })
      .first();
    await candidate.waitFor();
    const reasons = await candidate.innerText();
    expect(reasons).toMatch(/0\.\d\d/);
    expect(reasons).toMatch(/文本 0\.\d/);
    await shoot(page, 'duplicates-suggested');
    await candidate.getByRole('button', { name: '对照' }).click();
    const both = page.getByRole('dialog', { name: '对照' });
    await both.getByText(second).waitFor();
    await shoot(page, 'duplicates-compared');
    await page.keyboard.press('Escape');
    await both.waitFor({ state: 'hidden' });

    await candidate.getByRole('button', { name: '并入本案' }).click();
    const links = page.getByRole('list', { name: '关联案件' });
    await links.getByText('由并案而来').waitFor();
    await caseOf(page).getByText('2 人上报').first().waitFor();
    await shoot(page, 'duplicates-merged');

    await findCase(page, second);
    await act(page, { from: 'merged', action: 'unmerge', to: 'reported', who: '郑受理', reason: '看过照片，是两处' });
    await findCase(page, first);
    await seesState(page, 'reported');
    await links.waitFor({ state: 'hidden' });
  });

  it('are told while the telephone call still lasts, and the caller joins the known case', async () => {
    const { page } = acceptor;
    const dialog = await reportByPhone(page, {
      className: '暴露垃圾',
      description: '街心公园门口有一堆垃圾袋',
      place: `电话亭旁 ${stamp}`,
      community: '丽豪社区',
    });
    await dialog.getByRole('button', { name: '提交上报' }).click();
    await caseOf(page)
      .getByRole('heading', { level: 1, name: `电话亭旁 ${stamp}` })
      .waitFor();
    const again = await reportByPhone(page, {
      className: '暴露垃圾',
      description: '街心公园门口垃圾袋一大堆',
      place: `电话亭边 ${stamp}`,
      community: '丽豪社区',
    });
    const near = again.getByRole('complementary', { name: '疑似重复' }).getByRole('listitem').first();
    await near.getByRole('button', { name: '是同一件' }).click();
    await shoot(page, 'duplicates-at-entry');
    await again.getByRole('button', { name: '并入已有案件' }).click();
    await again.waitFor({ state: 'hidden' });
    await caseOf(page).getByRole('heading', { name: '上报 2 条' }).waitFor();
    await historyOf(page).filter({ hasText: '街心公园门口垃圾袋一大堆' }).waitFor();
  });

  it('let no browser see a stranger, a breach or an error', () => expect(acceptor.watch).toEqual(nothing));
});
