import type { Photo } from '@chengmai/modules/cases/contract.ts';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type CaseDetail, detailQuery } from '../api/cases.ts';
import { useWords } from '../i18n/words.ts';
import { formatAt } from '../time/format.ts';
import { useNow } from '../time/use-now.ts';
import { Lightbox } from './lightbox.tsx';
import type { PhotoStage } from './photo-file.ts';
import { PhotoInput } from './photo-input.tsx';

const stageOrder: readonly PhotoStage[] = ['report', 'pre_check', 'before', 'after', 'post_check', 'other'];

/** Which photograph the next step asks for. */
function nextStage(detail: CaseDetail): PhotoStage {
  const can = (action: string) => detail.actions.some((each) => each.action === action);
  if (can('answer_pre_check')) return 'pre_check';
  if (can('answer_post_check')) return 'post_check';
  return ['handling', 'pending_assign'].includes(detail.state) ? 'after' : 'other';
}

export function PhotoStrip({ detail }: { detail: CaseDetail }) {
  const { t } = useWords();
  const now = useNow(60_000);
  const queries = useQueryClient();
  const [shown, setShown] = useState<number | null>(null);
  const photos = [...detail.photos].sort(
    (a, b) => stageOrder.indexOf(a.stage) - stageOrder.indexOf(b.stage) || a.addedAt.localeCompare(b.addedAt),
  );
  const awaitsAfter =
    !photos.some((photo) => photo.stage === 'after') && ['pending_dispatch', 'pending_assign', 'handling'].includes(detail.state);
  const stage = nextStage(detail);
  const added = (photo: Photo) => {
    queries.setQueryData(detailQuery(detail.id).queryKey, (known) => (known ? { ...known, photos: [...known.photos, photo] } : known));
    void queries.invalidateQueries({ queryKey: detailQuery(detail.id).queryKey });
  };
  return (
    <section className="card" aria-label={t('photo.title')}>
      <h2>
        {t('photo.title')}
        <PhotoInput stage={stage} caseId={detail.id} onPhoto={added} className="b b-small">
          {t('photo.add', { stage: t(`photo.${stage}`) })}
        </PhotoInput>
      </h2>
      <div className="ph">
        {photos.map((photo, index) => (
          <figure key={photo.id}>
            <button
              type="button"
              className="im"
              onClick={() => setShown(index)}
              aria-label={t('photo.enlarge', { stage: t(`photo.${photo.stage}`), n: index + 1 })}
            >
              <img src={`${photo.url}?size=thumb`} alt="" loading="lazy" decoding="async" />
            </button>
            <figcaption>
              <b>{t(`photo.${photo.stage}`)}</b> {photo.byName}　{formatAt(photo.takenAt ?? photo.addedAt, now)}
            </figcaption>
          </figure>
        ))}
        {awaitsAfter ? (
          <figure>
            <div className="im gh">
              <span>
                {t('photo.awaited')}
                <br />
                {t('photo.sameAngle')}
              </span>
            </div>
            <figcaption>
              <b>{t('photo.after')}</b>　—
            </figcaption>
          </figure>
        ) : null}
        {photos.length === 0 && !awaitsAfter ? <p className="ph-none">{t('photo.none')}</p> : null}
      </div>
      {shown === null ? null : <Lightbox photos={photos} index={shown} onIndex={setShown} onClose={() => setShown(null)} />}
    </section>
  );
}
