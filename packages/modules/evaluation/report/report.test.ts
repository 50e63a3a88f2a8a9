import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CaseCity } from '@chengmai/testkit/case-city.ts';
import ExcelJS from 'exceljs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomCity } from '../random-city.fixture.ts';

const reader = ((): boolean => {
  try {
    execFileSync('pdftotext', ['-v'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

describe('the monthly report', () => {
  let city: CaseCity;
  let dir: string;
  beforeAll(async () => {
    ({ city } = await randomCity('pglite', 90, 11));
    await city.running.db.query({ text: 'update identity_unit set synthetic = true', values: [] });
    dir = mkdtempSync(join(tmpdir(), 'chengmai-report-'));
  });
  afterAll(async () => {
    rmSync(dir, { recursive: true, force: true });
    await city?.close();
  });

  const figure = async (metric: string): Promise<number> =>
    (await city.get('evaluator', `/api/evaluation/query?metric=${metric}&by=none&from=2026-03-01&to=2026-03-31`)).body.total.numerator;

  it('is a workbook whose numbers are numbers and equal the figures on the screen', async () => {
    const answer = await city.get('evaluator', '/api/evaluation/report?month=2026-03&format=xlsx');
    expect(answer.status).toBe(200);
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(answer.body as ArrayBuffer);
    expect(book.worksheets.map((sheet) => sheet.name).slice(1)).toEqual([
      '总体情况',
      '部门',
      '部门评分',
      '街道',
      '高发类别',
      '挂账案件',
      '表扬',
      '问题与建议',
      '指标定义',
    ]);
    const departments = book.getWorksheet('部门')!;
    const rows = departments.getSheetValues() as unknown[][];
    const total = rows.find((row) => row?.[1] === '合计')!;
    expect(total.slice(2, 6)).toEqual([
      await figure('need_handle'),
      await figure('need_close'),
      await figure('close'),
      await figure('intime_close'),
    ]);
    const names = rows.slice(rows.findIndex((row) => row?.[1] === '部门') + 1, rows.indexOf(total));
    expect(names.reduce((sum, row) => sum + (row[4] as number), 0)).toBe(total[4]);
  });

  it.runIf(reader)('is a PDF whose Chinese text comes back as it was written', async () => {
    const answer = await city.get('evaluator', '/api/evaluation/report?month=2026-03&format=pdf');
    expect(answer.status).toBe(200);
    const file = join(dir, 'report.pdf');
    writeFileSync(file, answer.body as Uint8Array);
    execFileSync('pdftotext', ['-layout', file, join(dir, 'report.txt')]);
    const text = readFileSync(join(dir, 'report.txt'), 'utf8');
    const plain = text.replace(/\s+/g, '');
    for (const words of [
      '城市管理案件月度评价报告',
      '2026年3月',
      '部门办理情况',
      '环境卫生管理所',
      '按期结案率',
      '挂账案件',
      '问题与建议',
      '指标定义',
      '示意数据',
      '第1页，共',
    ])
      expect(plain, words).toContain(words);
    expect(plain).toContain(`结案数${await figure('close')}`);
    if (process.env.CHENGMAI_KEEP_REPORT) writeFileSync(process.env.CHENGMAI_KEEP_REPORT, answer.body as Uint8Array);
  });

  it('holds only what its reader may see, and is refused to those who read none', async () => {
    const answer = await city.get('manager-parks', '/api/evaluation/report?month=2026-03&format=xlsx');
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(answer.body as ArrayBuffer);
    const cells = JSON.stringify(book.getWorksheet('部门')!.getSheetValues());
    expect(cells).not.toContain('环境卫生管理所');
    expect((await city.get('collector', '/api/evaluation/report?month=2026-03&format=pdf')).status).toBe(403);
    expect((await city.get('evaluator', '/api/evaluation/report?month=2026-13&format=pdf')).status).toBe(400);
  });
});
