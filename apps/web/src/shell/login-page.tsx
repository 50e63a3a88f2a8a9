import { type FormEvent, useState } from 'react';
import { signIn } from '../api/session.ts';
import { useWords } from '../i18n/words.ts';
import { Field } from '../ui/field.tsx';
import { Logo } from '../ui/logo.tsx';
import { Failure } from '../ui/notice.tsx';
import { DisplaySwitches } from './display-switches.tsx';

export function LoginPage({ expired }: { expired: boolean }) {
  const { t } = useWords();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const [missing, setMissing] = useState(false);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const [account, password] = [String(form.get('account')).trim(), String(form.get('password'))];
    setFailure(null);
    setMissing(account === '' || password === '');
    if (account === '' || password === '') return;
    setBusy(true);
    try {
      await signIn(account, password);
    } catch (refused) {
      setFailure(refused);
      setBusy(false);
    }
  };

  return (
    <div className="gate">
      <header className="gate-brand">
        <Logo sizePx={40} />
        <div>
          <strong>{t('app.name')}</strong>
          <p>{t('app.tagline')}</p>
        </div>
      </header>
      <form className="gate-card" onSubmit={(event) => void submit(event)} noValidate>
        <h1>{t('login.title')}</h1>
        {expired ? (
          <p className="gate-note" role="status">
            {t('login.expired')}
          </p>
        ) : null}
        <Field label={t('login.account')} error={missing ? t('login.missing') : undefined}>
          {(control) => (
            <input {...control} className="in" name="account" autoComplete="username" autoCapitalize="none" spellCheck={false} />
          )}
        </Field>
        <Field label={t('login.password')}>
          {(control) => <input {...control} className="in" name="password" type="password" autoComplete="current-password" />}
        </Field>
        {failure ? <Failure failure={failure} /> : null}
        <button type="submit" className="b b-primary gate-go" disabled={busy}>
          {t(busy ? 'login.submitting' : 'login.submit')}
        </button>
      </form>
      <footer className="gate-foot">
        <a href="/s/">{t('login.public')}</a>
        <DisplaySwitches />
      </footer>
    </div>
  );
}
