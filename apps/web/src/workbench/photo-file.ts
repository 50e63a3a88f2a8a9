import type { Photo } from '@chengmai/modules/cases/contract.ts';
import { call, Refusal } from '../api/http.ts';
import { say } from '../i18n/words.ts';
import { megabytes, preparePhoto } from './photo-shrink.ts';

export type PhotoStage = Photo['stage'];

/** Sends one photograph to a case, or ahead of a case that does not exist yet. Throws `Refusal`, also for what is not worth sending. */
export async function sendPhoto(file: File, stage: PhotoStage, caseId: string | null): Promise<Photo> {
  const prepared = await preparePhoto(file);
  if (prepared.refused) {
    throw new Refusal(0, {
      title: say(`photo.${prepared.refused}`, { name: file.name, mb: megabytes(file.size) }),
      next: say('photo.refusedNext'),
    });
  }
  const form = new FormData();
  form.set('stage', stage);
  form.set('file', prepared.blob, `${file.name.replace(/\.\w+$/, '')}.jpg`);
  return call<Photo>('POST', caseId ? `/api/cases/${caseId}/photos` : '/api/photos', form);
}
