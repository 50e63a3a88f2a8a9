import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useWords } from '../i18n/words.ts';
import { formatAt } from '../time/format.ts';
import { useNow } from '../time/use-now.ts';
import { Empty, Failure, Loading } from '../ui/notice.tsx';
import { DrillDown } from './drill-down.tsx';
import { EvalControls } from './eval-controls.tsx';
import { decodeEval, type EvalSearch, encodeEval } from './eval-search.ts';
import { flagWord } from './flag-word.ts';
import { MetricTable } from './metric-table.tsx';
import { metricQuery } from './queries.ts';
import { ReportButtons } from './report-buttons.tsx';
import { ScoresView } from './scores-view.tsx';
import { WrongFields } from './wrong-fields.tsx';
import './evaluation.css';

/** Counts → rates → scores: every figure with its formula, every figure opens its rows. */
export function EvaluationPage() {
  const { t } = useWords();
  const raw = useSearch({ from: '/eval' });
  const navigate = useNavigate();
  const day = useNow(3_600_000);
  const search = useMemo(() => decodeEval(raw, day), [raw, day]);
  const scores = raw.tab === 'scores';
  const go = (next: Record<string, string>) => void navigate({ to: '/eval', search: next });
  const set = (change: Partial<EvalSearch>) =>
    go({ ...encodeEval({ ...search, open: '', ...change }), ...(scores ? { tab: 'scores' } : {}) });
  return (
    <div className="page eval">
      <header className="page-head">
        <h1>{t('nav.eval')}</h1>
        <nav className="tabs" aria-label={t('eval.tabs')}>
          <button type="button" aria-current={scores ? undefined : 'page'} onClick={() => go(encodeEval(search))}>
            {t('eval.metrics')}
          </button>
          <button type="button" aria-current={scores ? 'page' : undefined} onClick={() => go({ ...encodeEval(search), tab: 'scores' })}>
            {t('eval.scores')}
          </button>
        </nav>
        <span className="grow" />
        <ReportButtons month={search.from.slice(0, 7)} />
      </header>
      {scores ? <ScoresView search={search} set={set} /> : <Metrics search={search} set={set} />}
    </div>
  );
}

function Metrics({ search, set }: { search: EvalSearch; set: (change: Partial<EvalSearch>) => void }) {
  const { t, language, pick } = useWords();
  const now = useNow(60_000);
  const result = useQuery(metricQuery(search));
  const [formulaOpen, setFormulaOpen] = useState(true);
  const data = result.data;
  return (
    <>
      <EvalControls search={search} set={set} />
      {result.isPending ? <Loading /> : null}
      {result.error ? (
        <Failure failure={result.error} onRetry={() => void result.refetch()}>
          <WrongFields failure={result.error} />
          <button type="button" className="b b-accent" onClick={() => set(decodeEval({}, now))}>
            {t('eval.reset')}
          </button>
        </Failure>
      ) : null}
      {data && !result.error ? (
        <section className="card" aria-label={language === 'zh' ? data.metric.zh : data.metric.en}>
          <header>
            <h2>{language === 'zh' ? data.metric.zh : data.metric.en}</h2>
            <button type="button" className="plain on" aria-expanded={formulaOpen} onClick={() => setFormulaOpen(!formulaOpen)}>
              {t('eval.formula')}
            </button>
            <span>
              {t('eval.asOf', { at: formatAt(data.asOf, now) })}
              {data.flags.length > 0 ? ` · ${data.flags.map((flag) => flagWord(flag, pick)).join(t('common.listSeparator'))}` : ''}
            </span>
          </header>
          {formulaOpen ? (
            <p className="formula">
              {language === 'zh' ? data.metric.formulaZh : data.metric.formulaEn}
              <span>{t('eval.source', { source: data.metric.source })}</span>
            </p>
          ) : null}
          {data.rows.length === 0 ? (
            <Empty title={t('eval.empty')}>{t('eval.emptyNext')}</Empty>
          ) : (
            <MetricTable result={data} search={search} set={set} />
          )}
        </section>
      ) : null}
      {search.open && data ? <DrillDown search={search} result={data} onClose={() => set({ open: '' })} /> : null}
    </>
  );
}
