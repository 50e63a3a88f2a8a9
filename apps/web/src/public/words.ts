import { en } from './en.ts';
import { zh } from './zh.ts';

export type Language = 'zh' | 'en';
export type PublicWord = keyof typeof zh;

const KEY = 'chengmai.language';

export function storedLanguage(): Language {
  try {
    const stored = localStorage.getItem(KEY);
    if (stored === 'zh' || stored === 'en') return stored;
  } catch {
    // No storage: the browser's language decides.
  }
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

export function storeLanguage(language: Language): void {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  try {
    localStorage.setItem(KEY, language);
  } catch {
    // Only this visit, then.
  }
}

export const say = (language: Language, word: PublicWord, values: Readonly<Record<string, string | number>> = {}): string =>
  (language === 'zh' ? zh : en)[word].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
