const LONGEST_PX = 1_600;
const QUALITY = 0.82;
const SMALL_BYTES = 300_000;

/**
 * Shrinks a photograph in the browser, so that a phone on the street sends little; what cannot be decoded goes as it is and the server
 * judges. `always` draws small ones anew too, which leaves their EXIF behind.
 */
export async function shrinkPhoto(file: File, always = false): Promise<Blob> {
  if (file.size <= SMALL_BYTES && !always) return file;
  try {
    const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
    const scale = Math.min(1, LONGEST_PX / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(bitmap.width * scale);
    canvas.height = Math.round(bitmap.height * scale);
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    const drawn = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY));
    return drawn && (always || drawn.size < file.size) ? drawn : file;
  } catch {
    return file;
  }
}
