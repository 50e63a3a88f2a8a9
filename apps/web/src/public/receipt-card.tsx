import { useState } from 'react';
import type { Receipt } from './public-api.ts';
import type { Say } from './public-app.tsx';

export function ReceiptCard({
  t,
  receipt,
  onFollow,
  onAgain,
}: {
  t: Say;
  receipt: Receipt;
  onFollow: (code: string) => void;
  onAgain: () => void;
}) {
  const [copied, setCopied] = useState(false);
  const copy = () => {
    navigator.clipboard?.writeText(receipt.trackingCode).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  return (
    <section className="bdy receipt" aria-live="polite">
      <svg width="56" height="56" viewBox="0 0 24 24" fill="none" stroke="var(--s-ok)" strokeWidth="2" aria-hidden="true">
        <circle cx="12" cy="12" r="10" />
        <path d="M7 12.500l3.500 3.500L17 9" />
      </svg>
      <h2>{t('done')}</h2>
      <p className="note">{t('done.number', { number: receipt.number })}</p>
      <div className="code">
        <span>{t('done.code')}</span>
        <b>{receipt.trackingCode}</b>
        {'clipboard' in navigator ? (
          <button type="button" className="mb" onClick={copy}>
            {t(copied ? 'done.copied' : 'done.copy')}
          </button>
        ) : null}
      </div>
      <p className="note">{t('done.keep')}</p>
      <div className="go">
        <button type="button" className="mb" onClick={onAgain}>
          {t('done.again')}
        </button>
        <button type="button" className="big" onClick={() => onFollow(receipt.trackingCode)}>
          {t('done.follow')}
        </button>
      </div>
    </section>
  );
}
