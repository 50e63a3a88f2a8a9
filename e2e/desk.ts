import { ACTIONS, type ActionId } from '@chengmai/kernel/lifecycle/actions.ts';
import { STATES, type StateId } from '@chengmai/kernel/lifecycle/states.ts';
import type { Locator, Page } from 'playwright-core';
import type { Photograph } from './photograph.ts';

/** What people do at the workbench: by roles, labels and words on the screen, never by the API. Chinese screens. */

const queueOf = (page: Page): Locator => page.getByRole('region', { name: '案件队列' });
const sideOf = (page: Page): Locator => page.getByRole('complementary', { name: '流程与办理' });
export const caseOf = (page: Page): Locator => page.getByRole('article');
export const historyOf = (page: Page): Locator =>
  page.getByRole('region', { name: '流程日志' }).getByRole('list').first().getByRole('listitem');

/** The row of a case in the queue, by a part of its place. */
export const rowOf = (page: Page, place: string): Locator => queueOf(page).getByRole('link', { name: place });

export async function openCase(page: Page, place: string): Promise<void> {
  await rowOf(page, place).click();
  await caseOf(page).getByRole('heading', { level: 1, name: place }).waitFor();
}

/** Finds a case by its place through the search of the top bar, in whatever state it is. */
export async function findCase(page: Page, place: string): Promise<void> {
  if (!page.url().includes('/cases')) await page.goto('/cases');
  await page.getByRole('searchbox', { name: '搜索案件' }).fill(place);
  await page.keyboard.press('Enter');
  await openCase(page, place);
}

export async function seesState(page: Page, state: StateId): Promise<void> {
  await caseOf(page).locator('header').getByText(STATES[state].zh, { exact: true }).waitFor();
}

/** The newest line of the history says what was done, and by whom. */
export async function seesHistory(page: Page, action: ActionId, who: string): Promise<void> {
  await historyOf(page).first().filter({ hasText: ACTIONS[action].zh }).filter({ hasText: who }).waitFor();
}

/** Opens the form of an action: it stands there already, or its verb is beside it, or behind 更多. */
export async function chooseAction(page: Page, action: ActionId): Promise<Locator> {
  const side = sideOf(page);
  const verb = ACTIONS[action].zh;
  const form = side.getByRole('form', { name: verb, exact: true });
  const button = side.getByRole('button', { name: verb, exact: true });
  const more = side.getByText('更多', { exact: true });
  await form.or(button).or(more).first().waitFor();
  if (await form.isVisible()) return form;
  if (!(await button.isVisible())) await more.click();
  await button.click();
  await form.waitFor();
  return form;
}

export const submitOf = (form: Locator, action: ActionId): Locator =>
  form.locator('button[type=submit]').filter({ hasText: ACTIONS[action].zh });

export interface Act {
  readonly from: StateId;
  readonly action: ActionId;
  readonly to: StateId;
  /** Of the signed-in person, as the history will name them. */
  readonly who: string;
  /** Fills the form. */
  readonly fill?: (form: Locator) => Promise<void>;
  readonly reason?: string;
}

/** One step of a case's life by a person who has it open: form, submit, and what the screen says then. */
export async function act(page: Page, { from, action, to, who, fill, reason }: Act): Promise<void> {
  await seesState(page, from);
  const form = await chooseAction(page, action);
  await fill?.(form);
  if (reason) await form.getByLabel('意见').fill(reason);
  await submitOf(form, action).click();
  await seesHistory(page, action, who);
  await seesState(page, to);
}

/** Chooses photographs through the button that a person presses, and waits until they are shown. */
export async function addPhotos(scope: Locator, button: string, pictures: readonly Photograph[]): Promise<void> {
  const [chooser] = await Promise.all([scope.page().waitForEvent('filechooser'), scope.locator('button', { hasText: button }).click()]);
  await chooser.setFiles(pictures.map((picture) => ({ ...picture })));
}

export interface PhonedReport {
  readonly className: string;
  readonly description: string;
  readonly place: string;
  readonly community: string;
}

/** 上报 by an operator on the telephone: class by typing, community from the list. */
export async function reportByPhone(page: Page, { className, description, place, community }: PhonedReport): Promise<Locator> {
  await page.keyboard.press('n');
  const dialog = page.getByRole('dialog', { name: '上报问题' });
  await dialog.getByRole('combobox', { name: '事项类别' }).fill(className);
  await dialog.getByRole('option', { name: className }).first().click();
  await dialog.getByLabel('描述').fill(description);
  await dialog.getByLabel('位置').fill(place);
  await dialog.getByLabel('社区').selectOption({ label: community });
  return dialog;
}
