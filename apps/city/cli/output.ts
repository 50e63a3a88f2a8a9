import type { Refusal } from '@chengmai/kernel/result.ts';
import { errorText, fill } from '@chengmai/platform/runtime/error-codes.ts';
import type { Language, Words } from './language.ts';

interface Sink {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

/** What a command says: results to standard output, progress and refusals to standard error. */
export interface Output {
  readonly lang: Language;
  readonly json: boolean;
  say(words: Words): string;
  line(text?: string): void;
  /** One JSON value on one line. */
  value(value: unknown): void;
  note(text: string): void;
  /** A long step: shows its name at once, seconds while it lasts, and its time at the end. `tell` changes the words meanwhile. */
  step<T>(words: Words, work: (tell: (text: string) => void) => Promise<T>): Promise<T>;
  refuse(refusal: Refusal): void;
}

/** One sentence with its code, what to do next included. */
export function sentence(refusal: Refusal, lang: Language): string {
  const text = errorText(refusal.code);
  if (!text) return `[${refusal.code}] ${JSON.stringify(refusal.params ?? {})}`;
  const said = fill(text[lang], refusal.params);
  const next = fill(lang === 'zh' ? text.next_zh : text.next_en, refusal.params);
  return lang === 'zh' ? `[${refusal.code}] ${said}。${next}` : `[${refusal.code}] ${said}. ${next}`;
}

export function createOutput(lang: Language, json: boolean, stdout: Sink = process.stdout, stderr: Sink = process.stderr): Output {
  const say = (words: Words) => words[lang];
  const seconds = (since: number) => `${((performance.now() - since) / 1000).toFixed(1)} s`;
  return {
    lang,
    json,
    say,
    line: (text = '') => void stdout.write(`${text}\n`),
    value: (value) => void stdout.write(`${JSON.stringify(value)}\n`),
    note: (text) => void stderr.write(`${text}\n`),
    refuse(refusal) {
      if (json) stdout.write(`${JSON.stringify({ error: { code: refusal.code, params: refusal.params ?? {} } })}\n`);
      stderr.write(`chengmai: ${sentence(refusal, lang)}\n`);
    },
    async step(words, work) {
      const started = performance.now();
      let detail = '';
      const show = () =>
        stderr.write(
          stderr.isTTY ? `\r\x1b[K… ${say(words)} ${seconds(started)} ${detail}` : `… ${say(words)} ${seconds(started)} ${detail}\n`,
        );
      const timer = setInterval(show, stderr.isTTY ? 500 : 5000);
      if (stderr.isTTY) show();
      try {
        const value = await work((text) => {
          detail = text;
        });
        stderr.write(`${stderr.isTTY ? '\r\x1b[K' : ''}✓ ${say(words)} (${seconds(started)})\n`);
        return value;
      } catch (error) {
        stderr.write(`${stderr.isTTY ? '\r\x1b[K' : ''}✗ ${say(words)} (${seconds(started)})\n`);
        throw error;
      } finally {
        clearInterval(timer);
      }
    },
  };
}
