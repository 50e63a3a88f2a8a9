import sql from 'sql-template-tag';
import type { Db } from '../ports/db.ts';
import type { Job } from './module.ts';

const dayMs = 86_400_000;

/** How long the platform remembers, in days. */
export const keepDays = {
  /** Events for live screens and consumers that were away. */
  events: 7,
  /** Longer than any event can still come a second time. */
  handled: 30,
  answers: 7,
} as const;

/** Removes what nobody can ask for any more. */
export const retentionJob = (db: Db): Job => ({
  name: 'platform.retention',
  everySeconds: 3600,
  run: async (now) => {
    const before = (days: number): Date => new Date(now - days * dayMs);
    await db.query(sql`
      delete from platform_event where logged_at < ${before(keepDays.events)}::timestamptz
        and position <= (select published_position from platform_relay where name = 'outbox')`);
    await db.query(sql`delete from platform_handled where at < ${before(keepDays.handled)}::timestamptz`);
    await db.query(sql`delete from platform_answer where at < ${before(keepDays.answers)}::timestamptz`);
  },
});
