import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { postgresBin } from '@chengmai/testkit/requirements.ts';
import { cityTemplate, loadDemoCity, scratchDir } from '../city/demo-city.ts';
import { runProgram } from '../city/program.ts';
import { withPostgres } from '../city/scene.ts';
import { line } from '../report/line.ts';
import type { Bench, Suite } from '../suite.ts';

const run = promisify(execFile);
const ROWS = 100_000;
const HEADER = [
  'REPORT_NUM',
  'EVENT_PROPERTY_NAME',
  'EVENT_TYPE_ID',
  'EVENT_TYPE_NAME',
  'EVENT_SRC_NAME',
  'DISTRICT_ID',
  'INTIME_ARCHIVE_NUM',
  'SUB_TYPE_ID',
  'DISTRICT_NAME',
  'COMMUNITY_ID',
  'REC_ID',
  'STREET_ID',
  'OVERTIME_ARCHIVE_NUM',
  'OPERATE_NUM',
  'DISPOSE_UNIT_ID',
  'STREET_NAME',
  'CREATE_TIME',
  'EVENT_SRC_ID',
  'INTIME_TO_ARCHIVE_NUM',
  'SUB_TYPE_NAME',
  'EVENT_PROPERTY_ID',
  'OCCUR_PLACE',
  'COMMUNITY_NAME',
  'DISPOSE_UNIT_NAME',
  'MAIN_TYPE_NAME',
  'MAIN_TYPE_ID',
];

interface Summary {
  readonly rows: number;
  readonly added: number;
  readonly rejected: number;
  readonly seconds: number;
}

const two = (n: number): string => String(n).padStart(2, '0');
const pick = (list: readonly string[], n: number): string => list[n % list.length]!;

/** The nth row of a made-up district: nine in ten closed in time, six streets, twenty-three communities, 120 classes, 60 units. */
function row(n: number): string {
  const [street, community, kind, unit] = [n % 6, n % 23, (n * 7) % 120, (n * 11) % 60];
  const inTime = n % 10 !== 3;
  const at = `2018-${two(1 + (n % 12))}-${two(1 + (n % 28))} ${two(8 + (n % 12))}:${two(n % 60)}:${two((n * 13) % 60)}`;
  const cells: Record<string, string | number> = {
    REPORT_NUM: 1,
    EVENT_PROPERTY_NAME: '投诉',
    EVENT_TYPE_ID: 5,
    EVENT_TYPE_NAME: '市容环卫',
    EVENT_SRC_NAME: pick(['12345', '采集员上报', '固话投诉'], n),
    DISTRICT_ID: 1,
    INTIME_ARCHIVE_NUM: inTime ? 1 : 0,
    SUB_TYPE_ID: 1000 + kind,
    DISTRICT_NAME: '示意区',
    COMMUNITY_ID: 10_000 + community,
    REC_ID: 500_000 + n,
    STREET_ID: 100 + street,
    OVERTIME_ARCHIVE_NUM: inTime ? 0 : 1,
    OPERATE_NUM: 1,
    DISPOSE_UNIT_ID: 8000 + unit,
    STREET_NAME: `示意街道${street}`,
    CREATE_TIME: at,
    EVENT_SRC_ID: 13,
    INTIME_TO_ARCHIVE_NUM: 0,
    SUB_TYPE_NAME: `示意小类${kind}`,
    EVENT_PROPERTY_ID: 2,
    OCCUR_PLACE: `示意路 ${n % 997} 号`,
    COMMUNITY_NAME: `示意社区${community}`,
    DISPOSE_UNIT_NAME: `示意单位${unit}`,
    MAIN_TYPE_NAME: `示意大类${kind % 9}`,
    MAIN_TYPE_ID: 1 + (kind % 9),
  };
  return HEADER.map((name) => cells[name]).join(',');
}

