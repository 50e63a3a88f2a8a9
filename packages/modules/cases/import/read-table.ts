import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { constants, createGunzip, gunzipSync } from 'node:zlib';
import { Refused } from '@chengmai/platform/runtime/refused.ts';
import { type CsvError, type Info, parse } from 'csv-parse';
import ExcelJS from 'exceljs';

/** One data row as text cells, with the line (CSV) or row (XLSX) where it begins to be found in the file. */
export interface TableRow {
  readonly line: number;
  readonly cells: readonly string[];
}

export interface Table {
  readonly header: readonly string[];
  readonly encoding: string;
  readonly rows: AsyncIterable<TableRow>;
}

const SNIFF_BYTES = 1 << 20;

async function head(path: string): Promise<Buffer> {
  const file = await open(path).catch((cause: NodeJS.ErrnoException) => {
    throw new Refused('import.unreadable', { file: path, problem: cause.code ?? cause.message }, { cause });
  });
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(SNIFF_BYTES), 0, SNIFF_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Does the text decode without a fault? The last few bytes may be half a character. */
function decodes(bytes: Buffer, encoding: string): boolean {
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    decoder.decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** UTF-8 is strict enough to be told from GBK: a Chinese GBK text practically never decodes as UTF-8. */
function detectEncoding(bytes: Buffer): string | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  if (bytes.includes(0)) return null;
  return ['utf-8', 'gb18030'].find((encoding) => decodes(bytes, encoding)) ?? null;
}

/** The beginning of a stream whose end is not at hand. */
const gunzipHead = (bytes: Buffer): Buffer => {
  try {
    return gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    return Buffer.alloc(0);
  }
};

async function* decoded(chunks: AsyncIterable<Buffer>, encoding: string, path: string): AsyncIterable<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true });
    yield decoder.decode();
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? '';
    const problem = code.startsWith('Z_')
      ? '压缩数据损坏或不完整 / damaged or truncated gzip'
      : `不是有效的 ${encoding} 文本 / not valid ${encoding}`;
    throw new Refused('import.broken', { file: path, line: '-', problem }, { cause: cause as Error });
  }
}

interface CsvRecord {
  readonly record: readonly string[];
  readonly info: Info;
}

async function readCsv(path: string, zipped: boolean, encoding: string, delimiter: string): Promise<Table> {
  const file = createReadStream(path);
  const bytes: AsyncIterable<Buffer> = zipped ? file.pipe(createGunzip()) : file;
  if (zipped) file.on('error', (error) => (bytes as unknown as Readable).destroy(error));
  const parser = Readable.from(decoded(bytes, encoding, path)).compose(
    parse({ bom: true, delimiter, info: true, relax_column_count: true, skip_empty_lines: true, max_record_size: 4 << 20 }),
  ) as AsyncIterable<CsvRecord>;
  const records = parser[Symbol.asyncIterator]();
  const next = async (): Promise<IteratorResult<CsvRecord>> => {
    try {
      return await records.next();
    } catch (cause) {
      if (cause instanceof Refused) throw cause;
      const { lines, message } = cause as CsvError & { lines?: number };
      throw new Refused('import.broken', { file: path, line: lines ?? '-', problem: message }, { cause: cause as Error });
    }
  };
  const first = await next();
  if (first.done) throw new Refused('import.empty', { file: path });
  async function* rows(): AsyncIterable<TableRow> {
    for (let item = await next(); !item.done; item = await next()) yield { line: item.value.info.lines, cells: item.value.record };
  }
  return { header: first.value.record.map((name) => name.trim()), encoding, rows: rows() };
}

const cellText = (value: ExcelJS.CellValue): string => {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString().slice(0, 19).replace('T', ' ');
  if (typeof value === 'object')
    return 'result' in value
      ? cellText(value.result as ExcelJS.CellValue)
      : 'text' in value
        ? String(value.text)
        : 'richText' in value
          ? value.richText.map((part) => part.text).join('')
          : '';
  return String(value);
};

async function readXlsx(path: string): Promise<Table> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.readFile(path).catch((cause: Error) => {
    throw new Refused('import.broken', { file: path, line: '-', problem: cause.message }, { cause });
  });
  const sheet = book.worksheets[0];
  const texts = (row: ExcelJS.Row): string[] => Array.from({ length: sheet!.columnCount }, (_, i) => cellText(row.getCell(i + 1).value));
  if (!sheet || sheet.rowCount < 1) throw new Refused('import.empty', { file: path });
  async function* rows(): AsyncIterable<TableRow> {
    for (let line = 2; line <= sheet!.rowCount; line++) {
      const cells = texts(sheet!.getRow(line));
      if (cells.some((cell) => cell !== '')) yield { line, cells };
    }
  }
  return { header: texts(sheet.getRow(1)).map((name) => name.trim()), encoding: 'xlsx', rows: rows() };
}

/**
 * Opens a CSV (plain or gzip; UTF-8, UTF-16 or GB 18030) or the first sheet of an XLSX, told apart by their bytes and not their names.
 * Throws Refused `import.unreadable`, `import.encoding`, `import.broken` (with the line) or `import.empty`.
 */
export async function openTable(path: string, options: { encoding: string; delimiter: string }): Promise<Table> {
  const bytes = await head(path);
  if (bytes.length === 0) throw new Refused('import.empty', { file: path });
  if (bytes.subarray(0, 4).toString('latin1') === 'PK\x03\x04') return readXlsx(path);
  const zipped = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const sample = zipped ? gunzipHead(bytes) : bytes;
  const encoding = options.encoding === 'auto' ? detectEncoding(sample) : options.encoding;
  if (encoding === null) throw new Refused('import.encoding', { file: path });
  return readCsv(path, zipped, encoding, options.delimiter);
}
