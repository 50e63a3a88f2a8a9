import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useMemo, useState } from 'react';
import { useCommands } from '../app/use-commands.ts';
import { useWords } from '../i18n/words.ts';
import { Empty, Loading } from '../ui/notice.tsx';
import { type CaseSearch, decodeSearch, encodeSearch } from './case-search.ts';
import { KeyBar } from './key-bar.tsx';
import { Queue } from './queue.tsx';
import './workbench.css';

const CaseView = lazy(() => import('./case-view.tsx').then((module) => ({ default: module.CaseView })));
const ReportDialog = lazy(() => import('./report-dialog.tsx').then((module) => ({ default: module.ReportDialog })));

/** Queue, case, and timeline with actions. The address holds the filter and the case; a phone shows one pane at a time. */
export function Workbench() {
  const { t } = useWords();
  const { caseId } = useParams({ from: '/cases/{-$caseId}' });
  const raw = useSearch({ from: '/cases/{-$caseId}' });
  const search = useMemo(() => decodeSearch(raw), [raw]);
  const navigate = useNavigate();
  const [reporting, setReporting] = useState(raw.report === '1');

  const open = useCallback(
    (id: string | undefined, replace = false) =>
      void navigate({ to: '/cases/{-$caseId}', params: { caseId: id }, search: encodeSearch(search), replace }),
    [navigate, search],
  );
  const setSearch = useCallback(
    (next: CaseSearch) => void navigate({ to: '/cases/{-$caseId}', params: { caseId }, search: encodeSearch(next) }),
    [navigate, caseId],
  );
  useCommands({ report: () => setReporting(true) });

  return (
    <div className={caseId ? 'bench bench-case' : 'bench'}>
      <Queue search={search} onSearch={setSearch} caseId={caseId} onOpen={open} onReport={() => setReporting(true)} />
      <Suspense fallback={<Loading />}>
        {caseId ? (
          <CaseView key={caseId} caseId={caseId} onOpen={open} />
        ) : (
          <div className="mid mid-empty">
            <Empty title={t('case.none')}>{t('case.noneNext')}</Empty>
          </div>
        )}
        {reporting ? (
          <ReportDialog
            onClose={() => setReporting(false)}
            onDone={(id) => {
              setReporting(false);
              open(id);
            }}
          />
        ) : null}
      </Suspense>
      <KeyBar />
    </div>
  );
}
