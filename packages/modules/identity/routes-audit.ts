import { ok, refuse } from '@chengmai/kernel/result.ts';
import { decodeCursor, pageFrom, pageQuery } from '@chengmai/platform/http/keyset.ts';
import { type Route, route } from '@chengmai/platform/http/route.ts';
import type { Caller } from '@chengmai/platform/runtime/scope.ts';
import { z } from 'zod';
import { listAudit, verifyAudit } from './audit-store.ts';
import { AuditPage } from './contract.ts';
import type { Desk } from './desk.ts';

const instant = z.iso.datetime({ offset: true });
const AuditQuery = z.object({
  ...pageQuery,
  actorId: z.string().max(100).optional(),
  /** Exact (`user.changed`) or a group (`user.*`). */
  action: z.string().max(100).optional(),
  subject: z.string().max(200).optional(),
  from: instant.optional(),
  to: instant.optional(),
});
const msOf = (text: string | undefined): number | undefined => (text === undefined ? undefined : Date.parse(text));

/** The trail speaks of everybody and everything: only an administrator of the whole city reads it. */
const wholeCity = ({ scope }: Caller): boolean => scope.units === null && scope.areas.includes('');

const listRoute = (desk: Desk): Route =>
  route({
    method: 'GET',
    path: '/api/audit',
    summary: { zh: '审计记录（新的在前）', en: 'The audit trail, newest first' },
    tag: 'audit',
    access: ['admin'],
    query: AuditQuery,
    response: AuditPage,
    async handle({ query, caller, audit }) {
      if (!wholeCity(caller)) return refuse('auth.out_of_scope');
      const before = query.cursor === undefined ? ok(null) : decodeCursor(query.cursor, z.tuple([z.string().max(100)]));
      if (!before.ok) return before;
      const { actorId, action, subject } = query;
      const filter = { actorId, action, subject, from: msOf(query.from), to: msOf(query.to) };
      const rows = await listAudit(desk.db, filter, before.value?.[0] ?? null, query.limit);
      // Reading the trail is itself a read of personal data; once a list, not once a page.
      if (before.value === null)
        await audit({ action: 'audit.read', subject: 'audit', detail: { actorId, action, subject, from: query.from, to: query.to } });
      return ok(pageFrom(rows, query.limit, (row) => [row.id]));
    },
  });

const verifyRoute = (desk: Desk): Route =>
  route({
    method: 'GET',
    path: '/api/audit/verification',
    summary: { zh: '校验审计链', en: 'Verify the chain of the audit trail' },
    tag: 'audit',
    access: ['admin'],
    ratePerMinute: 6,
    response: z.object({ intact: z.boolean(), seals: z.int(), lines: z.int(), brokenSeal: z.int().nullable() }),
    handle: async ({ caller }) => (wholeCity(caller) ? ok(await verifyAudit(desk.db)) : refuse('auth.out_of_scope')),
  });

export const auditRoutes = (desk: Desk): Route[] => [listRoute(desk), verifyRoute(desk)];
