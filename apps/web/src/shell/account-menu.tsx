import { useEffect, useRef, useState } from 'react';
import { signOut } from '../api/session.ts';
import { useWords } from '../i18n/words.ts';
import { Dialog } from '../ui/dialog.tsx';
import { toast } from '../ui/toasts.tsx';
import { DisplaySwitches } from './display-switches.tsx';
import { PasswordForm } from './password-page.tsx';

/** Who is signed in, with what belongs to them. A <details>: opens by keyboard, closes on Escape and on a click elsewhere. */
export function AccountMenu({ role, name }: { role: string; name: string }) {
  const { t } = useWords();
  const menu = useRef<HTMLDetailsElement>(null);
  const [passwordOpen, setPasswordOpen] = useState(false);
  useEffect(() => {
    const shut = (event: Event) => {
      const outside = event instanceof KeyboardEvent ? event.key === 'Escape' : !menu.current?.contains(event.target as Node);
      if (outside && menu.current) menu.current.open = false;
    };
    document.addEventListener('pointerdown', shut);
    document.addEventListener('keydown', shut);
    return () => {
      document.removeEventListener('pointerdown', shut);
      document.removeEventListener('keydown', shut);
    };
  }, []);
  return (
    <>
      <details className="account" ref={menu}>
        <summary aria-label={`${t('top.account')}: ${role} ${name}`}>
          {role} <b>{name}</b>
        </summary>
        <div className="account-menu">
          <DisplaySwitches />
          <button type="button" className="b b-quiet" onClick={() => window.dispatchEvent(new Event('chengmai:help'))}>
            {t('top.keys')} <span className="kbd">?</span>
          </button>
          <button type="button" className="b b-quiet" onClick={() => setPasswordOpen(true)}>
            {t('top.password')}
          </button>
          <button type="button" className="b b-quiet" onClick={() => void signOut().catch(toast.failed)}>
            {t('top.signOut')}
          </button>
        </div>
      </details>
      {passwordOpen ? (
        <Dialog title={t('password.title')} onClose={() => setPasswordOpen(false)} widthPx={420}>
          <PasswordForm onDone={() => setPasswordOpen(false)} />
        </Dialog>
      ) : null}
    </>
  );
}
