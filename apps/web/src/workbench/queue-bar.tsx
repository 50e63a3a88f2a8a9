import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { countsQuery } from '../api/cases.ts';
import { download } from '../api/http.ts';
import { useWords } from '../i18n/words.ts';
import { toast } from '../ui/toasts.tsx';
import { apiFilter, type CaseSearch, encodeSearch, type Sort } from './case-search.ts';
import { FilterPanel } from './filter-panel.tsx';

const sorts: readonly (readonly [Sort, 'queue.sortDue' | 'queue.sortNewest' | 'queue.sortOldest'])[] = [
  ['due', 'queue.sortDue'],
  ['newest', 'queue.sortNewest'],
  ['oldest', 'queue.sortOldest'],
];

const sumLights = ['red', 'yellow', 'green', 'hold', 'none'] as const;

/** The sum stands on the screen because it is cheap and builds trust. */
function Sum({ search }: { search: CaseSearch }) {
  const { t } = useWords();
  const { data } = useQuery(countsQuery(search));
  if (!data) return null;
  const parts = sumLights
    .filter((light) => (data.byLight[light] ?? 0) > 0)
    .map((light) => t(`queue.sumPart.${light}`, { n: data.byLight[light] ?? 0 }));
  const text = [t('queue.sumTotal', { n: data.open }), parts.join(' + ')].filter(Boolean).join(' = ');
  return (
    <span className="sum" title={`${text}\n${t('queue.sumTitle')}`}>
      {text}
    </span>
  );
}

interface BarProps {
  readonly search: CaseSearch;
  readonly onSearch: (search: CaseSearch) => void;
}

export function QueueBar({ search, onSearch }: BarProps) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  const narrowing = Object.keys(encodeSearch(search)).filter((name) => !['view', 'sort'].includes(name)).length;
  const save = (format: 'csv' | 'xlsx') => {
    const query = apiFilter(search);
    void download(`/api/cases/export${query}&format=${format}`, `cases.${format}`).catch(toast.failed);
  };
  return (
    <>
      <div className="flt">
        <label>
          <span className="sr">{t('queue.sort')}</span>
          <select className="plain" value={search.sort} onChange={(event) => onSearch({ ...search, sort: event.target.value as Sort })}>
            {sorts.map(([sort, word]) => (
              <option key={sort} value={sort}>
                {t(word)}
              </option>
            ))}
          </select>
        </label>
        <Sum search={search} />
        <span className="flt-acts">
          <button type="button" className={narrowing > 0 ? 'plain on' : 'plain'} aria-expanded={open} onClick={() => setOpen(!open)}>
            {narrowing > 0 ? t('queue.filtered', { n: narrowing }) : t('queue.filter')}
          </button>
          <select
            className="plain"
            aria-label={t('queue.export')}
            value=""
            onChange={(event) => {
              if (event.target.value) save(event.target.value as 'csv' | 'xlsx');
            }}
          >
            <option value="">{t('queue.export')}</option>
            <option value="csv">CSV</option>
            <option value="xlsx">Excel</option>
          </select>
        </span>
      </div>
      {open ? <FilterPanel search={search} onSearch={onSearch} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
