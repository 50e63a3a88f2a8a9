import { useState } from 'react';
import { useWords } from '../i18n/words.ts';
import { BatchDialog } from './batch-dialog.tsx';
import { clearSelection, useSelection } from './selection.ts';

/** What is marked, and what can be done with all of it at once. */
export function BatchBar() {
  const { t, named } = useWords();
  const rows = useSelection((state) => state.rows);
  const [open, setOpen] = useState(false);
  if (rows.size === 0) return null;
  const classes = [...new Set([...rows.values()].map((row) => named(row.className, row.classNameEn)))];
  return (
    <div className="batch" role="toolbar" aria-label={t('queue.selected', { n: rows.size })}>
      <span>
        {t('queue.selected', { n: rows.size })} · {classes.slice(0, 2).join(t('common.listSeparator'))}
        {classes.length > 2 ? '…' : ''}
      </span>
      <button type="button" className="b b-small b-accent" onClick={() => setOpen(true)}>
        {t('batch.open')}
      </button>
      <button type="button" className="b b-small" onClick={clearSelection}>
        {t('common.cancel')}
      </button>
      {open ? <BatchDialog rows={[...rows.values()]} onClose={() => setOpen(false)} /> : null}
    </div>
  );
}
