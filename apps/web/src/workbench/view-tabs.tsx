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

/** So wide, in half characters, may the tabs be together that they and the buttons behind them fill two lines of the narrowest pane. */
const TABS_MOST = 56;
/** Padding, gap and count of a tab, in half characters. */
const TAB_FRAME = 6;

const widthOf = (tab: Tab): number => [...tab.label].reduce((sum, letter) => sum + (letter > '\u2e80' ? 2 : 1), TAB_FRAME);

/** What fits stays in view, the active one always; the rest goes behind “more”. */
function splitTabs(tabs: readonly Tab[], activeKey: string | undefined): { shown: readonly Tab[]; more: readonly Tab[] } {
  const active = tabs.find((tab) => tab.key === activeKey);
  let left = TABS_MOST - (active ? widthOf(active) : 0);
  const kept = new Set<Tab>(active ? [active] : []);
  for (const tab of tabs) {
    if (kept.has(tab)) continue;
    left -= widthOf(tab);
    if (left < 0) break;
    kept.add(tab);
  }
  return { shown: tabs.filter((tab) => kept.has(tab)), more: tabs.filter((tab) => !kept.has(tab)) };
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
  // Views may say the same; only the first of them is where one is.
  const activeKey = tabs.find((tab) => queryOfSearch(tab.search) === here)?.key;
  const { shown, more } = splitTabs(tabs, activeKey);
  const forget = useMutation({
    mutationFn: (id: string) => remove(`/api/views/${id}`),
    onSuccess: () => queries.invalidateQueries({ queryKey: viewsQuery.queryKey }),
    onError: toast.failed,
  });

  return (
    <nav className="views" aria-label={t('queue.views')}>
      {shown.map((tab) => {
        const on = tab.key === activeKey;
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
      {more.length > 0 ? (
        <select
          className="view view-more"
          aria-label={t('queue.moreViews')}
          value=""
          onChange={(event) => {
            const chosen = more.find((tab) => tab.key === event.target.value);
            if (chosen) onSearch(chosen.search);
          }}
        >
          <option value="">
            {t('common.more')} {more.length}
          </option>
          {more.map((tab) => (
            <option key={tab.key} value={tab.key}>
              {tab.count === null ? tab.label : `${tab.label} ${tab.count}`}
            </option>
          ))}
        </select>
      ) : null}
      {activeKey ? null : (
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
  const { data: views } = useQuery(viewsQuery);
  const [taken, setTaken] = useState(false);
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
    const name = String(form.get('name')).trim();
    if (views?.some((view) => view.name === name)) return setTaken(true);
    save.mutate({ name, query, shared: form.get('shared') === 'on' });
  };
  return (
    <Dialog title={t('queue.saveView')} onClose={onClose} widthPx={400}>
      <form className="stack" onSubmit={submit}>
        <Field label={t('view.name')} error={taken ? t('view.taken') : undefined}>
          {(control) => <input {...control} className="in" name="name" maxLength={40} required onChange={() => setTaken(false)} />}
        </Field>
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
