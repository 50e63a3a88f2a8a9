export type Language = 'zh' | 'en';

/** A text in both languages. */
export interface Words {
  readonly zh: string;
  readonly en: string;
}

/** `--lang` wins; else the first of LC_ALL, LC_MESSAGES, LANG that is set: `en…` is English, everything else Chinese. */
export function languageOf(option: string | undefined, env: Readonly<Record<string, string | undefined>>): Language {
  if (option === 'zh' || option === 'en') return option;
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || '';
  return locale.toLowerCase().startsWith('en') ? 'en' : 'zh';
}
