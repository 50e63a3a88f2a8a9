import { Link, useParams } from '@tanstack/react-router';
import { type ComponentType, lazy, Suspense } from 'react';
import { useSession } from '../api/session.ts';
import { useWords, type WordKey } from '../i18n/words.ts';
import { AntdTheme } from '../ui/antd-theme.tsx';
import { Empty, Loading } from '../ui/notice.tsx';
import './admin.css';

const sections: readonly (readonly [string, WordKey, ComponentType])[] = [
  ['users', 'admin.users', lazy(() => import('./users-section.tsx').then((m) => ({ default: m.UsersSection })))],
  ['units', 'admin.units', lazy(() => import('./units-section.tsx').then((m) => ({ default: m.UnitsSection })))],
  ['classes', 'admin.classes', lazy(() => import('./classes-section.tsx').then((m) => ({ default: m.ClassesSection })))],
  ['calendar', 'admin.calendar', lazy(() => import('./calendar-section.tsx').then((m) => ({ default: m.CalendarSection })))],
  ['areas', 'admin.areas', lazy(() => import('./areas-section.tsx').then((m) => ({ default: m.AreasSection })))],
  ['audit', 'admin.audit', lazy(() => import('./audit-section.tsx').then((m) => ({ default: m.AuditSection })))],
  ['dead-letters', 'admin.deadLetters', lazy(() => import('./dead-letters-section.tsx').then((m) => ({ default: m.DeadLettersSection })))],
  ['tokens', 'admin.tokens', lazy(() => import('./tokens-section.tsx').then((m) => ({ default: m.TokensSection })))],
];

export function AdminPage() {
  const { t } = useWords();
  const { user } = useSession();
  const { section = 'users' } = useParams({ from: '/admin/{-$section}' });
  const Section = sections.find(([id]) => id === section)?.[2];
  if (!user.roles.includes('admin')) return <Empty title={t('admin.forbidden')}>{t('admin.forbiddenNext')}</Empty>;
  return (
    <AntdTheme>
      <div className="admin">
        <nav className="admin-nav" aria-label={t('nav.admin')}>
          {sections.map(([id, word]) => (
            <Link
              key={id}
              to="/admin/{-$section}"
              params={{ section: id }}
              search={{}}
              className={id === section ? 'on' : undefined}
              aria-current={id === section ? 'page' : undefined}
            >
              {t(word)}
            </Link>
          ))}
        </nav>
        <div className="page">
          <Suspense fallback={<Loading />}>
            {Section ? <Section /> : <Empty title={t('failure.noPage')}>{t('failure.noPageNext')}</Empty>}
          </Suspense>
        </div>
      </div>
    </AntdTheme>
  );
}
