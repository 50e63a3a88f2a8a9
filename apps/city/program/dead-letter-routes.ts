import { ok, refuse } from '@chengmai/kernel/result.ts';
import { type Route, route } from '@chengmai/platform/http/route.ts';
import type { Running } from '@chengmai/platform/runtime/start.ts';
import { z } from 'zod';

const DeadLetter = z.object({
  id: z.string(),
  handler: z.string(),
  type: z.string(),
  key: z.string(),
  error: z.string(),
  attempts: z.int(),
  at: z.iso.datetime(),
});

/** `handler:event`, the key of a dead letter as one word for addresses. */
const idOf = (handler: string, eventId: string) => `${handler}:${eventId}`;

/** What a handler failed on again and again, for the administrator: seen and replayed. */
export const deadLetterRoutes = (running: Pick<Running, 'deadLetters' | 'replayDeadLetter'>): Route[] => [
  route({
    method: 'GET',
    path: '/api/admin/dead-letters',
    summary: { zh: '未能处理的事件', en: 'Events that no handler could deal with' },
    tag: 'admin',
    access: ['admin'],
    query: z.object({ before: z.coerce.number().int().optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }),
    response: z.object({ items: z.array(DeadLetter) }),
    async handle({ query: { before, limit } }) {
      const letters = await running.deadLetters({ limit, ...(before === undefined ? {} : { before }) });
      return ok({
        items: letters.map(({ handler, eventId, event, error, attempts, at }) => ({
          id: idOf(handler, eventId),
          handler,
          type: event.type,
          key: event.key,
          error,
          attempts,
          at: new Date(at).toISOString(),
        })),
      });
    },
  }),
  route({
    method: 'POST',
    path: '/api/admin/dead-letters/:id/replay',
    summary: { zh: '重新处理一个事件', en: 'Replay an event' },
    tag: 'admin',
    access: ['admin'],
    params: z.object({ id: z.string().max(200) }),
    response: z.object({ replayed: z.boolean() }),
    async handle({ params: { id }, audit }) {
      const at = id.lastIndexOf(':');
      if (at < 0) return refuse('http.not_found');
      await audit({ action: 'admin.dead_letter_replayed', subject: id });
      const replayed = await running.replayDeadLetter({ handler: id.slice(0, at), eventId: id.slice(at + 1) });
      return replayed.ok ? ok({ replayed: true }) : replayed;
    },
  }),
];
