import type { CaseState } from '@chengmai/kernel/lifecycle/case.ts';
import { ok, type Result, refuse } from '@chengmai/kernel/result.ts';
import { type Route, route } from '@chengmai/platform/http/route.ts';
import type { Tx } from '@chengmai/platform/ports/db.ts';
import { errorText, fill } from '@chengmai/platform/runtime/error-codes.ts';
import { Refused } from '@chengmai/platform/runtime/refused.ts';
import type { Caller } from '@chengmai/platform/runtime/scope.ts';
import { z } from 'zod';
import { actOnCase, undoLast } from './act-on-case.ts';
import { ActionInput, BatchInput, BatchResult, CaseDetail, DuplicateSuggestion, NewReport } from './contract.ts';
import type { Desk } from './desk.ts';
import { caseDetail } from './detail.ts';
import { duplicatesOf, duplicatesOfCase } from './duplicates.ts';
import { linkCases, mergeCases, unmergeCases } from './join-cases.ts';
import { tellApart, untellApart } from './not-same-store.ts';
import { reportCase } from './report-case.ts';
import { splitCase } from './split-case.ts';
import { findCase, findCases } from './store.ts';

const Id = z.object({ id: z.uuid() });
type Audit = (entry: { action: string; subject: string; detail?: Record<string, unknown> }) => Promise<void>;

const joined: Readonly<Record<string, typeof mergeCases>> = {
  merge: mergeCases,
  unmerge: unmergeCases,
  link_duplicate: linkCases,
  split: splitCase,
};

/** Any action by its name, whether it touches one case or several. */
export function performAction(
  desk: Desk,
  tx: Tx,
  caller: Caller,
  id: string,
  action: string,
  input: ActionInput,
  trace: string,
): Promise<Result<CaseState>> {
  const join = joined[action];
  return join ? join(desk, tx, caller, id, input, trace) : actOnCase(desk, tx, caller, id, action, input, trace);
}

async function show(desk: Desk, caller: Caller, id: string, audit: Audit): Promise<Result<CaseDetail>> {
  const row = await findCase(desk.ctx.db, caller, id);
  if (!row) return refuse('cases.not_found');
  const { detail, readsPersonal } = await caseDetail(desk, desk.ctx.db, row, caller);
  if (readsPersonal) await audit({ action: 'cases.read_reporter', subject: `case ${row.number}` });
  return ok(detail);
}

/** Each item in a transaction of its own: one refusal does not hold back the others, and the answer names both. */
async function batch(desk: Desk, caller: Caller, body: z.output<typeof BatchInput>, trace: string): Promise<z.input<typeof BatchResult>> {
  const done: { id: string; version: number }[] = [];
  const refused: { id: string; code: string; title: string }[] = [];
  for (const item of body.items) {
    const result = await desk.ctx.db
      .tx((tx) => performAction(desk, tx, caller, item.id, body.action, { ...body.input, version: item.version }, trace))
      .catch((error: unknown) => {
        if (error instanceof Refused) return { ok: false as const, refusal: error.refusal };
        throw error;
      });
    if (result.ok) done.push({ id: item.id, version: result.value.version });
    else {
      const text = errorText(result.refusal.code);
      const title = text ? fill(caller.locale === 'zh' ? text.zh : text.en, result.refusal.params) : result.refusal.code;
      refused.push({ id: item.id, code: result.refusal.code, title });
    }
  }
  return { done, refused };
}

