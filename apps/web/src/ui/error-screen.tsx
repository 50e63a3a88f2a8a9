import { useWords } from '../i18n/words.ts';
import { Empty } from './notice.tsx';

/** Shown instead of a page that threw: nothing that was acknowledged is touched by it. */
export function Crashed({ error }: { error: unknown }) {
  const { t } = useWords();
  return (
    <div className="notice notice-failure" role="alert">
      <strong>{t('failure.crashed')}</strong>
      <div className="notice-next">{t('failure.crashedNext')}</div>
      <code>{error instanceof Error ? `${error.name}: ${error.message}` : String(error)}</code>
      <button type="button" className="b b-accent" onClick={() => window.location.reload()}>
        {t('failure.reload')}
      </button>
    </div>
  );
}

export function NoPage() {
  const { t } = useWords();
  return <Empty title={t('failure.noPage')}>{t('failure.noPageNext')}</Empty>;
}
