import { SOURCES } from '@chengmai/kernel/lifecycle/case.ts';
import { STATES, type StateId } from '@chengmai/kernel/lifecycle/states.ts';
import ExcelJS from 'exceljs';
import type { CaseRow } from './contract.ts';

export const EXPORT_LIMIT = 50_000;

type Column = readonly [
  zh: string,
  en: string,
  width: number,
  value: (row: CaseRow, locale: 'zh' | 'en') => string | number | null,
  minutes?: number,
];

const lightWords = {
  red: ['超期', 'Overdue'],
  yellow: ['临期', 'Nearly due'],
  green: ['正常', 'On time'],
  hold: ['挂账', 'Suspended'],
  none: ['—', '—'],
} as const;

const columns = (local: (at: string | null) => string | null): readonly Column[] => [
  ['案件号', 'Number', 22, (row) => row.number],
  ['状态', 'State', 12, (row, locale) => STATES[row.state as StateId]?.[locale] ?? row.state],
  ['时限', 'Light', 8, (row, locale) => lightWords[row.light][locale === 'zh' ? 0 : 1]],
  ['事项代码', 'Class code', 12, (row) => row.classCode],
  ['事项', 'Class', 18, (row, locale) => (locale === 'en' ? row.classNameEn : null) ?? row.className],
  ['位置', 'Place', 40, (row) => row.place],
  ['街道', 'Street', 14, (row, locale) => (locale === 'en' ? row.streetNameEn : null) ?? row.streetName],
  ['社区', 'Community', 14, (row, locale) => (locale === 'en' ? row.communityNameEn : null) ?? row.communityName],
  ['来源', 'Source', 10, (row, locale) => SOURCES[row.source][locale]],
  ['承办单位', 'Unit', 22, (row, locale) => (locale === 'en' ? row.unitNameEn : null) ?? row.unitName],
  ['处置人', 'Handler', 10, (row) => row.handlerName],
  ['上报时间', 'Reported', 18, (row) => local(row.reportedAt)],
  ['截止时间', 'Due', 18, (row) => local(row.dueAt)],
  ['上报数', 'Reports', 8, (row) => row.reports],
  ['返工', 'Reworks', 8, (row) => row.reworks],
  ['延期', 'Extensions', 8, (row) => row.extensions],
];

const localTime =
  (offsetMinutes: number) =>
  (at: string | null): string | null =>
    at === null ? null : new Date(Date.parse(at) + offsetMinutes * 60_000).toISOString().slice(0, 19).replace('T', ' ');

/** A spreadsheet runs what begins with these; a leading apostrophe makes it text again (CSV injection). */
const harmless = (value: string): string => (/^[=+\-@\t\r]/.test(value) ? `'${value}` : value);
const csvCell = (value: string | number | null): string => {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = harmless(value);
  return /[",\n\r]/.test(safe) || /^\d{12,}$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** Cases as a table: CSV with BOM (so that Excel reads UTF-8) or XLSX. Local times; codes as text. */
export async function exportCases(
  rows: readonly CaseRow[],
  format: 'csv' | 'xlsx',
  locale: 'zh' | 'en',
  offsetMinutes: number,
): Promise<{ type: string; bytes: Uint8Array }> {
  const shape = columns(localTime(offsetMinutes));
  const heads = shape.map(([zh, en]) => (locale === 'zh' ? zh : en));
  const cells = rows.map((row) => shape.map(([, , , value]) => value(row, locale)));
  if (format === 'csv') {
    const lines = [heads, ...cells].map((line) => line.map(csvCell).join(','));
    return { type: 'text/csv; charset=utf-8', bytes: Buffer.from(`\uFEFF${lines.join('\r\n')}\r\n`, 'utf8') };
  }
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet(locale === 'zh' ? '案件' : 'Cases', { views: [{ state: 'frozen', ySplit: 1 }] });
  sheet.columns = shape.map(([, , width], i) => ({ header: heads[i]!, width }));
  sheet.getRow(1).font = { bold: true };
  for (const line of cells) sheet.addRow(line);
  return {
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    bytes: new Uint8Array(await book.xlsx.writeBuffer()),
  };
}
