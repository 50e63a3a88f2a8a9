import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useWords } from '../i18n/words.ts';
import { formatAt, formatCount } from '../time/format.ts';
import { shortNumber } from '../time/short-number.ts';
import { useNow } from '../time/use-now.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Empty, Failure, Loading } from '../ui/notice.tsx';
import { useStateWord } from '../workbench/queue-row.tsx';
import { type EvalSearch, readOpen } from './eval-search.ts';
import { type MetricResult, rowsQuery } from './queries.ts';
import { sumWord } from './sum-word.ts';

/** The cases behind one figure, with the sum beside it so that anybody can see that they agree. */
export function DrillDown({ search, result, onClose }: { search: EvalSearch; result: MetricResult; onClose: () => void }) {
  const { t, pick, named } = useWords();
  const now = useNow(60_000);
  const stateWord = useStateWord();
  const opened = readOpen(search.open);
  const list = useInfiniteQuery(rowsQuery(search));
  if (!opened) return null;
  const line = opened.total ? result.total : result.rows.find((each) => each.key === opened.key);
  const figure = line?.[opened.part] ?? 0;
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const sum = rows.reduce((total, each) => total + each.value, 0);
  const said = sumWord(list, sum === figure);
  const name = opened.total ? t('eval.total') : line?.name || t('eval.noKey');
  const part = result.metric.kind === 'rate' ? t(`eval.${opened.part}`) : t('eval.count');
  return (
    <Dialog
      title={`${pick(result.metric)} · ${name} · ${part} ${formatCount(figure)}`}
      onClose={onClose}
      widthPx={980}
      footer={
        <>
          <span className={said === 'drill.differs' ? 'drill-sum s-near' : 'drill-sum'} role="status">
            {said ? t(said, { n: formatCount(rows.length), sum: formatCount(sum), figure: formatCount(figure) }) : ''}
          </span>
          {list.hasNextPage ? (
            <button type="button" className="b" disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              {t('common.more')}
            </button>
          ) : null}
        </>
      }
    >
      {list.isPending ? <Loading /> : null}
      {list.error ? <Failure failure={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.isSuccess && rows.length === 0 ? <Empty title={t('drill.none')} /> : null}
      {rows.length > 0 ? (
        <table className="t">
          <thead>
            <tr>
              <th>{t('case.number')}</th>
              <th>{t('fact.class')}</th>
              <th>{t('fact.place')}</th>
              <th>{t('filter.state')}</th>
              <th>{t('filter.unit')}</th>
              <th className="num">{t('fact.reportedAt')}</th>
              <th className="num">{t('drill.value')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ caseId, value, reportedAt, case: row }) => (
              <tr key={caseId}>
                <td>
                  {row ? (
                    <Link to="/cases/{-$caseId}" params={{ caseId }} search={{ view: 'all' }}>
                      {shortNumber(row.number)}
                    </Link>
                  ) : (
                    <span className="missing">{t('drill.outOfScope')}</span>
                  )}
                </td>
                <td>{named(row?.className, row?.classNameEn) || '—'}</td>
                <td>{row ? [row.place, named(row.communityName, row.communityNameEn)].filter(Boolean).join(' · ') : '—'}</td>
                <td>{row ? stateWord(row.state) : '—'}</td>
                <td>{named(row?.unitName, row?.unitNameEn) || '—'}</td>
                <td className="num">{formatAt(reportedAt, now)}</td>
                <td className="num">{value}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
    </Dialog>
  );
}
