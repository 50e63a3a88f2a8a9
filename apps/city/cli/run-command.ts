import { readFileSync } from 'node:fs';
import { type Refusal, refuse } from '@chengmai/kernel/result.ts';
import { registerErrors } from '@chengmai/platform/runtime/error-codes.ts';
import { cityErrors } from './city-errors.ts';
import { type Call, parseCommandLine, usage } from './command.ts';
import { commandTable } from './command-table.ts';
import { languageOf } from './language.ts';
import { createOutput } from './output.ts';
import { refusalOf } from './refusal-of.ts';
import { version } from './version.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** Reads `--lang` and `--json` even from a line that will be refused, so that the refusal is said the right way. */
function voice(argv: readonly string[], env: Env) {
  const at = argv.findIndex((word) => word === '--lang' || word.startsWith('--lang='));
  const lang = at < 0 ? undefined : (argv[at]?.split('=')[1] ?? argv[at + 1]);
  return createOutput(languageOf(lang, env), argv.includes('--json'));
}

/** Runs one command line and answers the exit status: 0 only when it did what it was asked, 2 for a line that makes no sense, else 1. */
export async function runCommand(argv: readonly string[], env: Env): Promise<number> {
  registerErrors(cityErrors);
  const [name = '--help', ...rest] = argv;
  const out = voice(argv, env);
  if (['--help', '-h', 'help'].includes(name)) {
    out.line(readFileSync(new URL('../menu.txt', import.meta.url), 'utf8').trimEnd());
    return 0;
  }
  if (name === '--version' || name === 'version') {
    out.line(version);
    return 0;
  }
  const failed = (refusal: Refusal, status: number) => {
    out.refuse(refusal);
    return status;
  };
  const load = Object.hasOwn(commandTable, name) ? commandTable[name] : undefined;
  if (!load) return failed(refuse('cli.unknown_command', { name }).refusal, 2);
  const command = await load();
  const parsed = parseCommandLine(command, rest);
  if (!parsed.ok) return failed(parsed.refusal, 2);
  if (parsed.value.options.help) {
    out.line(usage(command, out.lang));
    return 0;
  }
  const commands = () => Promise.all(Object.values(commandTable).map((one) => one()));
  const call = { ...parsed.value, out, env, commands } as unknown as Call<never>;
  try {
    const done = await command.run(call);
    return done.ok ? done.value : failed(done.refusal, 1);
  } catch (error) {
    const refusal = refusalOf(error);
    if (!refusal) throw error;
    return failed(refusal, 1);
  }
}
