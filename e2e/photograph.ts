import type { Browser } from 'playwright-core';

export interface Photograph {
  readonly name: string;
  readonly mimeType: 'image/jpeg';
  readonly buffer: Buffer;
}

const pictures = new WeakMap<Browser, Map<string, Photograph>>();

/** Runs in the page: a street with grain, so that the JPEG is as large as one of a telephone. */
function drawStreet({ label, width, height }: { label: string; width: number; height: number }): string {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const pen = canvas.getContext('2d')!;
  const bands: readonly [string, number, number][] = [
    ['#9fb7c9', 0, 0.45],
    ['#b8ab98', 0.3, 0.25],
    ['#6d6f70', 0.55, 0.45],
  ];
  for (const [colour, top, part] of bands) {
    pen.fillStyle = colour;
    pen.fillRect(0, top * height, width, part * height);
  }
  pen.fillStyle = '#2f6b46';
  pen.fillRect(width * 0.42, height * 0.5, width * 0.14, height * 0.26);
  pen.fillStyle = '#1d1f20';
  pen.fillRect(width * 0.4, height * 0.46, width * 0.18, height * 0.05);
  const grain = pen.getImageData(0, 0, width, height);
  let noise = 7;
  for (let index = 0; index < grain.data.length; index += 4) {
    noise = (noise * 1_103_515_245 + 12_345) & 0x7fffffff;
    const shift = (noise >> 16) % 24;
    for (let channel = 0; channel < 3; channel += 1) grain.data[index + channel] = grain.data[index + channel]! + shift;
  }
  pen.putImageData(grain, 0, 0);
  pen.fillStyle = '#ffffff';
  pen.font = `${height / 14}px sans-serif`;
  pen.fillText(label, width * 0.04, height * 0.94);
  return canvas.toDataURL('image/jpeg', 0.9).split(',')[1]!;
}

/** A JPEG of 2000 × 1500 px drawn by the browser itself, marked as an illustration. */
export async function photograph(browser: Browser, label: string): Promise<Photograph> {
  const known = pictures.get(browser) ?? new Map<string, Photograph>();
  pictures.set(browser, known);
  const before = known.get(label);
  if (before) return before;
  const page = await browser.newPage();
  const base64 = await page.evaluate(drawStreet, { label: `${label}（示意数据）`, width: 2000, height: 1500 });
  await page.close();
  const picture = { name: `${label}.jpg`, mimeType: 'image/jpeg', buffer: Buffer.from(base64, 'base64') } as const;
  known.set(label, picture);
  return picture;
}
