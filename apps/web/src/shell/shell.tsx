import { useQuery } from '@tanstack/react-query';
import { Outlet } from '@tanstack/react-router';
import { Suspense, useEffect, useRef, useState } from 'react';
import { sessionQuery } from '../api/session.ts';
import { useWords } from '../i18n/words.ts';
import { useLive } from '../live/use-live.ts';
import { Failure, Loading } from '../ui/notice.tsx';
import { ConnectionBanner } from './connection-banner.tsx';
import { KeyHelp } from './key-help.tsx';
import { LoginPage } from './login-page.tsx';
import { PasswordPage } from './password-page.tsx';
import { TopBar } from './top-bar.tsx';
import './shell.css';

/** Everything around the pages. Without a session it is the login; the address stays, so that signing in returns to it. */
export function Shell() {
  const { data: session, error, refetch } = useQuery(sessionQuery);
  const wasSignedIn = useRef(false);
  if (session) wasSignedIn.current = true;
  if (session === undefined) return error ? <Failure failure={error} onRetry={() => void refetch()} /> : <Loading />;
  if (session === null) return <LoginPage expired={wasSignedIn.current} />;
  if (session.user.mustChangePassword) return <PasswordPage />;
  return <SignedIn />;
}

function SignedIn() {
  const { t } = useWords();
  const live = useLive();
  const [helpOpen, setHelpOpen] = useState(false);
  useEffect(() => {
    const open = () => setHelpOpen(true);
    window.addEventListener('chengmai:help', open);
    return () => window.removeEventListener('chengmai:help', open);
  }, []);
  return (
    <div className="shell">
      <a className="skip" href="#main">
        {t('nav.skip')}
      </a>
      <TopBar live={live} />
      <ConnectionBanner />
      <main id="main" className="shell-main" tabIndex={-1}>
        <Suspense fallback={<Loading />}>
          <Outlet />
        </Suspense>
      </main>
      {helpOpen ? <KeyHelp onClose={() => setHelpOpen(false)} /> : null}
    </div>
  );
}