async function generatedFile(): Promise<string> {
  const file = join(scratchDir('import'), 'generated.csv');
  await writeFile(file, `${[HEADER.join(','), ...Array.from({ length: ROWS }, (_, n) => row(n))].join('\n')}\n`);
  return file;
}

async function imported(store: { database?: string; dataDir: string }, file: string): Promise<Summary & { wholeSeconds: number }> {
  const started = performance.now();
  const { status, stdout, logFile } = await runProgram(store, ['import', 'cases', file, '--map', 'egova']);
  if (status !== 0) throw new Error(`the import ended with ${status}, see ${logFile}`);
  return { ...(JSON.parse(stdout) as Summary), wholeSeconds: (performance.now() - started) / 1000 };
}

/** The peer: the same file by psql's \\copy into columns of text. Rows a second. */
async function copyPeer(database: string, file: string): Promise<number> {
  await withPostgres(database, (db) =>
    db.script(`create table bench_raw (${HEADER.map((name) => `${name.toLowerCase()} text`).join(', ')})`),
  );
  const started = performance.now();
  await run(join(postgresBin()!, 'psql'), ['-qd', database, '-c', `\\copy bench_raw from '${file}' with (format csv, header)`]);
  return ROWS / ((performance.now() - started) / 1000);
}

function emit(bench: Bench, name: string, limit: number | null, summary: Summary & { wholeSeconds: number }, extra: string): number {
  const perSecond = summary.added / summary.seconds;
  const note = `${summary.added} of ${summary.rows} rows in one transaction; ${summary.wholeSeconds.toFixed(1)} s with starting the program and the evaluation facts; ${extra}`;
  bench.emit(line(name, perSecond, 'rows/s', limit === null ? null : { atLeast: limit }, note));
  return perSecond;
}

async function onPostgres(bench: Bench, file: string): Promise<void> {
  const host = await bench.postgres();
  await host.copy(await cityTemplate(host), 'bench_import');
  try {
    const database = host.url('bench_import');
    const first = await imported({ database, dataDir: scratchDir('import') }, file);
    const copied = await copyPeer(database, file);
    emit(
      bench,
      'import.postgres',
      20_000,
      first,
      `${((100 * first.added) / first.seconds / copied).toFixed(0)} % of a plain COPY of the same file as text (${copied.toFixed(0)} rows/s)`,
    );
    const again = await imported({ database, dataDir: scratchDir('import') }, file);
    bench.emit(line('import.again', again.added, 'rows', { exactly: 0 }, 'added by a second run of the same file'));
  } finally {
    await host.drop('bench_import');
  }
}

async function realFile(bench: Bench): Promise<void> {
  const shared = process.env.CHENGMAI_SHARED ?? fileURLToPath(new URL('../../../shared', import.meta.url));
  const file = join(shared, 'data/cases/pingshan-minsheng-2018.csv.gz');
  if (!existsSync(file)) {
    bench.tell('the real file is not there; CHENGMAI_SHARED names its folder');
    return;
  }
  const host = await bench.postgres();
  await host.copy(await cityTemplate(host), 'bench_import');
  try {
    const summary = await imported({ database: host.url('bench_import'), dataDir: scratchDir('import') }, file);
    emit(bench, 'import.real', null, summary, '10,000 real cases of a district, a compressed file');
  } finally {
    await host.drop('bench_import');
  }
}

async function embedded(bench: Bench, file: string): Promise<void> {
  const dataDir = scratchDir('embedded');
  await loadDemoCity({ dataDir });
  emit(bench, 'import.embedded', 4000, await imported({ dataDir }, file), 'embedded database');
}

/** Foreign case tables through the command line, as an operator imports them. */
export const importing: Suite = {
  name: 'import',
  async run(bench) {
    bench.tell(`import: a made-up file of ${ROWS} rows`);
    const file = await generatedFile();
    await onPostgres(bench, file);
    await realFile(bench);
    await embedded(bench, file);
  },
};
