import { ACTIONS, type ActionId } from '@chengmai/kernel/lifecycle/actions.ts';
import type { BatchResult, CaseRow } from '@chengmai/modules/cases/contract.ts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { z } from 'zod';
import { post } from '../api/http.ts';
import { peopleQuery, unitsQuery } from '../api/people.ts';
import { useSession } from '../api/session.ts';
import { useWords } from '../i18n/words.ts';
import { shortNumber } from '../time/short-number.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Field } from '../ui/field.tsx';
import { Empty, Failure } from '../ui/notice.tsx';
import { toast } from '../ui/toasts.tsx';
import { batchActions, needsReason } from './batch-actions.ts';
import { clearSelection } from './selection.ts';
import './report.css';

type Outcome = z.infer<typeof BatchResult>;

/** One decision for all marked cases. What the server refuses is listed with its reason; the rest is done. */
export function BatchDialog({ rows, onClose }: { rows: readonly CaseRow[]; onClose: () => void }) {
  const { t, pick } = useWords();
  const { user } = useSession();
  const queries = useQueryClient();
  const actions = batchActions([...new Set(rows.map((row) => row.state))], user.roles);
  const [action, setAction] = useState<ActionId | undefined>(actions[0]);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const { data: units } = useQuery(unitsQuery);
  const { data: handlers } = useQuery({ ...peopleQuery({ role: 'handler' }), enabled: action === 'assign' });

  const send = useMutation({
    mutationFn: (input: Record<string, string>) =>
      post<Outcome>('/api/cases/batch', { action, items: rows.map(({ id, version }) => ({ id, version })), input }),
    onSuccess: (answer) => {
      void queries.invalidateQueries({ queryKey: ['cases'] });
      clearSelection();
      if (answer.refused.length > 0) setOutcome(answer);
      else {
        toast.done(t('batch.done', { n: answer.done.length }));
        onClose();
      }
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = [...new FormData(event.currentTarget)].filter(([name, value]) => name !== 'action' && value !== '');
    send.mutate(Object.fromEntries(given) as Record<string, string>);
  };

  if (outcome) return <Refused rows={rows} outcome={outcome} onClose={onClose} />;
  if (!action) {
    return (
      <Dialog title={t('batch.open')} onClose={onClose} widthPx={440}>
        <Empty title={t('batch.nothing')}>{t('batch.nothingNext')}</Empty>
      </Dialog>
    );
  }
  return (
    <Dialog title={`${t('batch.open')} · ${t('queue.selected', { n: rows.length })}`} onClose={onClose} widthPx={440}>
      <form className="stack" onSubmit={submit}>
        <Field label={t('batch.action')}>
          {(control) => (
            <select
              {...control}
              className="in"
              name="action"
              value={action}
              onChange={(event) => setAction(event.target.value as ActionId)}
            >
              {actions.map((id) => (
                <option key={id} value={id}>
                  {pick(ACTIONS[id])}
                </option>
              ))}
            </select>
          )}
        </Field>
        {action === 'dispatch' ? (
          <Field label={t('input.unitId')} required>
            {(control) => (
              <select {...control} className="in" name="unitId">
                <option value="">{t('unit.choose')}</option>
                {units
                  ?.filter((unit) => !unit.disabled && unit.kind !== 'centre')
                  .map((unit) => (
                    <option key={unit.id} value={unit.id}>
                      {unit.name}
                    </option>
                  ))}
              </select>
            )}
          </Field>
        ) : null}
        {action === 'assign' ? (
          <Field label={t('input.handlerId')} required>
            {(control) => (
              <select {...control} className="in" name="handlerId">
                <option value="">{t('person.choose')}</option>
                {handlers?.map((person) => (
                  <option key={person.id} value={person.id}>
                    {person.name}
                  </option>
                ))}
              </select>
            )}
          </Field>
        ) : null}
        <Field label={t('input.reason')} required={needsReason(action)}>
          {(control) => <textarea {...control} className="in" name="reason" rows={3} maxLength={2000} />}
        </Field>
        {send.error ? <Failure failure={send.error} /> : null}
        <button type="submit" className="b b-primary gate-go" disabled={send.isPending}>
          {t('queue.batch', { verb: pick(ACTIONS[action]) })}
        </button>
      </form>
    </Dialog>
  );
}

function Refused({ rows, outcome, onClose }: { rows: readonly CaseRow[]; outcome: Outcome; onClose: () => void }) {
  const { t } = useWords();
  const numberOf = (id: string) => rows.find((row) => row.id === id)?.number ?? id;
  return (
    <Dialog title={t('batch.open')} onClose={onClose} widthPx={520}>
      <p>{t('batch.partly', { done: outcome.done.length, refused: outcome.refused.length })}</p>
      <ul className="batch-refused">
        {outcome.refused.map((each) => (
          <li key={each.id}>
            <code>{shortNumber(numberOf(each.id))}</code> {each.title}
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
