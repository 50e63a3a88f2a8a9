import type { Locator } from 'playwright-core';
import type { Seat } from './browser.ts';
import { addPhotos } from './desk.ts';
import type { Photograph } from './photograph.ts';

export interface CitizenReport {
  readonly description: string;
  readonly place: string;
  /** Where the telephone is, WGS-84. */
  readonly lon: number;
  readonly lat: number;
  readonly photo?: Photograph;
}

/** Reports at /s/ as a citizen does it on a telephone: three steps, no account. Answers the tracking code on the receipt. */
export async function reportAsCitizen({ page, context }: Seat, { description, place, lon, lat, photo }: CitizenReport): Promise<string> {
  await context.grantPermissions(['geolocation']);
  await context.setGeolocation({ longitude: lon, latitude: lat, accuracy: 12 });
  await page.goto('/s/');
  await page.getByLabel('说说看到了什么').fill(description);
  if (photo) {
    await addPhotos(page.getByRole('group', { name: '照片（最多 3 张）' }), '拍照或选照片', [photo]);
    await page.getByRole('button', { name: '删除照片 1' }).waitFor();
  }
  await page.getByRole('button', { name: '下一步' }).click();
  await page.getByLabel('地点').fill(place);
  await page.getByRole('button', { name: '用我现在的位置' }).click();
  await page.getByText('已记录您的位置').waitFor();
  await page.getByRole('button', { name: '下一步' }).click();
  await page.getByRole('button', { name: '提交', exact: true }).click();
  await page.getByRole('heading', { name: '已收到，谢谢您' }).waitFor();
  return (await codeOf(page.getByRole('main')).textContent()) ?? '';
}

const codeOf = (receipt: Locator): Locator => receipt.getByText(/^[2-9A-HJKMNP-Z]{12}$/);

/** Looks the case up under its code, as somebody who kept the receipt. */
export async function followAsCitizen({ page }: Seat, trackingCode: string): Promise<void> {
  await page.goto('/s/');
  await page.getByRole('button', { name: '查进度' }).click();
  await page.getByLabel('查询码').fill(trackingCode);
  await page.getByRole('button', { name: '查询', exact: true }).click();
}
