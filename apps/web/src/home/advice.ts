import type { Role } from '@chengmai/kernel/lifecycle/roles.ts';
import type { HomeQueue } from '../api/cases.ts';
import type { WordKey } from '../i18n/words.ts';

const byRole: Readonly<Partial<Record<Role, WordKey>>> = {
  collector: 'advice.collector',
  acceptor: 'advice.acceptor',
  shift_leader: 'advice.shift_leader',
  dispatcher: 'advice.dispatcher',
  dept_manager: 'advice.dept_manager',
  handler: 'advice.handler',
  inspector: 'advice.inspector',
  leader: 'advice.leader',
  evaluator: 'advice.evaluator',
  admin: 'advice.admin',
};

/** One sentence on what to do now: overdue work before everything, then what the first post of the person is there for. */
export function adviceFor(roles: readonly Role[], queues: readonly Pick<HomeQueue, 'count' | 'red'>[]): WordKey {
  if (queues.some((queue) => queue.red > 0)) return 'advice.red';
  if (queues.every((queue) => queue.count === 0)) return 'advice.clear';
  return byRole[roles[0] ?? 'admin'] ?? 'advice.clear';
}
