import { setLanguage, useWords } from '../i18n/words.ts';
import { setTheme, useTheme } from '../theme/theme.ts';

/** Language and theme, each one button that names what it switches to. */
export function DisplaySwitches() {
  const { t, language } = useWords();
  const theme = useTheme((state) => state.theme);
  return (
    <span className="switches">
      <button
        type="button"
        className="b b-quiet"
        lang={language === 'zh' ? 'en' : 'zh-CN'}
        title={t('top.languageLabel')}
        onClick={() => setLanguage(language === 'zh' ? 'en' : 'zh')}
      >
        {t('top.language')}
      </button>
      <button
        type="button"
        className="b b-quiet"
        title={t('top.themeLabel')}
        onClick={() => setTheme(theme === 'office' ? 'hall' : 'office')}
      >
        {t(theme === 'office' ? 'top.themeHall' : 'top.themeOffice')}
      </button>
    </span>
  );
}
