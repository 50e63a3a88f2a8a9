import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { countsQuery, homeQuery, viewsQuery } from '../api/cases.ts';
import { post, remove } from '../api/http.ts';
import { useWords } from '../i18n/words.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Field } from '../ui/field.tsx';
import { toast } from '../ui/toasts.tsx';
import { type CaseSearch, defaultSearch, queryOfSearch, searchOfQuery } from './case-search.ts';

interface Tab {
  readonly key: string;
  readonly label: string;
  readonly count: number | null;
  readonly search: CaseSearch;
  readonly viewId?: string;
}

function useTabs(): readonly Tab[] {
  const { t, pick } = useWords();
  const { data: counts } = useQuery(countsQuery(defaultSearch));
  const { data: home } = useQuery(homeQuery);
  const { data: views } = useQuery(viewsQuery);
  const tab = (key: string, label: string, count: number | null | undefined, change: Partial<CaseSearch>): Tab => ({
    key,
    label,
    count: count ?? null,
    search: { ...defaultSearch, ...change },
  });
  const queues = (home?.queues ?? [])
    .filter((queue) => queue.count > 0)
    .map((queue): Tab => ({ key: queue.id, label: pick(queue), count: queue.count, search: searchOfQuery(queue.query) }));
  return [
    tab('mine', t('queue.mine'), counts?.mine, {}),
    ...queues,
    tab('open', t('queue.open'), counts?.open, { view: 'open' }),
    tab('closed', t('queue.closed'), null, { view: 'closed', sort: 'newest' }),
    ...(views ?? []).map(
      (view): Tab => ({ key: view.id, label: view.name, count: null, search: searchOfQuery(view.query), viewId: view.id }),
    ),
  ];
}

interface TabsProps {
  readonly search: CaseSearch;
  readonly onSearch: (search: CaseSearch) => void;
  readonly onReport: () => void;
}

export function ViewTabs({ search, onSearch, onReport }: TabsProps) {
  const { t } = useWords();
  const queries = useQueryClient();
  const [saving, setSaving] = useState(false);
  const tabs = useTabs();
  const here = queryOfSearch(search);
  const known = tabs.some((tab) => queryOfSearch(tab.search) === here);
  const forget = useMutation({
    mutationFn: (id: string) => remove(`/api/views/${id}`),
    onSuccess: () => queries.invalidateQueries({ queryKey: viewsQuery.queryKey }),
    onError: toast.failed,
  });

  return (
    <nav className="views" aria-label={t('queue.views')}>
      {tabs.map((tab) => {
        const on = queryOfSearch(tab.search) === here;
        return (
          <span key={tab.key} className={on ? 'view on' : 'view'}>
            <button type="button" aria-current={on ? 'true' : undefined} onClick={() => onSearch(tab.search)}>
              {tab.label}
              {tab.count === null ? null : <b>{tab.count}</b>}
            </button>
            {on && tab.viewId ? (
              <button
                type="button"
                className="view-x"
                aria-label={`${t('common.delete')} ${tab.label}`}
                onClick={() => forget.mutate(tab.viewId!)}
              >
                ×
              </button>
            ) : null}
          </span>
        );
      })}
      {known ? null : (
        <button type="button" className="view add" onClick={() => setSaving(true)}>
          ＋ {t('queue.saveView')}
        </button>
      )}
      <button type="button" className="b b-small b-accent view-report" aria-keyshortcuts="N" onClick={onReport}>
        ＋ {t('top.report')}
      </button>
      {saving ? <SaveView query={here} onClose={() => setSaving(false)} /> : null}
    </nav>
  );
}

function SaveView({ query, onClose }: { query: string; onClose: () => void }) {
  const { t } = useWords();
  const queries = useQueryClient();
  const save = useMutation({
    mutationFn: (body: { name: string; query: string; shared: boolean }) => post('/api/views', body),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: viewsQuery.queryKey });
      onClose();
    },
    onError: toast.failed,
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    save.mutate({ name: String(form.get('name')).trim(), query, shared: form.get('shared') === 'on' });
  };
  return (
    <Dialog title={t('queue.saveView')} onClose={onClose} widthPx={400}>
      <form className="stack" onSubmit={submit}>
        <Field label={t('view.name')}>{(control) => <input {...control} className="in" name="name" maxLength={40} required />}</Field>
        <label className="check">
          <input type="checkbox" name="shared" /> {t('view.shared')}
        </label>
        <button type="submit" className="b b-primary" disabled={save.isPending}>
          {t('common.save')}
        </button>
      </form>
    </Dialog>
  );
}
