import { useEffect, useState } from 'react';
import { FollowPage } from './follow-page.tsx';
import { addressOfStep, readPlace } from './public-place.ts';
import { ReportPage } from './report-page.tsx';
import { useReport } from './use-report.ts';
import { type Language, type PublicWord, say, storedLanguage, storeLanguage } from './words.ts';

export type Say = (word: PublicWord, values?: Readonly<Record<string, string | number>>) => string;

export function PublicApp() {
  const [language, setLanguage] = useState<Language>(storedLanguage);
  const [at, setAt] = useState(() => readPlace(window.location));
  // Held here, so that what was typed outlives a look at the other page.
  const report = useReport();
  const t: Say = (word, values) => say(language, word, values);

  useEffect(() => {
    storeLanguage(language);
    document.title = `${say(language, 'brand')} · ${say(language, 'title')}`;
  }, [language]);
  useEffect(() => {
    const back = () => setAt(readPlace(window.location));
    window.addEventListener('popstate', back);
    return () => window.removeEventListener('popstate', back);
  }, []);
  const go = (path: string, replace = false) => {
    const here = `${window.location.pathname}${window.location.hash}`;
    window.history[replace || path === here ? 'replaceState' : 'pushState'](null, '', path);
    setAt(readPlace(window.location));
    window.scrollTo({ top: 0 });
  };

  return (
    <div className="scr">
      <header className="hd">
        <svg width="32" height="32" viewBox="0 0 24 24" aria-hidden="true">
          <path d="M3 3h7v7H3zM14 3h7v7h-7zM3 14h7v7H3z" fill="none" stroke="currentColor" strokeWidth="2" />
          <path d="M10 6.500h4M6.500 10v4M10 17.500h4.500M17.500 10v4.500" stroke="currentColor" strokeWidth="2" />
          <circle cx="17.500" cy="17.500" r="3.500" fill="var(--accent)" />
        </svg>
        <h1>
          {t('title')} <small>{t('brand')}</small>
        </h1>
        <button
          type="button"
          className="quiet"
          lang={language === 'zh' ? 'en' : 'zh-CN'}
          onClick={() => setLanguage(language === 'zh' ? 'en' : 'zh')}
        >
          {t('language')}
        </button>
      </header>
      <nav className="sg" aria-label={t('title')}>
        <button type="button" aria-current={at.page === 'report' ? 'page' : undefined} onClick={() => go('/s/')}>
          {t('tab.report')}
        </button>
        <button type="button" aria-current={at.page === 'follow' ? 'page' : undefined} onClick={() => go('/s/follow')}>
          {t('tab.follow')}
        </button>
      </nav>
      <main>
        {at.page === 'report' ? (
          <ReportPage
            t={t}
            language={language}
            report={report}
            place={at.step}
            onPlace={(step, replace) => go(addressOfStep(step), replace)}
            onFollow={(code) => go(`/s/follow/${encodeURIComponent(code)}`)}
          />
        ) : (
          <FollowPage
            key={at.code}
            t={t}
            language={language}
            code={at.code}
            onCode={(code) => go(`/s/follow/${encodeURIComponent(code)}`)}
          />
        )}
      </main>
      <footer className="ft">
        <p>{t('call')}</p>
        <a href="/">{t('staff')}</a>
      </footer>
    </div>
  );
}
