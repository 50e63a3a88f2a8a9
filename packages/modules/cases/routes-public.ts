import { createHash, randomInt } from 'node:crypto';
import { STAGES, STATES } from '@chengmai/kernel/lifecycle/states.ts';
import { ok, type Result, refuse } from '@chengmai/kernel/result.ts';
import { type Route, route } from '@chengmai/platform/http/route.ts';
import type { Caller } from '@chengmai/platform/runtime/scope.ts';
import { z } from 'zod';
import { applyToCase } from './act-on-case.ts';
import { iso, isoOrNull, type StoredCase } from './case-row.ts';
import { PublicReceipt, PublicReport, PublicStatus } from './contract.ts';
import type { Desk } from './desk.ts';
import { type KeptPhoto, keepPhoto, photoUploads, recordPhoto } from './photos.ts';
import { caseOfTracking, rateReport } from './public-store.ts';
import { reportCase } from './report-case.ts';
import { caseHistory, type StoredHistory } from './store.ts';

/** No 0 O 1 I L: a tracking code is read aloud and copied by hand. 31^12 codes, and rate limits on guessing. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
export const trackingHash = (code: string): string =>
  createHash('sha256').update(code.toUpperCase().replaceAll(/[\s-]/g, '')).digest('hex');
const newTrackingCode = (): string => Array.from({ length: 12 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');

/** Whatever was typed; what is no code leads nowhere, and that is said in the same words as for an unknown one. */
const Code = z.object({ code: z.string().trim().min(1).max(60) });

const shownSteps: readonly { action: string; zh: string; en: string }[] = [
  { action: 'report', zh: '已收到', en: 'Received' },
  { action: 'file', zh: '已立案', en: 'Filed' },
  { action: 'dispatch', zh: '已派给承办单位', en: 'Sent to the responsible unit' },
  { action: 'submit_handling', zh: '现场已处置', en: 'Handled on site' },
  { action: 'close', zh: '已办结', en: 'Closed' },
];

function replyOf(row: StoredCase, history: readonly StoredHistory[]): string | null {
  if (row.state === 'rejected') return history.findLast((entry) => entry.action === 'reject')?.reason ?? null;
  if (row.state === 'merged') return '已与同一问题的案件合并办理。 Joined with another case about the same problem.';
  return history.findLast((entry) => entry.action === 'close')?.reason ?? null;
}

/** What a citizen may know: stages and times, no names of staff, no other reporter. */
function statusOf(row: StoredCase, history: readonly StoredHistory[], satisfaction: string | null): z.input<typeof PublicStatus> {
  const stage = STATES[row.lifecycle.state].stage;
  const state = STATES[row.lifecycle.state];
  return {
    number: row.number,
    className: row.class_code ? row.class_name : null,
    place: row.place,
    reportedAt: iso(row.reported_at),
    stage,
    stageZh: stage === 'end' ? state.zh : STAGES[stage].zh,
    stageEn: stage === 'end' ? state.en : STAGES[stage].en,
    expectedAt: stage === 'handle' ? isoOrNull(row.due_at) : null,
    steps: shownSteps.map((step) => ({
      zh: step.zh,
      en: step.en,
      at: isoOrNull(history.findLast((entry) => entry.action === step.action)?.at ?? null),
    })),
    reply: replyOf(row, history),
    canRate: row.state === 'closed' && satisfaction === null,
    satisfaction: satisfaction as z.input<typeof PublicStatus>['satisfaction'],
  };
}

async function find(desk: Desk, code: string): Promise<Result<{ row: StoredCase; reportId: string; satisfaction: string | null }>> {
  const found = await caseOfTracking(desk.ctx.db, trackingHash(code));
  return found ? ok(found) : refuse('cases.tracking_unknown');
}

/** The citizen behind a tracking code, as the lifecycle knows reporters. */
const asCitizen = (caller: Caller, code: string): Caller => ({ ...caller, kind: 'anonymous', userId: trackingHash(code), name: '市民' });

/** Report and follow without an account. */
export function publicRoutes(desk: Desk): Route[] {
  const { db } = desk.ctx;
  return [
    route({
      method: 'POST',
      path: '/api/public/reports',
      tag: 'public',
      access: 'public',
      summary: { zh: '市民上报（无需账号）', en: 'A citizen’s report, without an account' },
      uploads: photoUploads,
      body: PublicReport,
      response: PublicReceipt,
      created: true,
      ratePerMinute: 20,
      handle: async ({ body, files, caller, trace, once }) => {
        const kept: KeptPhoto[] = [];
        for (const file of files) {
          const photo = await keepPhoto(desk, file);
          if (!photo.ok) return photo;
          kept.push(photo.value);
        }
        return db.tx((tx) =>
          once(tx, async () => {
            const code = newTrackingCode();
            const { name, phone, ...rest } = body;
            const report = {
              ...rest,
              source: 'citizen' as const,
              hideReporter: true,
              photoIds: [],
              ...(name ? { reporterName: name } : {}),
              ...(phone ? { reporterPhone: phone } : {}),
            };
            const citizen = { ...caller, userId: '', name: '市民' };
            const made = await reportCase(desk, tx, { report, caller: citizen, trace, trackingHash: trackingHash(code) });
            if (!made.ok) return made;
            for (const photo of kept) await recordPhoto(desk, tx, photo, made.value.caseId, 'report', citizen);
            return ok({ number: made.value.number, trackingCode: code, reportedAt: iso(desk.ctx.clock.now()) });
          }),
        );
      },
    }),
    route({
      method: 'GET',
      path: '/api/public/reports/:code',
      tag: 'public',
      access: 'public',
      summary: { zh: '凭查询码查询进度', en: 'Progress by tracking code' },
      params: Code,
      response: PublicStatus,
      ratePerMinute: 30,
      handle: async ({ params }) => {
        const found = await find(desk, params.code);
        if (!found.ok) return found;
        return ok(statusOf(found.value.row, await caseHistory(db, [found.value.row.id]), found.value.satisfaction));
      },
    }),
    route({
      method: 'POST',
      path: '/api/public/reports/:code/rating',
      tag: 'public',
      access: 'public',
      summary: { zh: '满意度评价', en: 'Rate the outcome' },
      params: Code,
      body: z.object({
        satisfaction: z.enum(['very_satisfied', 'satisfied', 'dissatisfied']),
        comment: z.string().trim().max(1000).optional(),
      }),
      response: PublicStatus,
      ratePerMinute: 10,
      handle: async ({ params, body, caller, trace, once }) => {
        const rated = await db.tx((tx) =>
          once(tx, async () => {
            const found = await caseOfTracking(tx, trackingHash(params.code), true);
            if (!found) return refuse('cases.tracking_unknown');
            const input = {
              score: body.satisfaction,
              solved: body.satisfaction !== 'dissatisfied',
              ...(body.comment ? { text: body.comment } : {}),
            };
            const acted = await applyToCase(desk, tx, found.row, { action: 'rate', input }, asCitizen(caller, params.code), trace);
            if (!acted.ok) return acted;
            await rateReport(tx, found.reportId, body.satisfaction, desk.ctx.clock.now());
            return ok({ version: acted.value.version });
          }),
        );
        if (!rated.ok) return rated;
        const found = await find(desk, params.code);
        return found.ok ? ok(statusOf(found.value.row, await caseHistory(db, [found.value.row.id]), found.value.satisfaction)) : found;
      },
    }),
  ];
}
