import { type ParseArgsConfig, parseArgs } from 'node:util';
import { ok, type Result, refuse } from '@chengmai/kernel/result.ts';
import type { Words } from './language.ts';
import type { Output } from './output.ts';

/** One option: `--name` or, with `value`, `--name VALUE`. */
export interface OptionSpec extends Words {
  /** Placeholder of the value; an option without one is a switch. */
  readonly value?: string;
}
export type OptionTable = Readonly<Record<string, OptionSpec>>;

/** Switches read as booleans, options with a value as text when given. */
export type OptionValues<T extends OptionTable> = {
  readonly [K in keyof T]: T[K] extends { readonly value: string } ? string | undefined : boolean;
};

export interface Call<T extends OptionTable = OptionTable> {
  readonly options: OptionValues<T>;
  readonly words: readonly string[];
  readonly out: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Every command of the program, for the one that describes them. */
  commands(): Promise<readonly Command[]>;
}

/** One command: its words and options as a table, and what it does. A refusal becomes one sentence on standard error and exit status 1. */
export interface Command {
  readonly name: string;
  readonly summary: Words;
  /** Names of the positional words, in order: `FILE`, `[NAME]` when it may be left out, `…` at the end for any number. */
  readonly words: readonly string[];
  readonly options: OptionTable;
  readonly examples: readonly string[];
  /** Answers the exit status; anything but 0 belongs to a command that has already said what failed. */
  run(call: Call<never>): Promise<Result<number>>;
}

export function defineCommand<const T extends OptionTable>(
  command: Omit<Command, 'options' | 'run'> & { readonly options: T; run(call: Call<T>): Promise<Result<number>> },
): Command {
  return command as unknown as Command;
}

/** What a command that did its work answers. */
export const done: Result<number> = ok(0);

/** Understood by every command. */
export const commonOptions = {
  json: { zh: '以 JSON 输出，供程序读取', en: 'print JSON for programs' },
  lang: { value: 'zh|en', zh: '提示语言，默认随系统', en: 'language of messages; from the environment when left out' },
  help: { zh: '显示本命令的用法', en: 'show this usage' },
} as const satisfies OptionTable;

/** Where the data is; for every command that opens it. */
export const dataOptions = {
  data: {
    value: 'DIR',
    zh: '内嵌数据库目录；设了环境变量 DATABASE_URL 时改用 PostgreSQL',
    en: 'directory of the embedded database; with DATABASE_URL set PostgreSQL is used instead',
  },
} as const satisfies OptionTable;

const isOptional = (word: string) => word.startsWith('[') || word.endsWith('…');

/** Options and positional words of a command line, or a refusal that names what is wrong. */
export function parseCommandLine(
  command: Pick<Command, 'name' | 'words' | 'options'>,
  argv: readonly string[],
): Result<{ options: Record<string, string | boolean | undefined>; words: string[] }> {
  const table: OptionTable = { ...command.options, ...commonOptions };
  const config: NonNullable<ParseArgsConfig['options']> = {};
  for (const [name, spec] of Object.entries(table)) config[name] = { type: spec.value ? 'string' : 'boolean' };
  const bad = (problem: string) => refuse('cli.bad_option', { problem, command: command.name });
  try {
    const { values, positionals } = parseArgs({ args: [...argv], options: config, allowPositionals: true, strict: true });
    const options: Record<string, string | boolean | undefined> = {};
    for (const [name, spec] of Object.entries(table)) {
      const value = values[name];
      options[name] = spec.value ? (typeof value === 'string' ? value : undefined) : value === true;
    }
    if (options.help) return ok({ options, words: positionals });
    const needed = command.words.filter((word) => !isOptional(word)).length;
    const most = command.words.some((word) => word.endsWith('…')) ? Number.POSITIVE_INFINITY : command.words.length;
    if (positionals.length < needed) return bad(command.words[positionals.length] ?? '');
    if (positionals.length > most) return bad(String(positionals[most]));
    return ok({ options, words: positionals });
  } catch (error) {
    return bad(error instanceof Error ? (error.message.split('. ')[0] ?? error.message) : String(error));
  }
}

/** Usage of one command, as `--help` prints it. */
export function usage(command: Command, lang: 'zh' | 'en'): string {
  const table: OptionTable = { ...command.options, ...commonOptions };
  const left = Object.entries(table).map(([name, spec]) => `--${name}${spec.value ? ` ${spec.value}` : ''}`);
  const width = Math.max(...left.map((text) => text.length)) + 2;
  const rows = Object.values(table).map((spec, index) => `  ${(left[index] ?? '').padEnd(width)}${spec[lang]}`);
  const title = { zh: ['用法', '选项', '例'], en: ['Usage', 'Options', 'Examples'] }[lang];
  return [
    command.summary[lang],
    '',
    `${title[0]}: ./chengmai ${[command.name, ...command.words].join(' ')} [--…]`,
    '',
    `${title[1]}:`,
    ...rows,
    ...(command.examples.length ? ['', `${title[2]}:`, ...command.examples.map((example) => `  ${example}`)] : []),
  ].join('\n');
}
