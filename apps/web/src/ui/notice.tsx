import type { ReactNode } from 'react';
import { Refusal } from '../api/http.ts';
import { useWords } from '../i18n/words.ts';
import './notice.css';

/** What an empty place says: that it is empty, and what to do. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="notice" role="status">
      <strong>{title}</strong>
      {children ? <div className="notice-next">{children}</div> : null}
    </div>
  );
}

/** A refusal or failure: its title, its next step, and a way to try again. */
export function Failure({ failure, onRetry, children }: { failure: unknown; onRetry?: (() => void) | undefined; children?: ReactNode }) {
  const { t } = useWords();
  const refusal = failure instanceof Refusal ? failure : null;
  return (
    <div className="notice notice-failure" role="alert">
      <strong>{refusal ? refusal.title : t('failure.unreachable')}</strong>
      <div className="notice-next">{refusal ? refusal.next : t('failure.unreachableNext')}</div>
      {refusal?.code ? <code>{refusal.code}</code> : null}
      {children}
      {onRetry ? (
        <button type="button" className="b" onClick={onRetry}>
          {t('common.retry')}
        </button>
      ) : null}
    </div>
  );
}

export function Loading() {
  const { t } = useWords();
  return (
    <div className="notice notice-loading" role="status" aria-live="polite">
      {t('common.loading')}
    </div>
  );
}
