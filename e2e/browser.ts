import { findProgram } from '@chengmai/testkit/requirements.ts';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, inject, it } from 'vitest';
import { type Watch, watchPages } from './watch.ts';

export const chromiumProgram = (): string | null =>
  process.env.CHENGMAI_CHROMIUM ?? findProgram('chromium') ?? findProgram('chromium-browser') ?? null;

const installCommand = 'apt-get install chromium';
const stepLimitMs = 30_000;

/** No sandbox for root only; no traffic of the browser's own; every name but this machine's is unknown. */
const flags = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
];

export const screens = {
  desk: { width: 1440, height: 900 },
  laptop: { width: 1366, height: 768 },
  phone: { width: 390, height: 844 },
} as const;
export type Screen = keyof typeof screens;

export interface Look {
  readonly screen?: Screen;
  readonly language?: 'zh' | 'en';
  readonly theme?: 'office' | 'hall';
}

/** A person at a browser of their own: cookies, language, theme and screen are theirs alone. */
export interface Seat {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly watch: Watch;
}

export interface Room {
  readonly address: string;
  readonly password: string;
  readonly browser: Browser;
  /** Somebody without an account. */
  visitor(look?: Look): Promise<Seat>;
  /** Somebody who has just signed in through the form. */
  person(account: string, look?: Look): Promise<Seat>;
  close(): Promise<void>;
}

export async function openBrowser(): Promise<Browser> {
  const executablePath = chromiumProgram();
  if (!executablePath) throw new Error(`install a browser first: ${installCommand}`);
  return chromium.launch({ executablePath, args: flags });
}

async function sit(browser: Browser, address: string, look: Look): Promise<Seat> {
  const screen = look.screen ?? 'desk';
  const phone = screen === 'phone';
  const context = await browser.newContext({
    baseURL: address,
    viewport: screens[screen],
    locale: look.language === 'en' ? 'en-GB' : 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    isMobile: phone,
    hasTouch: phone,
    deviceScaleFactor: phone ? 2 : 1,
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(stepLimitMs);
  const kept = { language: look.language ?? 'zh', theme: look.theme ?? 'office' };
  // Only the first visit: what a person switches to later stays.
  await context.addInitScript((first: typeof kept) => {
    if (!location.protocol.startsWith('http')) return;
    for (const name of ['language', 'theme'] as const)
      if (localStorage.getItem(`chengmai.${name}`) === null) localStorage.setItem(`chengmai.${name}`, first[name]);
  }, kept);
  const watch = await watchPages(context, address);
  return { context, watch, page: await context.newPage() };
}

const loginWords = {
  zh: { account: '账号', password: '密码', submit: '登录' },
  en: { account: 'Account', password: 'Password', submit: 'Sign in' },
} as const;

export async function signIn(page: Page, account: string, password: string, language: 'zh' | 'en' = 'zh'): Promise<void> {
  const words = loginWords[language];
  await page.getByLabel(words.account).fill(account);
  await page.getByLabel(words.password).fill(password);
  await page.getByRole('button', { name: words.submit, exact: true }).click();
  await page.getByLabel(words.password).waitFor({ state: 'detached' });
}

/** Tab, type, Enter: the login without a mouse. */
export async function signInByKeys(page: Page, account: string, password: string): Promise<void> {
  await page.getByLabel(loginWords.zh.account).waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.type(account);
  await page.keyboard.press('Tab');
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
  await page.getByLabel(loginWords.zh.password).waitFor({ state: 'detached' });
}

export async function openRoom(address: string, password: string): Promise<Room> {
  const browser = await openBrowser();
  return {
    address,
    password,
    browser,
    visitor: (look = {}) => sit(browser, address, look),
    async person(account, look = {}) {
      const seat = await sit(browser, address, look);
      await seat.page.goto('/');
      await signIn(seat.page, account, password, look.language);
      return seat;
    },
    close: () => browser.close(),
  };
}

/** A suite before a real browser. Without one it is skipped and its name says the command that un-skips it; with CI=true it fails. */
export function describeInBrowser(name: string, suite: (room: () => Room) => void): void {
  if (chromiumProgram() === null) {
    const reason = `${name} [needs: ${installCommand}]`;
    if (process.env.CI !== 'true') describe.skip(reason, () => suite(() => Promise.reject() as never));
    else describe(reason, () => it('has a browser', () => Promise.reject(new Error(`install one first: ${installCommand}`))));
    return;
  }
  describe(name, () => {
    let room: Room | undefined;
    beforeAll(async () => {
      const { address, password } = inject('city');
      room = await openRoom(address, password);
    });
    afterAll(() => room?.close());
    suite(() => room!);
  });
}
