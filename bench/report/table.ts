import { cpus, totalmem } from 'node:os';
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

export const markdownHead = ['| name | measured | asked for | met | how |', '|---|---|---|---|---|'];
