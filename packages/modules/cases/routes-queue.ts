import { ok, refuse } from '@chengmai/kernel/result.ts';
import { decodeCursor, pageFrom } from '@chengmai/platform/http/keyset.ts';
import { Bytes, type Route, route } from '@chengmai/platform/http/route.ts';
import type { Caller } from '@chengmai/platform/runtime/scope.ts';
import { z } from 'zod';
import { iso, toCaseRow } from './case-row.ts';
import { CaseFilter, CasePage, CaseQuery, lights, QueueCounts, SavedView } from './contract.ts';
import { type Desk, utcOffset } from './desk.ts';
import { EXPORT_LIMIT, exportCases } from './export-cases.ts';
import { Home, homeOf } from './home.ts';
import { caseCondition, countOpen, listCases, placeOf } from './queue-store.ts';
import { readingFor } from './reading.ts';
import { deleteView, insertView, listViews } from './view-store.ts';

const Place = z.object({ at: z.number().nullable(), id: z.uuid(), ended: z.boolean().optional() });
const Id = z.object({ id: z.uuid() });

type Counts = z.infer<typeof QueueCounts>;

/** What is open in the caller's scope under a filter, by state and light, and how much of it is the caller's. */
export async function countsFor(desk: Desk, caller: Caller, filter: CaseFilter): Promise<Counts> {
  const now = desk.ctx.clock.now();
  const condition = caseCondition(caller, { ...filter, view: 'open' }, now, utcOffset(desk));
  const rows = await countOpen(desk.ctx.db, caller, condition, now);
  const sum = (keep: (row: (typeof rows)[number]) => boolean): number => rows.filter(keep).reduce((n, row) => n + row.n, 0);
  return {
    mine: sum((row) => row.mine),
    open: sum(() => true),
    byState: Object.fromEntries([...new Set(rows.map((row) => row.state))].map((state) => [state, sum((row) => row.state === state)])),
    byLight: Object.fromEntries(lights.map((light) => [light, sum((row) => row.light === light)])) as Counts['byLight'],
    pendingApplications: sum((row) => row.pending),
    asOf: iso(now),
  };
}

/** Lists of cases: queue pages, counts, home, saved views, export. */
export function queueRoutes(desk: Desk): Route[] {
  const { db, clock } = desk.ctx;
  return [
    route({
      method: 'GET',
      path: '/api/cases',
      tag: 'cases',
      access: 'signed-in',
      summary: { zh: '案件队列（按数据范围，键集分页）', en: 'Case queue within the data scope, keyset pages' },
      query: CaseQuery,
      response: CasePage,
      handle: async ({ query, caller }) => {
        const cursor = query.cursor === undefined ? null : decodeCursor(query.cursor, Place);
        if (cursor && !cursor.ok) return refuse('cases.bad_cursor');
        const now = clock.now();
        const wanted = { ...query, after: cursor?.value ?? null, limit: query.limit + 1, now, search: Boolean(query.q?.trim()) };
        const rows = await listCases(db, caseCondition(caller, query, now, utcOffset(desk)), wanted);
        const page = pageFrom(rows, query.limit, (row) => placeOf(row, query.view, query.sort));
        const reading = await readingFor(desk, db, page.items);
        return ok({ items: page.items.map((row) => toCaseRow(row, reading)), next: page.next, asOf: iso(now) });
      },
    }),
    route({
      method: 'GET',
      path: '/api/cases/counts',
      tag: 'cases',
      access: 'signed-in',
      summary: { zh: '在办数：按状态与红黄灯', en: 'Open cases by state and light' },
      query: CaseFilter,
      response: QueueCounts,
      handle: async ({ query, caller }) => ok(await countsFor(desk, caller, query)),
    }),
    route({
      method: 'GET',
      path: '/api/cases/export',
      tag: 'cases',
      access: 'signed-in',
      summary: { zh: '导出队列（CSV、XLSX）', en: 'Export a queue as CSV or XLSX' },
      query: CaseFilter.extend({ format: z.enum(['csv', 'xlsx']).default('csv'), sort: CaseQuery.shape.sort }),
      response: 'bytes',
      ratePerMinute: 10,
      handle: async ({ query, caller, audit }) => {
        const now = clock.now();
        const wanted = { ...query, after: null, limit: EXPORT_LIMIT + 1, now, search: Boolean(query.q?.trim()) };
        const rows = await listCases(db, caseCondition(caller, query, now, utcOffset(desk)), wanted);
        if (rows.length > EXPORT_LIMIT) return refuse('cases.export_too_large', { limit: EXPORT_LIMIT });
        const reading = await readingFor(desk, db, rows);
        await audit({ action: 'cases.export', subject: `cases (${rows.length})`, detail: { ...query } });
        const file = await exportCases(
          rows.map((row) => toCaseRow(row, reading)),
          query.format,
          caller.locale,
          desk.catalogue.calendarDefinition().utcOffsetMinutes,
        );
        return ok(
          new Bytes(file.type, file.bytes, {
            'content-disposition': `attachment; filename="cases-${new Date(reading.now).toISOString().slice(0, 10)}.${query.format}"`,
          }),
        );
      },
    }),
    route({
      method: 'GET',
      path: '/api/home',
      tag: 'cases',
      access: 'signed-in',
      summary: { zh: '岗位首页：我的队列', en: 'Role home: my queues' },
      response: Home,
      handle: async ({ caller }) => ok(await homeOf(desk, caller)),
    }),
    route({
      method: 'GET',
      path: '/api/views',
      tag: 'cases',
      access: 'signed-in',
      summary: { zh: '保存的视图', en: 'Saved views' },
      response: z.array(SavedView),
      handle: async ({ caller }) => ok(await listViews(db, caller.userId)),
    }),
    route({
      method: 'POST',
      path: '/api/views',
      tag: 'cases',
      access: 'signed-in',
      summary: { zh: '保存视图', en: 'Save a view' },
      body: SavedView.omit({ id: true }),
      response: SavedView,
      created: true,
      handle: ({ body, caller, once }) =>
        db.tx((tx) =>
          once(tx, async () => {
            const view = { id: desk.ctx.ids.uuid(), ...body };
            await insertView(tx, view, caller.userId, new Date(clock.now()));
            return ok(view);
          }),
        ),
    }),
    route({
      method: 'DELETE',
      path: '/api/views/:id',
      tag: 'cases',
      access: 'signed-in',
      summary: { zh: '删除视图', en: 'Delete a view' },
      params: Id,
      response: z.object({}),
      handle: async ({ params, caller }) =>
        (await db.tx((tx) => deleteView(tx, params.id, caller.userId))) ? ok({}) : refuse('http.not_found'),
    }),
  ];
}
