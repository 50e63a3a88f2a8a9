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

/** The cases behind one figure, with the sum beside it so that anybody can see that they agree. */
export function DrillDown({ search, result, onClose }: { search: EvalSearch; result: MetricResult; onClose: () => void }) {
  const { t, pick } = useWords();
  const now = useNow(60_000);
  const stateWord = useStateWord();
  const opened = readOpen(search.open);
  const list = useInfiniteQuery(rowsQuery(search));
  if (!opened) return null;
  const row = opened.total ? result.total : result.rows.find((each) => each.key === opened.key);
  const figure = row ? (row[opened.part] ?? 0) : 0;
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const name = opened.total ? t('eval.total') : row?.name || t('eval.noKey');
  const part = result.metric.kind === 'rate' ? t(`eval.${opened.part}`) : t('eval.count');
  return (
    <Dialog
      title={`${pick(result.metric)} · ${name} · ${part} ${formatCount(figure)}`}
      onClose={onClose}
      widthPx={980}
      footer={
        <>
          <span className="drill-sum">
            {t(list.hasNextPage ? 'drill.more' : 'drill.all', { n: formatCount(rows.length), figure: formatCount(figure) })}
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
            </tr>
          </thead>
          <tbody>
            {rows.map((each) => (
              <tr key={each.id}>
                <td>
                  <Link to="/cases/{-$caseId}" params={{ caseId: each.id }} search={{ view: 'all' }}>
                    {shortNumber(each.number)}
                  </Link>
                </td>
                <td>{each.className}</td>
                <td>{[each.place, each.communityName].filter(Boolean).join(' · ')}</td>
                <td>{stateWord(each.state)}</td>
                <td>{each.unitName ?? '—'}</td>
                <td className="num">{formatAt(each.reportedAt, now)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
    </Dialog>
  );
}
