import { type ChangeEvent, useRef } from 'react';
import { shrinkPhoto } from '../workbench/photo-shrink.ts';
import type { Say } from './public-app.tsx';

export interface TakenPhoto {
  readonly blob: Blob;
  readonly url: string;
}

const MOST = 3;

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
  const take = async (event: ChangeEvent<HTMLInputElement>) => {
    const files = [...(event.target.files ?? [])].slice(0, MOST - photos.length);
    event.target.value = '';
    // Drawing a photograph anew also leaves its EXIF behind, and with it the position.
    const blobs = await Promise.all(files.map((file) => shrinkPhoto(file, true)));
    onPhotos([...photos, ...blobs.map((blob) => ({ blob, url: URL.createObjectURL(blob) }))]);
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
          <button type="button" className="ph-add" onClick={() => input.current?.click()}>
            <svg width="28" height="26" viewBox="0 0 36 32" fill="none" stroke="currentColor" strokeWidth="3" aria-hidden="true">
              <path d="M3 8h7l3-5h10l3 5h7v21H3z" />
              <circle cx="18" cy="18" r="6.5" />
            </svg>
            {t('photos.add')}
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
      <p className="note">{t('photos.privacy')}</p>
    </fieldset>
  );
}
