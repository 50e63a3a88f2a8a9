import sharp, { type Sharp } from 'sharp';
import type { Images, PreparedImage } from '../ports/images.ts';

const FULL_PX = 2048;
const THUMB_PX = 320;
/** Above this a picture is a decompression bomb, not a photo. */
const MAX_PIXELS = 80_000_000;

/** EXIF DateTimeOriginal `2026:11-20 15:03:00`, found as text: the one field that is worth keeping. */
function takenAt(exif: Buffer | undefined, utcOffsetMinutes: number): number | null {
  const found = exif?.toString('latin1').match(/(20\d\d):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)/);
  if (!found) return null;
  const [, y, mo, d, h, mi, s] = found.map(Number);
  return Date.UTC(y!, mo! - 1, d, h, mi, s) - utcOffsetMinutes * 60_000;
}

async function differenceHash(image: Sharp): Promise<string> {
  const { data } = await image.clone().greyscale().resize(9, 8, { fit: 'fill' }).raw().toBuffer({ resolveWithObject: true });
  let bits = '';
  for (let y = 0; y < 8; y++) for (let x = 0; x < 8; x++) bits += data[y * 9 + x]! < data[y * 9 + x + 1]! ? '1' : '0';
  return BigInt(`0b${bits}`).toString(16).padStart(16, '0');
}

async function prepare(bytes: Uint8Array, utcOffsetMinutes: number): Promise<PreparedImage> {
  const source = sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'error' });
  const { exif } = await source.metadata();
  const upright = source.rotate();
  const full = await upright
    .clone()
    .resize(FULL_PX, FULL_PX, { fit: 'inside', withoutEnlargement: true })
    .jpeg({ quality: 82 })
    .toBuffer({ resolveWithObject: true });
  const thumb = await upright
    .clone()
    .resize(THUMB_PX, THUMB_PX, { fit: 'inside', withoutEnlargement: true })
    .jpeg({ quality: 74 })
    .toBuffer();
  return {
    full: full.data,
    thumb,
    widthPx: full.info.width,
    heightPx: full.info.height,
    takenAt: takenAt(exif, utcOffsetMinutes),
    lookHash: await differenceHash(sharp(full.data)),
  };
}

/** Pictures through libvips. Bytes that it refuses are `null`, whatever the reason: the sender is told the same. */
export const sharpImages = (): Images => ({
  prepare: (bytes, utcOffsetMinutes) => prepare(bytes, utcOffsetMinutes).catch(() => null),
});
