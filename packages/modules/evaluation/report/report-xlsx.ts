import ExcelJS from 'exceljs';
import type { CellKind, CellValue, MonthlyReport, ReportSection, ReportTable } from './monthly-report.ts';

const FORMATS: Readonly<Record<CellKind, string | null>> = { text: '@', count: '#,##0', rate: '0.00%', score: '0.00' };
const HEAD = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFE9EEF4' } } as const;
const LINE = { style: 'thin', color: { argb: 'FFDBE2EA' } } as const;

/** A spreadsheet runs what begins with these; a leading apostrophe makes it text again. */
const harmless = (value: CellValue): CellValue => (typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : value);

function writeTable(sheet: ExcelJS.Worksheet, table: ReportTable): void {
  const head = sheet.addRow(table.columns.map((column) => column.title));
  head.font = { bold: true };
  head.alignment = { wrapText: true, vertical: 'middle' };
  head.eachCell((cell) => {
    cell.fill = HEAD;
  });
  const write = (cells: readonly CellValue[], bold: boolean): void => {
    const row = sheet.addRow(cells.map(harmless));
    for (const [i, column] of table.columns.entries()) {
      const cell = row.getCell(i + 1);
      const format = FORMATS[column.kind];
      if (format !== null && typeof cells[i] === 'number') cell.numFmt = format;
      if (cells[i] === null) cell.value = '–';
      cell.border = { bottom: LINE };
      cell.font = { bold };
      cell.alignment = { vertical: 'top', wrapText: column.kind === 'text', horizontal: column.kind === 'text' ? 'left' : 'right' };
    }
  };
  for (const row of table.rows) write(row, false);
  if (table.total) write(table.total, true);
}

/** Sheet names have at most 31 characters, none of them `[]:*?/\`. */
const sheetName = (name: string): string => name.replace(/[[\]:*?/\\]/g, ' ').slice(0, 31);

function writeSection(book: ExcelJS.Workbook, report: MonthlyReport, section: ReportSection): void {
  const sheet = book.addWorksheet(sheetName(section.sheet), {
    pageSetup: { paperSize: 9, orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
    headerFooter: { oddFooter: '&C&P / &N' },
  });
  sheet.addRow([`${report.title} · ${report.period}`]).font = { color: { argb: 'FF5D6E80' } };
  sheet.addRow([section.title]).font = { bold: true, size: 14 };
  if (report.syntheticLabel !== null) sheet.addRow([report.syntheticLabel]).font = { bold: true, color: { argb: 'FFB03512' } };
  for (const note of section.notes) sheet.addRow([note]);
  sheet.addRow([]);
  if (!section.table) {
    sheet.getColumn(1).width = 110;
    sheet.getColumn(1).alignment = { wrapText: true, vertical: 'top' };
    return;
  }
  for (const [i, column] of section.table.columns.entries()) sheet.getColumn(i + 1).width = Math.max(9, column.share * 10);
  sheet.views = [{ state: 'frozen', ySplit: sheet.rowCount + 1 }];
  writeTable(sheet, section.table);
}

/** The report as a workbook: a cover and a sheet a section, numbers as numbers so that people can go on calculating. */
export async function reportXlsx(report: MonthlyReport): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook();
  const cover = book.addWorksheet(sheetName(report.title.slice(0, 20)));
  cover.getColumn(1).width = 18;
  cover.getColumn(2).width = 60;
  cover.addRow([report.title]).font = { bold: true, size: 18 };
  cover.addRow([report.period]).font = { size: 14 };
  if (report.syntheticLabel !== null) cover.addRow([report.syntheticLabel]).font = { bold: true, color: { argb: 'FFB03512' } };
  cover.addRow([]);
  for (const [name, value] of report.facts) cover.addRow([name, value]);
  for (const section of report.sections) writeSection(book, report, section);
  return new Uint8Array(await book.xlsx.writeBuffer());
}
