import { parseLimit } from '@chengmai/kernel/calendar/limit.ts';
import type { Limit } from '@chengmai/kernel/calendar/types.ts';
import { ok, type Result, refuse } from '@chengmai/kernel/result.ts';
import { errorText } from '@chengmai/platform/runtime/error-codes.ts';
import ExcelJS from 'exceljs';
import type { RefusedRow } from './contract.ts';

export type Edition = '2013' | '2026';

/** One line of a city's filing and closing table. */
export interface WorkbookRow {
  readonly sheet: string;
  readonly row: number;
  readonly kind: 'component' | 'event';
  /** 2 + 2 digits (2013) or 2 + 3 (2026). */
  readonly code: string;
  readonly name: string;
  readonly majorCode: string;
  readonly majorName: string;
  readonly unitName: string | null;
  readonly filing: string;
  readonly closing: string;
  readonly limit: Limit;
}

export interface Workbook {
  readonly rows: readonly WorkbookRow[];
  readonly refused: readonly RefusedRow[];
}

const sheets = [
  { name: '部件', kind: 'component' },
  { name: '事件', kind: 'event' },
] as const;
const columns = ['大类代码', '大类名称', '小类代码', '小类名称', '处置单位', '立案条件', '结案条件', '处置时限'] as const;
type Column = (typeof columns)[number] | '主管部门';
/** Blank cells of these mean "as above" 上同. */
const inherited = ['大类代码', '大类名称', '小类代码', '小类名称', '处置单位'] as const;
const headerRow = 2;
const mostRows = 20_000;

type Cells = Partial<Record<Column, string>>;

const wordsOf = (cell: ExcelJS.Cell): string => (cell.text ?? '').toString().normalize('NFKC').trim();

/** Which column stands where, from the header row. */
function readHeader(sheet: ExcelJS.Worksheet): Result<ReadonlyMap<Column, number>> {
  const places = new Map<Column, number>();
  sheet.getRow(headerRow).eachCell((cell, place) => {
    const words = wordsOf(cell).replace(/\s/g, '');
    if ((columns as readonly string[]).includes(words) || words === '主管部门') places.set(words as Column, place);
  });
  const missing = columns.filter((column) => column !== '处置单位' && !places.has(column));
  return missing.length > 0 ? refuse('catalogue.header_missing', { sheet: sheet.name, columns: missing.join('、') }) : ok(places);
}

/** Spreadsheets drop leading zeros of numbers. */
const digits = (text: string, length: number): string => (/^\d{1,3}$/.test(text) ? text.padStart(length, '0') : text);

function codeOf(cells: Cells, edition: Edition): string | null {
  const length = edition === '2013' ? 2 : 3;
  const minorText = cells.小类代码 ?? '';
  const major = digits(cells.大类代码 ?? '', 2);
  // Some cities write the whole code into the minor column.
  const minor = minorText.length === 2 + length && minorText.startsWith(major) ? minorText.slice(2) : digits(minorText, length);
  const code = `${major}${minor}`;
  return new RegExp(`^\\d{${2 + length}}$`).test(code) && !/^00/.test(code) && !/^0*$/.test(minor) ? code : null;
}

function refusal(sheet: string, row: number, column: Column, value: string, reason: string): RefusedRow {
  const text = errorText(reason)!;
  return { sheet, row, column, value: value.slice(0, 200), reason, zh: `${text.zh}：${text.next_zh}`, en: `${text.en}. ${text.next_en}` };
}

function readRow(
  cells: Cells,
  at: { sheet: string; row: number; kind: 'component' | 'event' },
  edition: Edition,
): WorkbookRow | RefusedRow {
  const no = (column: Column, reason: string): RefusedRow => refusal(at.sheet, at.row, column, cells[column] ?? '', reason);
  const code = codeOf(cells, edition);
  if (code === null) return no('小类代码', 'catalogue.row_code');
  if (!cells.小类名称) return no('小类名称', 'catalogue.row_name');
  if (!cells.大类名称) return no('大类名称', 'catalogue.row_name');
  if (!cells.立案条件) return no('立案条件', 'catalogue.row_condition');
  if (!cells.结案条件) return no('结案条件', 'catalogue.row_condition');
  const limit = parseLimit(cells.处置时限 ?? '');
  if (!limit.ok || !Number.isInteger(limit.value.value)) return no('处置时限', 'catalogue.row_limit');
  const named = { name: cells.小类名称, majorCode: code.slice(0, 2), majorName: cells.大类名称, unitName: cells.处置单位 ?? null };
  return { ...at, code, ...named, filing: cells.立案条件, closing: cells.结案条件, limit: limit.value };
}

function cellsOf(row: ExcelJS.Row, places: ReadonlyMap<Column, number>, above: Cells): Cells {
  const cells: Cells = {};
  for (const [column, place] of places) {
    const words = wordsOf(row.getCell(place));
    if (words !== '') cells[column] = words;
  }
  // A new minor class without a unit of its own does not take the unit of the class above.
  const sameClass = cells.小类代码 === undefined && cells.小类名称 === undefined;
  for (const column of inherited) {
    if (column === '处置单位' && !sameClass) continue;
    const words = cells[column] ?? above[column];
    if (words !== undefined) cells[column] = words;
  }
  return cells;
}

function readSheet(sheet: ExcelJS.Worksheet, kind: 'component' | 'event', edition: Edition): Result<Workbook> {
  const places = readHeader(sheet);
  if (!places.ok) return places;
  const rows: WorkbookRow[] = [];
  const refused: RefusedRow[] = [];
  const seen = new Set<string>();
  let above: Cells = {};
  for (let row = headerRow + 1; row <= Math.min(sheet.rowCount, mostRows); row += 1) {
    const source = sheet.getRow(row);
    if (!source.hasValues || [...places.value.values()].every((place) => wordsOf(source.getCell(place)) === '')) continue;
    above = cellsOf(source, places.value, above);
    const read = readRow(above, { sheet: sheet.name, row, kind }, edition);
    if ('reason' in read) refused.push(read);
    else if (seen.has(`${read.code}\n${read.filing}`))
      refused.push(refusal(sheet.name, row, '立案条件', read.filing, 'catalogue.row_repeated'));
    else {
      seen.add(`${read.code}\n${read.filing}`);
      rows.push(read);
    }
  }
  return ok({ rows, refused });
}

/**
 * Reads the table that cities keep: sheets 部件 and 事件, a title row, a header row, blank cells of the first columns inherited from above.
 * The edition must be said: two digits do not tell 2013 from 2026 once a spreadsheet has dropped its zeros.
 * Refuses `catalogue.workbook_unreadable`, `sheets_missing`, `header_missing`; single bad rows are listed.
 */
export async function readWorkbook(bytes: Uint8Array, edition: Edition): Promise<Result<Workbook>> {
  const book = new ExcelJS.Workbook();
  try {
    await book.xlsx.load(Buffer.from(bytes) as unknown as ExcelJS.Buffer);
  } catch {
    return refuse('catalogue.workbook_unreadable');
  }
  const found = sheets.flatMap(({ name, kind }) => {
    const sheet = book.worksheets.find((candidate) => candidate.name.trim() === name);
    return sheet ? [{ sheet, kind }] : [];
  });
  if (found.length === 0) return refuse('catalogue.sheets_missing');
  const read: Workbook[] = [];
  for (const { sheet, kind } of found) {
    const part = readSheet(sheet, kind, edition);
    if (!part.ok) return part;
    read.push(part.value);
  }
  return ok({ rows: read.flatMap((part) => part.rows), refused: read.flatMap((part) => part.refused) });
}
