import { cpus, totalmem } from 'node:os';
import { POSTGRES_SETTINGS } from '../city/postgres-host.ts';
import type { Line } from './line.ts';

/** Cores and memory, nothing else about where it ran. */
export const machine = (): string => `${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB of memory`;

const wanted = (line: Line): string => (line.target === null ? '–' : `${line.note.split(';')[0]} ${line.target}`);
const rest = (line: Line): string => (line.target === null ? line.note : line.note.split(';').slice(1).join(';').trim());
const mark = (line: Line): string => (line.target === null ? ' ' : line.ok ? '✓' : '✗');

export const textRow = (line: Line): string =>
  `${mark(line)} ${line.name.padEnd(44)} ${String(line.value).padStart(10)} ${line.unit.padEnd(8)} ${wanted(line).padEnd(18)} ${rest(line)}`;

const cell = (text: string): string => text.replaceAll('|', '\\|');

export const markdownRow = (line: Line): string =>
  `| \`${line.name}\` | ${line.value} ${line.unit} | ${wanted(line)} | ${line.target === null ? '' : line.ok ? 'yes' : '**no**'} | ${cell(rest(line))} |`;

/** The beginning of docs/performance.md: the rest are the rows of the run. */
export const pageHead = (): string =>
  [
    '# Performance',
    '',
    `Measured on ${machine()}, with PostgreSQL 15, the program and the load generators all on this machine, by`,
    '',
    '```sh',
    './chengmai bench all --markdown > docs/performance.md',
    '```',
    '',
    'which generates this page. Nothing is mocked: `serve` runs as a process of its own (one process for all roles, as `./chengmai serve` starts it)',
    'on a private PostgreSQL, and is asked over HTTP by signed-in callers from further processes, with keep-alive connections and an Idempotency-Key',
    'on every POST. PostgreSQL commits durably (fsync, synchronous_commit and full_page_writes on); set differently from its defaults are only',
    `${Object.entries(POSTGRES_SETTINGS)
      .map(([name, value]) => `\`${name} = ${value}\``)
      .join(', ')}.`,
    'The large table holds made-up cases of three years (示意数据), about one in a hundred open, with classes, units and communities skewed.',
    'Where there is one, the note names a peer measured in the same run. `./chengmai bench NAME` runs one part; `--rows`, `--seconds` and `--rounds`',
    'make it shorter, `--postgres URL` keeps the made databases on a server of yours for the next run.',
    '',
    '| name | measured | asked for | met | how |',
    '|---|---|---|---|---|',
  ].join('\n');
