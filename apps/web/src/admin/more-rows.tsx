import { useWords } from '../i18n/words.ts';

interface MoreProps {
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly fetchNextPage: () => unknown;
  readonly count: number;
}

/** The foot of a keyset list. */
export function MoreRows({ hasNextPage, isFetchingNextPage, fetchNextPage, count }: MoreProps) {
  const { t } = useWords();
  if (!hasNextPage) return <p className="admin-end">{t('admin.shown', { n: count })}</p>;
  return (
    <p className="admin-end">
      <button type="button" className="b b-small" disabled={isFetchingNextPage} onClick={() => fetchNextPage()}>
        {t('common.more')}
      </button>
    </p>
  );
}
