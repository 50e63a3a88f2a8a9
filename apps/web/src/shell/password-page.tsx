import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { put } from '../api/http.ts';
import { sessionQuery, signOut } from '../api/session.ts';
import { useWords } from '../i18n/words.ts';
import { Field } from '../ui/field.tsx';
import { Failure } from '../ui/notice.tsx';
import { toast } from '../ui/toasts.tsx';

/** The form; used on the gate and in a dialog. */
export function PasswordForm({ onDone }: { onDone: () => void }) {
  const { t } = useWords();
  const queries = useQueryClient();
  const [failure, setFailure] = useState<unknown>(null);
  const [differ, setDiffer] = useState(false);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const [current, next] = [String(form.get('current')), String(form.get('next'))];
    setDiffer(next !== form.get('repeat'));
    if (next !== form.get('repeat')) return;
    try {
      await put('/api/me/password', { current, next });
      await queries.fetchQuery({ ...sessionQuery, staleTime: 0 });
      toast.done(t('password.done'));
      onDone();
    } catch (refused) {
      setFailure(refused);
    }
  };

  return (
    <form className="stack" onSubmit={(event) => void submit(event)}>
      <Field label={t('password.current')}>
        {(control) => <input {...control} className="in" type="password" name="current" autoComplete="current-password" required />}
      </Field>
      <Field label={t('password.new')} hint={t('password.hint')}>
        {(control) => <input {...control} className="in" type="password" name="next" autoComplete="new-password" required minLength={10} />}
      </Field>
      <Field label={t('password.repeat')} error={differ ? t('password.mismatch') : undefined}>
        {(control) => <input {...control} className="in" type="password" name="repeat" autoComplete="new-password" required />}
      </Field>
      {failure ? <Failure failure={failure} /> : null}
      <button type="submit" className="b b-primary gate-go">
        {t('password.submit')}
      </button>
    </form>
  );
}

export function PasswordPage() {
  const { t } = useWords();
  return (
    <div className="gate">
      <div className="gate-card">
        <h1>{t('password.title')}</h1>
        <p className="gate-note">{t('password.must')}</p>
        <PasswordForm onDone={() => {}} />
        <button type="button" className="b b-quiet" onClick={() => void signOut()}>
          {t('top.signOut')}
        </button>
      </div>
    </div>
  );
}
