import { formatNumber, formatRate } from '@chengmai/kernel/evaluation/format.ts';
import type { CellKind, CellValue, MonthlyReport, ReportColumn, ReportSection, ReportTable } from './monthly-report.ts';
import { PdfWriter, type TextStyle, WEIGHTS } from './pdf-writer.ts';
import type { Typeface } from './typeface.ts';

const MARGIN = 48;
const WIDTH = 595.28 - 2 * MARGIN;
const BOTTOM = 841.89 - MARGIN - 14;
const INK = { text: '#14202C', quiet: '#5D6E80', line: '#DBE2EA', strong: '#B4C0CE', accent: '#0A5DC2', alarm: '#B03512' } as const;
const BODY: TextStyle = { size: 9.5, colour: INK.text };
const CELL: TextStyle = { size: 8.5, colour: INK.text };
const HEAD: TextStyle = { size: 8.5, weight: 'bold', colour: INK.text };
const CELL_GAP = 6;
const CELL_LINE = 12;
const ROW_PAD = 3;

const WRITE: Readonly<Record<CellKind, (value: number) => string>> = {
  text: String,
  count: (value) => formatNumber(value, 0),
  rate: (value) => formatRate(value),
  score: (value) => value.toFixed(2),
};

const cellText = (value: CellValue, kind: CellKind): string =>
  value === null ? '–' : typeof value === 'number' ? WRITE[kind](value) : value;

/** Where the next thing goes; a page is added when it would not fit. */
class Page {
  readonly writer: PdfWriter;
  y = MARGIN;
  constructor(writer: PdfWriter) {
    this.writer = writer;
  }
  need(height: number): boolean {
    if (this.y + height <= BOTTOM) return false;
    this.writer.document.addPage();
    this.y = MARGIN;
    return true;
  }
  paragraph(text: string, style: TextStyle, leading: number): void {
    for (const line of this.writer.wrap(text, WIDTH, style)) {
      this.need(leading);
      this.writer.line(line, MARGIN, this.y, style);
      this.y += leading;
    }
  }
}

interface Laid {
  readonly lines: readonly (readonly string[])[];
  readonly height: number;
}

interface Grid {
  readonly columns: readonly ReportColumn[];
  readonly x: readonly number[];
  readonly width: readonly number[];
}

function gridOf(columns: readonly ReportColumn[]): Grid {
  const shares = columns.reduce((sum, column) => sum + column.share, 0);
  const width = columns.map((column) => (column.share / shares) * WIDTH);
  const x = width.map((_, i) => MARGIN + width.slice(0, i).reduce((a, b) => a + b, 0));
  return { columns, x, width };
}

function lay(writer: PdfWriter, grid: Grid, cells: readonly string[], style: TextStyle): Laid {
  const lines = cells.map((cell, i) => writer.wrap(cell, grid.width[i]! - CELL_GAP, style));
  return { lines, height: Math.max(...lines.map((one) => one.length)) * CELL_LINE + 2 * ROW_PAD };
}

/** Numbers stand at the right edge of their column, so that digits stand under digits. */
function drawRow(page: Page, grid: Grid, laid: Laid, style: TextStyle): void {
  for (const [i, lines] of laid.lines.entries()) {
    for (const [n, line] of lines.entries()) {
      const right = grid.columns[i]!.kind !== 'text';
      const offset = right ? grid.width[i]! - CELL_GAP - page.writer.width(line, style) : 0;
      page.writer.line(line, grid.x[i]! + CELL_GAP / 2 + offset, page.y + ROW_PAD + n * CELL_LINE, style);
    }
  }
  page.y += laid.height;
}

function drawTable(page: Page, table: ReportTable): void {
  const { writer } = page;
  const grid = gridOf(table.columns);
  const head = lay(
    writer,
    grid,
    table.columns.map((column) => column.title),
    HEAD,
  );
  const drawHead = (): void => {
    writer.document.rect(MARGIN, page.y, WIDTH, head.height).fill('#F6F8FB');
    drawRow(page, grid, head, HEAD);
    writer.rule(MARGIN, page.y, WIDTH, INK.strong, 0.8);
  };
  const drawCells = (cells: readonly CellValue[], style: TextStyle): void => {
    const laid = lay(
      writer,
      grid,
      cells.map((value, i) => cellText(value, table.columns[i]!.kind)),
      style,
    );
    if (page.need(laid.height)) drawHead();
    drawRow(page, grid, laid, style);
    writer.rule(MARGIN, page.y, WIDTH, INK.line);
  };
  page.need(head.height * 3);
  drawHead();
  for (const row of table.rows) drawCells(row, CELL);
  if (table.total) drawCells(table.total, HEAD);
}

function drawSection(page: Page, section: ReportSection): void {
  page.need(90);
  page.y += 16;
  page.writer.line(section.title, MARGIN, page.y, { size: 12.5, weight: 'bold', colour: INK.text });
  page.y += 22;
  const listed = section.table === null && section.notes.length > 1;
  for (const [i, note] of section.notes.entries())
    page.paragraph(listed ? `${i + 1}. ${note}` : note, section.table ? { ...BODY, colour: INK.quiet } : BODY, 15);
  if (!section.table) return;
  page.y += section.notes.length > 0 ? 5 : 0;
  drawTable(page, section.table);
}

function drawTitle(page: Page, report: MonthlyReport): void {
  const { writer } = page;
  writer.line(report.title, MARGIN, page.y, { size: 20, weight: 'bold', colour: INK.text });
  page.y += 32;
  writer.line(report.period, MARGIN, page.y, { size: 13, colour: INK.accent, weight: 'bold' });
  page.y += 24;
  const facts = report.facts
    .filter(([, value]) => value !== '')
    .map(([name, value]) => (/[a-z]/i.test(name) ? `${name}: ${value}` : `${name}：${value}`));
  page.paragraph(facts.join('    '), { size: 8.5, colour: INK.quiet }, 13);
  page.y += 4;
  writer.rule(MARGIN, page.y, WIDTH, INK.strong, 0.8);
}

/** Header and footer, when it is known how many pages there are. */
function stampPages(writer: PdfWriter, report: MonthlyReport): void {
  const style: TextStyle = { size: 8, colour: INK.quiet };
  const { count } = writer.document.bufferedPageRange();
  for (let i = 0; i < count; i += 1) {
    writer.document.switchToPage(i);
    writer.document.page.margins.bottom = 0;
    const y = 841.89 - MARGIN + 6;
    const number = report.pageOf(i + 1, count);
    writer.line(number, MARGIN + WIDTH - writer.width(number, style), y, style);
    writer.line(`${report.title} · ${report.period}`, MARGIN, y, style);
    if (report.syntheticLabel === null) continue;
    const label: TextStyle = { size: 8.5, weight: 'bold', colour: INK.alarm };
    writer.line(report.syntheticLabel, MARGIN + WIDTH - writer.width(report.syntheticLabel, label), 24, label);
  }
}

/** The report as an A4 document whose Chinese text can be read, searched and copied on any machine. */
export async function reportPdf(report: MonthlyReport, typeface: Typeface): Promise<Uint8Array> {
  await typeface.prepare(JSON.stringify(report), Object.values(WEIGHTS));
  const writer = new PdfWriter(typeface, MARGIN, `${report.title} ${report.period}`);
  const page = new Page(writer);
  drawTitle(page, report);
  for (const section of report.sections) drawSection(page, section);
  stampPages(writer, report);
  return writer.finish();
}
