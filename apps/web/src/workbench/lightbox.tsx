import type { Photo } from '@chengmai/modules/cases/contract.ts';
import { useEffect } from 'react';
import { useWords } from '../i18n/words.ts';
import { formatAt } from '../time/format.ts';
import { Dialog } from '../ui/dialog.tsx';

interface LightboxProps {
  readonly photos: readonly Photo[];
  readonly index: number;
  readonly onIndex: (index: number) => void;
  readonly onClose: () => void;
}

/** One photograph large, beside the last one before handling when the shown one is from after it. */
export function Lightbox({ photos, index, onIndex, onClose }: LightboxProps) {
  const { t } = useWords();
  const photo = photos[index];
  useEffect(() => {
    const turn = (event: KeyboardEvent) => {
      const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
      if (step !== 0) onIndex((index + step + photos.length) % photos.length);
    };
    window.addEventListener('keydown', turn);
    return () => window.removeEventListener('keydown', turn);
  }, [index, photos.length, onIndex]);
  if (!photo) return null;
  const after = photo.stage === 'after' || photo.stage === 'post_check';
  const before = after ? photos.findLast((each) => ['before', 'pre_check', 'report'].includes(each.stage)) : undefined;
  const shown = before ? [before, photo] : [photo];
  return (
    <Dialog
      title={t('photo.title')}
      onClose={onClose}
      widthPx={1200}
      footer={
        <>
          <span className="lightbox-count">
            {index + 1} / {photos.length}
          </span>
          <button type="button" className="b" onClick={() => onIndex((index - 1 + photos.length) % photos.length)}>
            ‹ {t('photo.previous')}
          </button>
          <button type="button" className="b" onClick={() => onIndex((index + 1) % photos.length)}>
            {t('photo.next')} ›
          </button>
        </>
      }
    >
      <div className={before ? 'lightbox lightbox-pair' : 'lightbox'}>
        {shown.map((each) => (
          <figure key={each.id}>
            <img src={each.url} alt={`${t(`photo.${each.stage}`)} ${each.byName}`} />
            <figcaption>
              <b>{t(`photo.${each.stage}`)}</b> {each.byName}　{formatAt(each.takenAt ?? each.addedAt, Date.now())}
            </figcaption>
          </figure>
        ))}
      </div>
    </Dialog>
  );
}
