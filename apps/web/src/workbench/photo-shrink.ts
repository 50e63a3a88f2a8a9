const LONGEST_PX = 2_048;
const QUALITIES = [0.85, 0.7, 0.55] as const;
/** What is this small goes as it is, unless it is drawn anew for privacy. */
const SMALL_BYTES = 300_000;
const SENT_BYTES = 1_500_000;
/** The server takes no larger file; one that large is seldom a photograph. */
export const MOST_BYTES = 12 * 1024 * 1024;
const asTheyAre: readonly string[] = ['image/jpeg', 'image/png', 'image/webp'];

export type PhotoRefusal = 'unreadable' | 'tooLarge';
export type PreparedPhoto = { readonly blob: Blob; readonly refused?: never } | { readonly refused: PhotoRefusal };

/** A size in megabytes as people say it: `13.4`. */
export const megabytes = (bytes: number): string => (bytes / (1024 * 1024)).toFixed(1);

async function drawn(bitmap: ImageBitmap): Promise<Blob | null> {
  const scale = Math.min(1, LONGEST_PX / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const paper = canvas.getContext('2d');
  if (!paper) return null;
  // JPEG knows no transparency: without a ground, a clear picture turns black.
  paper.fillStyle = '#fff';
  paper.fillRect(0, 0, canvas.width, canvas.height);
  paper.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  let blob: Blob | null = null;
  for (const quality of QUALITIES) {
    blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality));
    if (blob === null || blob.size <= SENT_BYTES) break;
  }
  return blob;
}

/**
 * Judges a photograph when it is chosen and makes it small enough for a phone on the street: JPEG, 2048 px on the long side, about 1.5 MB.
 * Refuses what the browser cannot decode and files above 12 MB. `always` draws small ones anew too, which leaves their EXIF behind.
 */
export async function preparePhoto(file: File, always = false): Promise<PreparedPhoto> {
  if (file.size > MOST_BYTES) return { refused: 'tooLarge' };
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
  } catch {
    return { refused: 'unreadable' };
  }
  const known = asTheyAre.includes(file.type);
  try {
    if (known && !always && file.size <= SMALL_BYTES) return { blob: file };
    const blob = await drawn(bitmap);
    if (blob === null) return known ? { blob: file } : { refused: 'unreadable' };
    return { blob: known && !always && file.size < blob.size ? file : blob };
  } finally {
    bitmap.close();
  }
}