/** One case: report, read, act, undo, duplicates. */
export function caseRoutes(desk: Desk): Route[] {
  const { db } = desk.ctx;
  return [
    route({
      method: 'POST',
      path: '/api/cases',
      tag: 'cases',
      access: ['collector', 'acceptor', 'shift_leader', 'leader', 'dept_manager'],
      summary: { zh: '上报', en: 'Report a problem' },
      body: NewReport,
      response: z.object({ id: z.uuid(), number: z.string(), joined: z.boolean(), version: z.int() }),
      created: true,
      ratePerMinute: 120_000,
      handle: async ({ body, caller, trace, once }) => {
        await desk.numbers.ready();
        return db.tx((tx) =>
          once(tx, async () => {
            const made = await reportCase(desk, tx, { report: body, caller, trace, trackingHash: null });
            return made.ok
              ? ok({ id: made.value.caseId, number: made.value.number, joined: made.value.joined, version: made.value.version })
              : made;
          }),
        );
      },
    }),
    route({
      method: 'POST',
      path: '/api/cases/suggest',
      tag: 'cases',
      access: 'signed-in',
      summary: { zh: '登记时的疑似重复', en: 'Possible duplicates at entry' },
      idempotency: 'none',
      body: z.object({
        classCode: z.string().max(64).optional(),
        lon: z.number(),
        lat: z.number(),
        text: z.string().max(4000).default(''),
      }),
      response: z.array(DuplicateSuggestion),
      handle: async ({ body, caller }) => {
        const subject = {
          id: '00000000-0000-0000-0000-000000000000',
          classCode: body.classCode ?? null,
          lon: body.lon,
          lat: body.lat,
          text: body.text,
          at: desk.ctx.clock.now(),
          photoHashes: [],
        };
        return ok(await duplicatesOf(desk, db, caller, subject));
      },
    }),
    route({
      method: 'POST',
      path: '/api/cases/batch',
      tag: 'cases',
      access: 'signed-in',
      summary: { zh: '批量操作', en: 'One action on many cases' },
      body: BatchInput,
      response: BatchResult,
      ratePerMinute: 60,
      handle: async ({ body, caller, trace }) => ok(await batch(desk, caller, body, trace)),
    }),
    route({
      method: 'GET',
      path: '/api/cases/:id',
      tag: 'cases',
      access: 'signed-in',
      summary: { zh: '案件详情', en: 'One case' },
      params: Id,
      response: CaseDetail,
      handle: ({ params, caller, audit }) => show(desk, caller, params.id, audit),
    }),
    route({
      method: 'GET',
      path: '/api/cases/:id/duplicates',
      tag: 'cases',
      access: 'signed-in',
      summary: { zh: '疑似重复', en: 'Possible duplicates' },
      params: Id,
      response: z.array(DuplicateSuggestion),
      handle: async ({ params, caller }) => {
        const row = await findCase(db, caller, params.id);
        if (!row) return refuse('cases.not_found');
        return ok(await duplicatesOfCase(desk, db, caller, row));
      },
    }),
    route({
      method: 'PUT',
      path: '/api/cases/:id/not-same/:otherId',
      tag: 'cases',
      access: ['acceptor', 'shift_leader', 'dispatcher'],
      summary: { zh: '判定两案不是同一件，或收回判定', en: 'Tell two cases apart, or take that back' },
      params: Id.extend({ otherId: z.uuid() }),
      body: z.object({ apart: z.boolean() }),
      response: z.array(DuplicateSuggestion),
      handle: async ({ params, body, caller }) => {
        const rows = await findCases(db, caller, [params.id, params.otherId]);
        const row = rows.find((one) => one.id === params.id);
        if (!row || rows.length < 2) return refuse('cases.not_found');
        await db.tx((tx) =>
          body.apart ? tellApart(tx, params.id, params.otherId, caller, desk.ctx.clock.now()) : untellApart(tx, params.id, params.otherId),
        );
        return ok(await duplicatesOfCase(desk, db, caller, row));
      },
    }),
    route({
      method: 'POST',
      path: '/api/cases/:id/actions/:action',
      tag: 'cases',
      access: 'signed-in',
      summary: { zh: '流程操作', en: 'An action of the case lifecycle' },
      params: Id.extend({ action: z.string().max(40) }),
      body: ActionInput,
      response: CaseDetail,
      ratePerMinute: 60_000,
      handle: async ({ params, body, caller, trace, once, audit }) => {
        const result = await db.tx((tx) =>
          once(tx, async () => {
            const acted = await performAction(desk, tx, caller, params.id, params.action, body, trace);
            return acted.ok ? ok({ version: acted.value.version }) : acted;
          }),
        );
        return result.ok ? afterAction(desk, caller, params.id, audit) : result;
      },
    }),
    route({
      method: 'POST',
      path: '/api/cases/:id/undo',
      tag: 'cases',
      access: 'signed-in',
      summary: { zh: '撤销本人 10 秒内的最后一步', en: 'Take back one’s last step within ten seconds' },
      params: Id,
      body: z.object({ version: z.int() }),
      response: CaseDetail,
      handle: async ({ params, body, caller, trace, once, audit }) => {
        const result = await db.tx((tx) =>
          once(tx, async () => {
            const back = await undoLast(desk, tx, caller, params.id, body.version, trace);
            return back.ok ? ok({ version: back.value.version }) : back;
          }),
        );
        return result.ok ? afterAction(desk, caller, params.id, audit) : result;
      },
    }),
  ];
}

/** What the caller sees after acting. A case may have left the caller's scope by the action itself (a returned task): then its last public face. */
async function afterAction(desk: Desk, caller: Caller, id: string, audit: Audit): Promise<Result<CaseDetail>> {
  const seen = await show(desk, caller, id, audit);
  if (seen.ok) return seen;
  const row = await findCase(desk.ctx.db, { ...caller, scope: { areas: [''], units: null, userId: caller.userId, ownOnly: false } }, id);
  if (!row) return seen;
  const { detail } = await caseDetail(desk, desk.ctx.db, row, { ...caller, roles: [] });
  return ok({ ...detail, actions: [], reportsList: [] });
}
