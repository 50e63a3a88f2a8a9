import type { Act } from '@chengmai/kernel/lifecycle/act.ts';
import type { Job } from '@chengmai/platform/runtime/module.ts';
import type { Caller } from '@chengmai/platform/runtime/scope.ts';
import sql from 'sql-template-tag';
import { applyToCase } from './act-on-case.ts';
import type { Desk } from './desk.ts';
import { escalateDue } from './escalate.ts';
import { findCase } from './store.ts';

/** The programme itself as an actor: in the history it signs as 系统. */
export const system: Caller = {
  kind: 'system',
  userId: 'system',
  name: '系统',
  roles: [],
  unitId: null,
  scope: { areas: [''], units: null, userId: 'system', ownOnly: false },
  locale: 'zh',
  address: '',
};

/** One act by the system on one case, in a transaction of its own. A refusal means that somebody was faster: nothing is lost. */
export function actAsSystem(desk: Desk, id: string, act: Act, trace: string): Promise<boolean> {
  return desk.ctx.db.tx(async (tx) => {
    const row = await findCase(tx, system, id, true);
    if (!row) return false;
    const acted = await applyToCase(desk, tx, row, act, system, trace);
    if (!acted.ok) desk.ctx.log.info({ caseId: id, act: act.action, code: acted.refusal.code }, 'system act refused');
    return acted.ok;
  });
}

/** Suspensions 挂账 end by themselves on their date. */
async function resumeSuspended(desk: Desk, now: number): Promise<void> {
  const due = await desk.ctx.db.query<{ id: string }>(sql`select id from cases_case c where c.open and c.state = 'suspended'
    and (c.lifecycle -> 'suspension' ->> 'until')::bigint <= ${now}::bigint order by id limit 500`);
  for (const { id } of due) await actAsSystem(desk, id, { action: 'resume', input: {} }, `job:resume:${now}`);
}

/** Every open clock anew under the current calendar; what is closed keeps its verdict. Doing it twice gives the same deadlines. */
export async function recomputeOpenClocks(desk: Desk, trace: string): Promise<number> {
  let after = '00000000-0000-0000-0000-000000000000';
  for (let count = 0; ; ) {
    const rows = await desk.ctx.db.query<{ id: string }>(
      sql`select id from cases_case c where c.open and c.id > ${after}::uuid order by id limit 500`,
    );
    if (rows.length === 0) return count;
    for (const { id } of rows) if (await actAsSystem(desk, id, { action: 'recompute_clocks', input: {} }, trace)) count += 1;
    after = rows.at(-1)!.id;
  }
}

/**
 * A new calendar moves the deadlines of open cases. A job and not an event handler: a city has thousands of them, each is recomputed in
 * a transaction of its own, and the version is noted only after the last one, so that a crash in between loses nothing.
 */
async function followCalendar(desk: Desk, now: number): Promise<void> {
  const { version } = desk.catalogue.calendarDefinition();
  const [known] = await desk.ctx.db.query<{ version: number }>(sql`select version from cases_calendar_version`);
  if (known?.version === version) return;
  if (known)
    desk.ctx.log.info(
      { from: known.version, to: version, count: await recomputeOpenClocks(desk, `job:calendar:${now}`) },
      'open clocks recomputed',
    );
  await desk.ctx.db.query(
    sql`insert into cases_calendar_version (version) values (${version}::int) on conflict (only_row) do update set version = excluded.version`,
  );
}

export const caseJobs = (desk: Desk): Job[] => [
  { name: 'cases.resume-suspended', everySeconds: 60, run: (now) => resumeSuspended(desk, now) },
  { name: 'cases.follow-calendar', everySeconds: 15, run: (now) => followCalendar(desk, now) },
  { name: 'cases.escalate', everySeconds: 30, run: (now) => escalateDue(desk, now) },
];
