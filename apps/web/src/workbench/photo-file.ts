import type { Photo } from '@chengmai/modules/cases/contract.ts';
import { call } from '../api/http.ts';

export type PhotoStage = Photo['stage'];

const LONGEST_PX = 1_600;
const QUALITY = 0.82;
const SMALL_BYTES = 300_000;

/** Shrinks a photograph in the browser, so that a phone on the street sends little; what cannot be decoded goes as it is and the server judges. */
export async function shrinkPhoto(file: File): Promise<Blob> {
  if (file.size <= SMALL_BYTES) return file;
  try {
    const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
    const scale = Math.min(1, LONGEST_PX / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(bitmap.width * scale);
    canvas.height = Math.round(bitmap.height * scale);
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    const small = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY));
    return small && small.size < file.size ? small : file;
  } catch {
    return file;
  }
}

/** Sends one photograph to a case, or ahead of a case that does not exist yet. */
export async function sendPhoto(file: File, stage: PhotoStage, caseId: string | null): Promise<Photo> {
  const form = new FormData();
  form.set('stage', stage);
  form.set('file', await shrinkPhoto(file), `${file.name.replace(/\.\w+$/, '')}.jpg`);
  return call<Photo>('POST', caseId ? `/api/cases/${caseId}/photos` : '/api/photos', form);
}
