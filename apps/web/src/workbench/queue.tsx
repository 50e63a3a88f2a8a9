import { useInfiniteQuery } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef } from 'react';
import { listQuery } from '../api/cases.ts';
import { useCommands } from '../app/use-commands.ts';
import { useWords } from '../i18n/words.ts';
import { useQueueNews } from '../live/apply-live.ts';
import { Empty, Failure, Loading } from '../ui/notice.tsx';
import { BatchBar } from './batch-bar.tsx';
import { type CaseSearch, defaultSearch, isNarrowed } from './case-search.ts';
import { QueueBar } from './queue-bar.tsx';
import { QueueRow } from './queue-row.tsx';
import { toggleSelected, useSelection } from './selection.ts';
import { ViewTabs } from './view-tabs.tsx';

const ROW_PX = 60;
const ROW_PHONE_PX = 84;

interface QueueProps {
  readonly search: CaseSearch;
  readonly caseId: string | undefined;
  readonly onSearch: (search: CaseSearch) => void;
  readonly onOpen: (caseId: string, replace?: boolean) => void;
  readonly onReport: () => void;
}

export function Queue({ search, caseId, onSearch, onOpen, onReport }: QueueProps) {
  const { t } = useWords();
  const list = useInfiniteQuery(listQuery(search));
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const box = useRef<HTMLDivElement>(null);
  const selected = useSelection((state) => state.rows);
  const news = useQueueNews((state) => state.count);
  const phone = window.innerWidth <= 760;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => (phone ? ROW_PHONE_PX : ROW_PX),
    overscan: 8,
    getItemKey: (index) => rows[index]?.id ?? index,
  });

  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? -1;
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  useEffect(() => {
    if (last >= rows.length - 10 && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [last, rows.length, hasNextPage, isFetchingNextPage, fetchNextPage]);

  const at = rows.findIndex((row) => row.id === caseId);
  // A case that was just dealt with leaves the list; the next one has moved up into its place.
  const lastAt = useRef(-1);
  if (at >= 0) lastAt.current = at;
  const move = (step: 1 | -1) => {
    const left = caseId !== undefined && at < 0;
    const wanted = left ? lastAt.current + (step > 0 ? 0 : -1) : at + step;
    const to = Math.min(rows.length - 1, Math.max(0, wanted));
    const row = rows[to];
    if (!row) return;
    virtual.scrollToIndex(to);
    onOpen(row.id, true);
  };
  useCommands({
    next: () => move(1),
    previous: () => move(-1),
    open: () => (caseId ? document.querySelector<HTMLElement>('#case-actions button, #case-actions input')?.focus() : move(1)),
    select: () => {
      const row = rows[at];
      if (row) toggleSelected(row);
    },
  });

  const refresh = () => {
    useQueueNews.setState({ count: 0 });
    box.current?.scrollTo({ top: 0 });
    void list.refetch();
  };

  return (
    <section className="pane queue" aria-label={t('queue.label')}>
      <ViewTabs search={search} onSearch={onSearch} onReport={onReport} />
      <QueueBar search={search} onSearch={onSearch} />
      {news > 0 ? (
        <button type="button" className="queue-news" onClick={refresh}>
          {t('queue.updates', { n: news })}
        </button>
      ) : null}
      <div className="qs" ref={box}>
        {list.isPending ? <Loading /> : null}
        {list.isError && rows.length === 0 ? <Failure failure={list.error} onRetry={() => void list.refetch()} /> : null}
        {list.isSuccess && rows.length === 0 ? <EmptyQueue search={search} onSearch={onSearch} onReport={onReport} /> : null}
        <ul style={{ height: virtual.getTotalSize(), position: 'relative' }} aria-label={t('queue.label')}>
          {items.map((item) => {
            const row = rows[item.index];
            return row ? (
              <QueueRow
                key={row.id}
                row={row}
                current={row.id === caseId}
                selected={selected.has(row.id)}
                topPx={item.start}
                position={item.index + 1}
                total={hasNextPage ? -1 : rows.length}
                search={search}
              />
            ) : null;
          })}
        </ul>
        {rows.length > 0 && !hasNextPage ? <p className="queue-end">{t('queue.end', { n: rows.length })}</p> : null}
      </div>
      <BatchBar />
    </section>
  );
}

function EmptyQueue({ search, onSearch, onReport }: Pick<QueueProps, 'search' | 'onSearch' | 'onReport'>) {
  const { t } = useWords();
  if (isNarrowed(search)) {
    return (
      <Empty title={t('queue.emptyFiltered')}>
        <p>{t('queue.emptyFilteredNext')}</p>
        <button type="button" className="b b-accent" onClick={() => onSearch({ ...defaultSearch, view: search.view })}>
          {t('queue.clear')}
        </button>
      </Empty>
    );
  }
  return (
    <Empty title={t('queue.empty')}>
      <p>{t('queue.emptyNext')}</p>
      <span className="notice-acts">
        <button type="button" className="b" onClick={() => onSearch({ ...defaultSearch, view: 'open' })}>
          {t('queue.open')}
        </button>
        <button type="button" className="b b-accent" onClick={onReport}>
          {t('top.report')}
        </button>
      </span>
    </Empty>
  );
}
