import { type ChangeEvent, useRef, useState } from 'react';
import { megabytes, type PhotoRefusal, preparePhoto } from '../workbench/photo-shrink.ts';
import { newKey } from './public-api.ts';
import type { Say } from './public-app.tsx';

export interface TakenPhoto {
  readonly blob: Blob;
  readonly url: string;
}

interface Refused {
  readonly key: string;
  readonly name: string;
  readonly why: PhotoRefusal | 'tooMany';
  readonly mb: string;
}

const MOST = 3;

/** What was not taken and why, each with its name, until it is dismissed. */
function RefusedList({ t, refused, onDismiss }: { t: Say; refused: readonly Refused[]; onDismiss: (key: string) => void }) {
  if (refused.length === 0) return null;
  return (
    <ul className="ph-refused" role="alert">
      {refused.map(({ key, name, why, mb }) => (
        <li key={key}>
          <span>{t(`photos.${why}`, { name, mb })}</span>
          <button type="button" aria-label={t('photos.dismiss', { name })} onClick={() => onDismiss(key)}>
            ×
          </button>
        </li>
      ))}
    </ul>
  );
}

export function PhotoPicker({
  t,
  photos,
  onPhotos,
}: {
  t: Say;
  photos: readonly TakenPhoto[];
  onPhotos: (photos: readonly TakenPhoto[]) => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  const [refused, setRefused] = useState<readonly Refused[]>([]);
  const [preparing, setPreparing] = useState(false);
  const take = async (event: ChangeEvent<HTMLInputElement>) => {
    const files = [...(event.target.files ?? [])];
    event.target.value = '';
    setPreparing(true);
    const taken: TakenPhoto[] = [];
    const left: Refused[] = [];
    for (const file of files) {
      const room = photos.length + taken.length < MOST;
      // Drawing a photograph anew also leaves its EXIF behind, and with it the position.
      const prepared = room ? await preparePhoto(file, true) : { refused: 'tooMany' as const };
      if (prepared.refused) left.push({ key: newKey(), name: file.name, why: prepared.refused, mb: megabytes(file.size) });
      else taken.push({ blob: prepared.blob, url: URL.createObjectURL(prepared.blob) });
    }
    onPhotos([...photos, ...taken]);
    setRefused(left);
    setPreparing(false);
  };
  const drop = (index: number) => {
    URL.revokeObjectURL(photos[index]!.url);
    onPhotos(photos.filter((_, i) => i !== index));
  };
  return (
    <fieldset>
      <legend>{t('photos')}</legend>
      <div className="phs">
        {photos.map((photo, index) => (
          <div key={photo.url}>
            <img src={photo.url} alt="" />
            <button type="button" aria-label={t('photos.remove', { n: index + 1 })} onClick={() => drop(index)}>
              ×
            </button>
          </div>
        ))}
        {photos.length < MOST ? (
          <button type="button" className="ph-add" disabled={preparing} onClick={() => input.current?.click()}>
            <svg width="28" height="26" viewBox="0 0 36 32" fill="none" stroke="currentColor" strokeWidth="3" aria-hidden="true">
              <path d="M3 8h7l3-5h10l3 5h7v21H3z" />
              <circle cx="18" cy="18" r="6.5" />
            </svg>
            {t(preparing ? 'photos.preparing' : 'photos.add')}
          </button>
        ) : null}
      </div>
      <input
        ref={input}
        className="sr"
        type="file"
        accept="image/jpeg,image/png,image/webp"
        multiple
        tabIndex={-1}
        aria-label={t('photos.add')}
        onChange={(event) => void take(event)}
      />
      <RefusedList t={t} refused={refused} onDismiss={(key) => setRefused(refused.filter((each) => each.key !== key))} />
      <p className="note">{t('photos.privacy')}</p>
    </fieldset>
  );
}
