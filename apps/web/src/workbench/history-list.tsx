import { ACTIONS, type ActionId } from '@chengmai/kernel/lifecycle/actions.ts';
import { ROLES, type Role } from '@chengmai/kernel/lifecycle/roles.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useRef } from 'react';
import { type CaseDetail, detailQuery } from '../api/cases.ts';
import { post } from '../api/http.ts';
import { useWords } from '../i18n/words.ts';
import { formatAt } from '../time/format.ts';
import { useNow } from '../time/use-now.ts';
import { toast } from '../ui/toasts.tsx';

export function useActionWord(): (action: string) => string {
  const { pick } = useWords();
  return (action) => (action in ACTIONS ? pick(ACTIONS[action as ActionId]) : action);
}

function CommentForm({ caseId }: { caseId: string }) {
  const { t } = useWords();
  const queries = useQueryClient();
  const form = useRef<HTMLFormElement>(null);
  const send = useMutation({
    mutationFn: (text: string) => post(`/api/cases/${caseId}/comments`, { text }),
    onSuccess: () => {
      form.current?.reset();
      return queries.invalidateQueries({ queryKey: detailQuery(caseId).queryKey });
    },
    onError: toast.failed,
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = String(new FormData(event.currentTarget).get('text')).trim();
    if (text) send.mutate(text);
  };
  return (
    <form className="comment" ref={form} onSubmit={submit}>
      <input
        className="in"
        name="text"
        aria-label={t('history.comment')}
        placeholder={t('history.comment')}
        maxLength={2000}
        autoComplete="off"
      />
      <button type="submit" className="b" disabled={send.isPending}>
        {t('history.send')}
      </button>
    </form>
  );
}

/** The append-only history, newest first, and the reports that it rests on. */
export function HistoryList({ detail }: { detail: CaseDetail }) {
  const { t, pick } = useWords();
  const now = useNow(60_000);
  const actionWord = useActionWord();
  const entries = [...detail.history].reverse();
  return (
    <section className="card history" aria-label={t('history.title')}>
      <h2>
        {t('history.title')} <span>{t('history.count', { n: detail.history.length })}</span>
      </h2>
      <CommentForm caseId={detail.id} />
      <ol>
        {entries.map((entry) => (
          <li key={entry.seq}>
            <time dateTime={entry.at}>{formatAt(entry.at, now)}</time>
            <b>{actionWord(entry.action)}</b>
            <span>
              {entry.actorRole && entry.actorRole in ROLES ? `${pick(ROLES[entry.actorRole as Role])} ` : ''}
              {entry.actorName}
              {entry.reason ? <q>{entry.reason}</q> : null}
              {typeof entry.input.text === 'string' && entry.input.text !== entry.reason ? <q>{entry.input.text}</q> : null}
            </span>
          </li>
        ))}
      </ol>
      {detail.reportsList.length > 0 ? (
        <>
          <h3>{t('history.reports', { n: detail.reportsList.length })}</h3>
          <ol>
            {detail.reportsList.map((report) => (
              <li key={report.id}>
                <time dateTime={report.at}>{formatAt(report.at, now)}</time>
                <b>{t(`source.${report.source}`)}</b>
                <span>
                  {report.reporterName ?? (report.hidden ? t('case.reporterHidden') : '')}
                  <q>{report.text}</q>
                  {report.satisfaction ? <em className="flag">{t(`satisfaction.${report.satisfaction}`)}</em> : null}
                </span>
              </li>
            ))}
          </ol>
        </>
      ) : null}
    </section>
  );
}
