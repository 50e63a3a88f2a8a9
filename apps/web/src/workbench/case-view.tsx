import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { detailQuery } from '../api/cases.ts';
import { useWords } from '../i18n/words.ts';
import { Failure, Loading } from '../ui/notice.tsx';
import { ActionPanel } from './action-panel.tsx';
import { CaseFacts } from './case-facts.tsx';
import { CaseHead } from './case-head.tsx';
import { DuplicatePanel } from './duplicate-panel.tsx';
import { HistoryList } from './history-list.tsx';
import { PhotoStrip } from './photo-strip.tsx';
import { Timeline } from './timeline.tsx';
import './case.css';

const CaseMap = lazy(() => import('./case-map.tsx').then((module) => ({ default: module.CaseMap })));

interface CaseViewProps {
  readonly caseId: string;
  readonly onOpen: (caseId: string | undefined) => void;
}

export function CaseView({ caseId, onOpen }: CaseViewProps) {
  const { t, pick, named } = useWords();
  const { data: detail, error, refetch } = useQuery(detailQuery(caseId));
  if (!detail) {
    return <div className="mid mid-empty">{error ? <Failure failure={error} onRetry={() => void refetch()} /> : <Loading />}</div>;
  }
  const primary = detail.actions.find((each) => each.primary);
  return (
    <>
      <article className="mid" aria-label={`${named(detail.className, detail.classNameEn)} ${detail.number}`}>
        <button type="button" className="b case-back" onClick={() => onOpen(undefined)}>
          ‹ {t('queue.label')}
        </button>
        <CaseHead detail={detail} />
        <CaseFacts detail={detail} />
        <PhotoStrip detail={detail} />
        <div className="two">
          <section className="card mm" id="case-map" aria-label={t('case.map')} tabIndex={-1}>
            <h2>
              {t('case.map')} <span>{detail.accuracyM === null ? '' : t('case.accuracy', { m: Math.round(detail.accuracyM) })}</span>
            </h2>
            <Suspense fallback={<Loading />}>
              <CaseMap detail={detail} />
            </Suspense>
          </section>
          <DuplicatePanel detail={detail} />
        </div>
        <HistoryList detail={detail} />
      </article>
      {primary ? (
        <div className="case-jump">
          <button
            type="button"
            className="b b-primary"
            onClick={() => document.getElementById('case-actions')?.scrollIntoView({ behavior: 'smooth' })}
          >
            {t('case.goAct', { verb: pick(primary) })}
          </button>
        </div>
      ) : null}
      <aside className="pane rt" aria-label={t('case.side')}>
        <Timeline detail={detail} />
        {/* Not by state: what was typed, and why it was refused, outlives somebody else's step. */}
        <ActionPanel key={detail.id} detail={detail} onNext={onOpen} />
      </aside>
    </>
  );
}
