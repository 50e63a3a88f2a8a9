import { parseCycle } from '@chengmai/kernel/evaluation/periods.ts';
import { ok } from '@chengmai/kernel/result.ts';
import { Bytes, type Route, route } from '@chengmai/platform/http/route.ts';
import { z } from 'zod';
import type { Desk } from './desk.ts';
import { composeReport } from './report/compose-report.ts';
import { reportPdf } from './report/report-pdf.ts';
import { reportXlsx } from './report/report-xlsx.ts';
import { notoSansSc, type Typeface } from './report/typeface.ts';

const TYPES = { pdf: 'application/pdf', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' } as const;

const Query = z.object({ month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/), format: z.enum(['xlsx', 'pdf']) });

/** The monthly report as a file. The font is read when the first PDF is asked for, and kept. */
export function reportRoutes(desk: Desk): readonly Route[] {
  let typeface: Typeface | null = null;
  return [
    route({
      method: 'GET',
      path: '/api/evaluation/report',
      summary: { zh: '月度评价报告（XLSX、PDF）', en: 'Monthly evaluation report as XLSX or PDF' },
      tag: 'evaluation',
      access: ['evaluator', 'leader', 'admin', 'shift_leader', 'dispatcher', 'dept_manager', 'inspector'],
      query: Query,
      response: 'bytes',
      ratePerMinute: 20,
      handle: async ({ query: { month, format }, caller }) => {
        const cycle = parseCycle(month.replace('-', ''));
        if (!cycle.ok) return cycle;
        const report = await desk.ctx.db.tx((tx) => composeReport(desk, tx, caller, cycle.value));
        typeface ??= format === 'pdf' ? notoSansSc() : null;
        const bytes = format === 'pdf' && typeface ? await reportPdf(report, typeface) : await reportXlsx(report);
        return ok(new Bytes(TYPES[format], bytes, { 'content-disposition': `attachment; filename="chengmai-${month}.${format}"` }));
      },
    }),
  ];
}
