import type { Caller, Role } from '@chengmai/platform/runtime/scope.ts';
import { z } from 'zod';
import { iso } from './case-row.ts';
import { CaseFilter } from './contract.ts';
import { type Desk, utcOffset } from './desk.ts';
import { caseCondition, countOpen } from './queue-store.ts';

export const Home = z.object({
  queues: z.array(z.object({ id: z.string(), zh: z.string(), en: z.string(), query: z.string(), count: z.int(), red: z.int() })),
  asOf: z.string(),
});

interface QueueRow {
  readonly id: string;
  readonly zh: string;
  readonly en: string;
  /** Of the workbench's address. */
  readonly query: string;
}

const queue = (id: string, zh: string, en: string, query: string): QueueRow => ({ id, zh, en, query });
const byState = (id: string, zh: string, en: string, states: string): QueueRow => queue(id, zh, en, `view=mine&state=${states}`);

const acceptorQueues = [
  byState('accept', '待受理', 'To be accepted', 'reported'),
  byState('file', '待立案', 'To be filed', 'pending_filing'),
  byState('close', '待结案', 'To be closed', 'pending_close'),
];
const overdue = queue('red', '范围内超期', 'Overdue in my scope', 'view=open&light=red');
const near = queue('yellow', '范围内临期', 'Nearly due in my scope', 'view=open&light=yellow');
const urged = queue('urged', '待回复督办', 'Urged, unanswered', 'view=open&urged=true');

/** What each post opens in the morning, the most pressing first. */
const queuesOf: Readonly<Record<Role, readonly QueueRow[]>> = {
  acceptor: acceptorQueues,
  shift_leader: [overdue, ...acceptorQueues, near, urged],
  dispatcher: [
    byState('dispatch', '待派遣', 'To be dispatched', 'pending_dispatch'),
    byState('review', '待把关', 'To be reviewed', 'pending_review'),
    queue('extension', '延期审批', 'Extensions to decide', 'view=mine&pending=extension'),
    queue('suspension', '挂账审批', 'Suspensions to decide', 'view=mine&pending=suspension'),
    overdue,
    near,
  ],
  dept_manager: [
    byState('assign', '待指派', 'To be assigned', 'pending_assign'),
    byState('confirm', '待确认', 'To be confirmed', 'pending_confirm'),
    queue('handling', '处置中', 'Being handled', 'view=open&state=handling'),
    overdue,
    urged,
  ],
  handler: [byState('handling', '我的任务', 'My tasks', 'handling')],
  collector: [
    byState('pre_check', '待核实', 'To verify on site', 'pre_checking'),
    byState('post_check', '待核查', 'To check on site', 'post_checking'),
  ],
  inspector: [overdue, urged],
  leader: [overdue, urged, near],
  evaluator: [overdue],
  admin: [overdue],
};

/** The queues of all posts a person holds, each with what is in it and how much of that is overdue. */
export async function homeOf(desk: Desk, caller: Caller): Promise<z.infer<typeof Home>> {
  const now = desk.ctx.clock.now();
  const wanted = [...new Map(caller.roles.flatMap((role) => queuesOf[role]).map((one) => [one.id, one])).values()];
  const queues = await Promise.all(
    wanted.map(async (one) => {
      const filter = CaseFilter.parse(Object.fromEntries(new URLSearchParams(one.query)));
      const rows = await countOpen(desk.ctx.db, caller, caseCondition(caller, filter, now, utcOffset(desk)), now);
      const count = rows.reduce((n, row) => n + row.n, 0);
      const red = rows.filter((row) => row.light === 'red').reduce((n, row) => n + row.n, 0);
      return { ...one, count, red };
    }),
  );
  return { queues, asOf: iso(now) };
}
