/** Measures the real program. `./chengmai bench NAME … [--json | --markdown]`; progress goes to standard error. */
import { openHost, type PostgresHost } from './city/postgres-host.ts';
import type { Line } from './report/line.ts';
import { readOptions } from './report/options.ts';
import { machine, markdownRow, pageHead, textRow } from './report/table.ts';
import type { Bench, Suite } from './suite.ts';
import { suites } from './suites.ts';

const options = readOptions(process.argv.slice(2));
const wanted = new Set(options.names.length === 0 ? ['all'] : options.names);
const chosen: readonly Suite[] = suites.filter(({ name }) => wanted.has('all') || wanted.has(name));
const unknown = [...wanted].filter((name) => name !== 'all' && !suites.some((suite) => suite.name === name));
if (unknown.length > 0) {
  console.error(`chengmai: [bench.unknown] ${unknown.join(', ')}: not one of ${suites.map(({ name }) => name).join(', ')}, all`);
  process.exit(2);
}

let host: Promise<PostgresHost> | undefined;
const show = (line: Line): string => (options.json ? JSON.stringify(line) : options.markdown ? markdownRow(line) : textRow(line));
const bench: Bench = {
  options,
  postgres: () => {
    host ??= openHost(options.postgres);
    return host;
  },
  emit: (line) => console.log(show(line)),
  tell: (text) => console.error(`… ${text}`),
};

if (options.markdown) console.log(pageHead());
console.error(machine());
let failed = 0;
for (const suite of chosen) {
  bench.tell(suite.name);
  try {
    await suite.run(bench);
  } catch (error) {
    failed += 1;
    console.error(`chengmai: [bench.failed] ${suite.name}:`, error);
  }
}
await (await host)?.close();
process.exitCode = failed === 0 ? 0 : 1;
