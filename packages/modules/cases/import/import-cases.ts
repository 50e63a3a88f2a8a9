import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import type { Tx } from '@chengmai/platform/ports/db.ts';
import { Refused } from '@chengmai/platform/runtime/refused.ts';
import type { CaseImportedBody, ImportSummary } from '../contract.ts';
import type { Desk } from '../desk.ts';
import { CaseMap, columnsOfMap } from './case-map.ts';
import { type ForeignCase, type Reject, rowConverter } from './convert-row.ts';
import { completeSearchIndex, countKnown, deferSearchIndex, importText, insertImported } from './import-store.ts';
import { foreignArea, foreignUnit, importedId, importer } from './imported-case.ts';
import { type NewestNames, newestNames } from './newest-names.ts';
import { openTable, type Table } from './read-table.ts';

const BUILT_IN = ['egova', 'nyc311'] as const;
const CHUNK = 1_000;

export interface ImportOptions {
  readonly file: string;
  readonly map: CaseMap;
  readonly dryRun: boolean;
  /** Where refused rows are written; made only when there are any. */
  readonly rejectsFile: string;
  progress(done: number): void;
}

/** A built-in map by name or a mapping file by path. Throws Refused `import.map_unknown` or `import.map_invalid`. */
export async function loadMap(nameOrPath: string): Promise<CaseMap> {
  const builtIn = (BUILT_IN as readonly string[]).includes(nameOrPath);
  const path = builtIn ? new URL(`./maps/${nameOrPath}.json`, import.meta.url) : nameOrPath;
  const text = await readFile(path, 'utf8').catch((cause: Error) => {
    throw new Refused('import.map_unknown', { map: nameOrPath, known: BUILT_IN.join(', ') }, { cause });
  });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new Refused('import.map_invalid', { map: nameOrPath, problem: (cause as Error).message }, { cause: cause as Error });
  }
  const parsed = CaseMap.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  throw new Refused('import.map_invalid', { map: nameOrPath, problem: `${issue.path.join('.')}: ${issue.message}` });
}

async function openChecked(file: string, map: CaseMap): Promise<Table> {
  const table = await openTable(file, map);
  const missing = columnsOfMap(map).filter((column) => !table.header.includes(column));
  if (missing.length > 0) throw new Refused('import.columns_missing', { columns: missing.join(', ') });
  return table;
}

interface FirstPass {
  readonly names: NewestNames;
  readonly ids: string[];
  readonly rejects: Reject[];
  readonly rows: number;
  readonly encoding: string;
  readonly cases: ForeignCase[];
}

/** Reads the whole file before anything is written: a broken one stops here. */
async function readAll(options: ImportOptions): Promise<FirstPass> {
  const table = await openChecked(options.file, options.map);
  const convert = rowConverter(options.map, table.header);
  const names = newestNames();
  const rejects: Reject[] = [];
  const cases: ForeignCase[] = [];
  const seen = new Set<string>();
  let rows = 0;
  for await (const row of table.rows) {
    rows += 1;
    const converted = convert(row);
    if (!converted.ok) {
      rejects.push(converted.reject);
      continue;
    }
    if (seen.has(converted.value.sourceId)) {
      rejects.push({
        line: row.line,
        column: options.map.id,
        value: converted.value.sourceId,
        zh: '文件内重复的编号',
        en: 'this number stands in the file twice',
      });
      continue;
    }
    seen.add(converted.value.sourceId);
    names.add(converted.value);
    cases.push(converted.value);
  }
  if (rows === 0) throw new Refused('import.empty', { file: options.file });
  return { names, ids: [...seen], rejects, rows, encoding: table.encoding, cases };
}

