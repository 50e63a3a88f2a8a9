import { theme as antd, ConfigProvider, type ConfigProviderProps } from 'antd';
import enModule from 'antd/locale/en_US.js';
import zhModule from 'antd/locale/zh_CN.js';
import { type ReactNode, useMemo } from 'react';
import { useWords } from '../i18n/words.ts';
import { token, useTheme } from '../theme/theme.ts';

const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';

// Scroll bar measuring and scroll locking inside antd make style elements without the nonce that it was given; the policy refuses them.
const createElement = document.createElement.bind(document);
document.createElement = ((tag: string, options?: ElementCreationOptions) => {
  const element = createElement(tag, options);
  if (tag.toLowerCase() === 'style') element.nonce = nonce;
  return element;
}) as typeof document.createElement;

type AntdLocale = NonNullable<ConfigProviderProps['locale']>;

/** The locale files are CommonJS: what `import` gives depends on who bundles them. */
const localeOf = (module: unknown): AntdLocale => ((module as { default?: AntdLocale }).default ?? module) as AntdLocale;
const locales = { zh: localeOf(zhModule), en: localeOf(enModule) };

/** antd in our colours, read from tokens.css; only pages that need it load it. */
export function AntdTheme({ children }: { children: ReactNode }) {
  const { language } = useWords();
  const name = useTheme((state) => state.theme);
  const theme = useMemo(
    () => ({
      algorithm: name === 'hall' ? antd.darkAlgorithm : antd.defaultAlgorithm,
      token: {
        colorPrimary: token('--accent'),
        colorTextLightSolid: token('--accent-ink'),
        colorSuccess: token('--s-ok'),
        colorWarning: token('--s-near'),
        colorError: token('--s-over-text'),
        colorBgBase: token('--surface-1'),
        colorBgContainer: token('--surface-1'),
        colorBgElevated: token('--surface-1'),
        colorBgLayout: token('--bg'),
        colorText: token('--text-1'),
        colorTextSecondary: token('--text-2'),
        colorTextTertiary: token('--text-3'),
        colorTextPlaceholder: token('--text-3'),
        colorBorder: token('--line-strong'),
        colorBorderSecondary: token('--line'),
        fontFamily: 'var(--font)',
        borderRadius: 4,
        borderRadiusLG: 8,
        boxShadow: 'none',
        boxShadowSecondary: '0 0 0 1px var(--line-strong)',
        motion: false,
      },
      components: {
        Form: { itemMarginBottom: 12, verticalLabelPadding: '0 0 4px' },
        Table: { headerBg: token('--surface-2'), headerColor: token('--text-3'), cellPaddingBlockSM: 7 },
      },
    }),
    [name],
  );
  return (
    <ConfigProvider theme={theme} locale={locales[language]} csp={{ nonce }} button={{ autoInsertSpace: false }}>
      {children}
    </ConfigProvider>
  );
}
