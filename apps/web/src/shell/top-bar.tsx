import { ROLES } from '@chengmai/kernel/lifecycle/roles.ts';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { type FormEvent, useRef } from 'react';
import { divisionsQuery } from '../api/places.ts';
import { useSession } from '../api/session.ts';
import { useCommands } from '../app/use-commands.ts';
import { useWords } from '../i18n/words.ts';
import type { LiveState } from '../live/live-leader.ts';
import { Kbd } from '../ui/kbd.tsx';
import { Logo } from '../ui/logo.tsx';
import { StatusShape } from '../ui/status-mark.tsx';
import { AccountMenu } from './account-menu.tsx';
import { navFor } from './nav.ts';
import { WorkClock } from './work-clock.tsx';

export function TopBar({ live }: { live: LiveState }) {
  const { t, pick } = useWords();
  const { user } = useSession();
  const { data: divisions } = useQuery(divisionsQuery);
  const synthetic = divisions?.some((division) => division.synthetic) ?? false;
  const navigate = useNavigate();
  const search = useRef<HTMLInputElement>(null);
  useCommands({
    search: () => search.current?.focus(),
    help: () => window.dispatchEvent(new Event('chengmai:help')),
    home: () => void navigate({ to: '/' }),
    cases: () => void navigate({ to: '/cases/{-$caseId}', params: { caseId: undefined } }),
  });

  const find = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const q = String(new FormData(event.currentTarget).get('q')).trim();
    search.current?.blur();
    void navigate({ to: '/cases/{-$caseId}', params: { caseId: undefined }, search: q ? { view: 'all', q } : {} });
  };

  return (
    <header className="top">
      <Link to="/" className="brand" aria-label={t('app.name')}>
        <Logo />
        <span>{t('app.name')}</span>
      </Link>
      <nav aria-label={t('nav.label')}>
        {navFor(user.roles).map(({ to, word }) => (
          <Link
            key={to}
            to={to}
            activeProps={{ className: 'on', 'aria-current': 'page' }}
            activeOptions={{ exact: to === '/', includeSearch: false }}
          >
            {t(word)}
          </Link>
        ))}
      </nav>
      <form className="top-search" role="search" onSubmit={find}>
        <input
          ref={search}
          name="q"
          type="search"
          maxLength={100}
          placeholder={t('top.search')}
          aria-label={t('top.searchLabel')}
          aria-keyshortcuts="/"
        />
        <Kbd>/</Kbd>
      </form>
      {synthetic ? (
        <span className="tag-demo" title={t('top.syntheticHint')}>
          {t('top.synthetic')}
        </span>
      ) : null}
      <span className={`live live-${live}`} title={t(`live.${live}`)}>
        <StatusShape mark={live === 'open' ? 'ok' : 'stale'} sizePx={10} />
        <span className="sr">{t(`live.${live}`)}</span>
      </span>
      <AccountMenu role={user.roles[0] ? pick(ROLES[user.roles[0]]) : ''} name={user.name} />
      <WorkClock />
    </header>
  );
}
