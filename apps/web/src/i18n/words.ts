import i18next from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import { configureHttp } from '../api/http.ts';
import { en } from './en.ts';
import { zh } from './zh.ts';

export type Language = 'zh' | 'en';
export type WordKey = keyof typeof zh;
export interface Words {
  readonly zh: string;
  readonly en: string;
}
export type Translate = (key: WordKey, values?: Readonly<Record<string, string | number>>) => string;

const KEY = 'chengmai.language';

function stored(): Language {
  try {
    return localStorage.getItem(KEY) === 'en' ? 'en' : 'zh';
  } catch {
    return 'zh';
  }
}

function apply(language: Language): void {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  configureHttp({ language });
}

/** Keys are flat and typed; texts carry `{name}` places. */
export const i18n = i18next.createInstance();
void i18n.use(initReactI18next).init({
  lng: stored(),
  fallbackLng: false,
  resources: { zh: { translation: zh }, en: { translation: en } },
  keySeparator: false,
  nsSeparator: false,
  interpolation: { escapeValue: false, prefix: '{', suffix: '}' },
  initAsync: false,
});
apply(stored());

export function setLanguage(language: Language): void {
  try {
    localStorage.setItem(KEY, language);
  } catch {
    // A browser that forbids storage still switches for this visit.
  }
  apply(language);
  void i18n.changeLanguage(language);
}

/** A name of the city's own: in English its English name where the city gave one. */
type Named = (name: string | null | undefined, nameEn: string | null | undefined) => string;

/** `t` translates a key, `pick` chooses from a text in both languages, `named` from a name that may lack its English. */
export function useWords(): { t: Translate; language: Language; pick: (words: Words) => string; named: Named } {
  const { t, i18n: instance } = useTranslation(undefined, { i18n });
  const language: Language = instance.language === 'en' ? 'en' : 'zh';
  return {
    t: t as unknown as Translate,
    language,
    pick: (words) => words[language],
    named: (name, nameEn) => (language === 'en' && nameEn) || (name ?? ''),
  };
}

/** Outside of components: toasts, error texts. */
export const say: Translate = (key, values) => i18n.t(key, values ?? {}) as string;
