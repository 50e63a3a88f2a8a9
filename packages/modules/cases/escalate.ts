import { DEFAULT_LADDER, type Escalation, escalations, nextEscalationAt } from '@chengmai/kernel/lifecycle/escalation.ts';
import type { Tx } from '@chengmai/platform/ports/db.ts';
import sql from 'sql-template-tag';
import { placedOf } from './act-on-case.ts';
import type { StoredCase } from './case-row.ts';
import type { CaseEventBody } from './contract.ts';
import { calendarOf, type Desk } from './desk.ts';
import { caseColumns } from './queue-store.ts';

const BATCH = 100;

/** A rung is told once, however often the job runs: its key is the primary key. */
async function tellOnce(tx: Tx, caseId: string, rung: Escalation, now: number): Promise<boolean> {
  const told = await tx.query(sql`insert into cases_escalation (case_id, step_key, at, notified)
    values (${caseId}::uuid, ${rung.key}, ${new Date(now)}, ${JSON.stringify(rung.step.notify)}::jsonb) on conflict do nothing returning case_id`);
  return told.length > 0;
}

async function escalateOne(desk: Desk, tx: Tx, row: StoredCase, now: number): Promise<void> {
  const calendar = calendarOf(desk);
  const fresh: Escalation[] = [];
  for (const rung of escalations(row.lifecycle, now, calendar, DEFAULT_LADDER)) if (await tellOnce(tx, row.id, rung, now)) fresh.push(rung);
  const next = nextEscalationAt(row.lifecycle, now, calendar, DEFAULT_LADDER);
  await tx.query(sql`update cases_case set escalate_at = ${next === null ? null : new Date(next)}::timestamptz where id = ${row.id}::uuid`);
  const placed = placedOf(row);
  await desk.ctx.emit(
    tx,
    fresh.map((rung) => ({
      id: desk.ctx.ids.uuid(),
      type: 'cases.escalated',
      at: now,
      key: row.id,
      trace: `job:escalate:${now}`,
      body: {
        ...placed,
        caseId: row.id,
        version: row.version,
        action: 'escalate',
        state: row.state,
        unitId: row.unit_id,
        userIds: [row.handler_id, row.collector_id].filter((id) => id !== null),
        input: {
          step: rung.step.id,
          zh: rung.step.zh,
          en: rung.step.en,
          notify: rung.step.notify,
          clock: rung.clock.kind,
          round: rung.clock.round,
        },
      } satisfies CaseEventBody,
    })),
  );
}

/** The escalation ladder 升级: rows whose next rung is reached are claimed, told and given their next instant; two workers share the work. */
export async function escalateDue(desk: Desk, now: number): Promise<void> {
  for (;;) {
    const done = await desk.ctx.db.tx(async (tx) => {
      const rows = await tx.query<StoredCase>(sql`select ${caseColumns} from cases_case c
        where c.open and c.escalate_at <= ${new Date(now)} order by c.escalate_at limit ${BATCH} for update of c skip locked`);
      for (const row of rows) await escalateOne(desk, tx, row, now);
      return rows.length;
    });
    if (done < BATCH) return;
  }
}