/** Divisions, classes and units that the city does not know, under the import's own name. */
async function createForeign(desk: Desk, tx: Tx, origin: string, names: NewestNames): Promise<ImportSummary['created']> {
  const area = (
    level: 'd' | 's' | 'c',
    kind: 'district' | 'street' | 'community',
    parentLevel: 'd' | 's' | null,
    map: NewestNames['streets'],
  ) =>
    [...map].map(([code, entry]) => ({
      code: foreignArea(origin, level, code),
      name: entry.name,
      level: kind,
      parent: parentLevel && entry.parent !== null ? foreignArea(origin, parentLevel, entry.parent) : null,
    }));
  const divisions = await desk.areas.ensureImported(tx, origin, [
    ...area('d', 'district', null, names.districts),
    ...area('s', 'street', 'd', names.streets),
    ...area('c', 'community', 's', names.communities),
  ]);
  const classes = await desk.catalogue.ensureImported(
    tx,
    origin,
    [...names.classes].map(([code, entry]) => ({ code, name: entry.name, majorCode: entry.majorCode, majorName: entry.majorName })),
  );
  let units = 0;
  for (const [code, entry] of names.units) {
    const id = foreignUnit(origin, code);
    if (await desk.identity.unit(tx, id)) continue;
    const made = await desk.identity.createUnit(tx, { id, name: entry.name, kind: 'department', parentId: null, origin });
    if (!made.ok) throw new Refused(made.refusal.code, made.refusal.params);
    units += 1;
  }
  return { divisions, classes, units };
}

async function writeRejects(file: string, rejects: readonly Reject[]): Promise<string | null> {
  if (rejects.length === 0) return null;
  const cell = (value: string | number): string => `"${String(value).replaceAll('"', '""')}"`;
  const stream = createWriteStream(file, { encoding: 'utf8' });
  stream.write('\uFEFFline,column,value,原因,reason\r\n');
  for (const one of rejects) stream.write(`${[one.line, one.column, one.value, one.zh, one.en].map(cell).join(',')}\r\n`);
  stream.end();
  await once(stream, 'finish');
  return file;
}

async function writeAll(
  desk: Desk,
  tx: Tx,
  options: ImportOptions,
  first: FirstPass,
  trace: string,
): Promise<{ added: number; created: ImportSummary['created'] }> {
  const origin = options.map.name;
  const now = desk.ctx.clock.now();
  const created = await createForeign(desk, tx, origin, first.names);
  const make = importer(desk, origin, first.names, now);
  // In order of time: neighbours land on the same pages of tables, indexes and daily figures.
  const ordered = first.cases.toSorted((a, b) => a.reportedAt - b.reportedAt);
  const textOf = async (from: number): Promise<string> => {
    // Lets the chunk before go out first: the next is made while the database works on it.
    await setImmediate();
    return importText(ordered.slice(from, from + CHUNK).map(make), origin);
  };
  await deferSearchIndex(tx);
  let added = 0;
  let text = await textOf(0);
  for (let i = 0; i < ordered.length; i += CHUNK) {
    const [ids, next] = await Promise.all([insertImported(tx, text, now, trace), textOf(i + CHUNK)]);
    text = next;
    added += ids.length;
    if (ids.length > 0) {
      const body: CaseImportedBody = { origin, ids };
      await desk.ctx.emit(tx, [{ id: desk.ctx.ids.uuid(), type: 'cases.imported', at: now, key: `import:${origin}:${i}`, trace, body }]);
    }
    options.progress(Math.min(i + CHUNK, ordered.length));
  }
  await completeSearchIndex(tx);
  return { added, created };
}

/**
 * Imports foreign cases in one transaction: all of the good rows or nothing. Bad rows go to the rejects file; a second run adds nothing.
 * Throws Refused for what stops the whole file.
 */
export async function importCases(desk: Desk, options: ImportOptions): Promise<ImportSummary> {
  const start = performance.now();
  const first = await readAll(options);
  const rejectsFile = await writeRejects(options.rejectsFile, first.rejects);
  const origin = options.map.name;
  const known = await countKnown(
    desk.ctx.db,
    first.ids.map((id) => importedId(origin, id)),
  );
  const none = { added: 0, created: { divisions: 0, classes: 0, units: 0 } };
  const trace = `import:${origin}:${desk.ctx.ids.uuid()}`;
  const written = options.dryRun ? none : await desk.ctx.db.tx((tx) => writeAll(desk, tx, options, first, trace));
  if (!options.dryRun) await Promise.all([desk.areas.reload(), desk.catalogue.reload()]);
  return {
    file: options.file,
    map: origin,
    encoding: first.encoding,
    rows: first.rows,
    added: options.dryRun ? first.cases.length - known : written.added,
    known: options.dryRun ? known : first.cases.length - written.added,
    rejected: first.rejects.length,
    rejectsFile,
    created: written.created,
    dryRun: options.dryRun,
    seconds: (performance.now() - start) / 1000,
  };
}
