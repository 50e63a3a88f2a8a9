import type { Photo } from '@chengmai/modules/cases/contract.ts';
import { call } from '../api/http.ts';
import { shrinkPhoto } from './photo-shrink.ts';

export type PhotoStage = Photo['stage'];

/** Sends one photograph to a case, or ahead of a case that does not exist yet. */
export async function sendPhoto(file: File, stage: PhotoStage, caseId: string | null): Promise<Photo> {
  const form = new FormData();
  form.set('stage', stage);
  form.set('file', await shrinkPhoto(file), `${file.name.replace(/\.\w+$/, '')}.jpg`);
  return call<Photo>('POST', caseId ? `/api/cases/${caseId}/photos` : '/api/photos', form);
}
