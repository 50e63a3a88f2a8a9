import type { CaseState } from './case.ts';
import type { Actor, Role } from './roles.ts';

const anyone = (): boolean => true;

/**
 * Who holds a case in which post. Acceptors work from a pool until one owns the case; dispatchers are whoever is on duty, never bound
 * to a case; departments hold through their unit, handlers and collectors in person, citizens through their own report.
 */
export const HOLDS: Readonly<Record<Role, (state: CaseState, actor: Actor) => boolean>> = {
  collector: (state, actor) => state.task?.assigneeId === actor.id,
  acceptor: (state, actor) => state.acceptorId === null || state.acceptorId === actor.id,
  dept_manager: (state, actor) => state.unitId !== null && actor.unitIds.includes(state.unitId),
  handler: (state, actor) => state.handlerId === actor.id,
  citizen: (state, actor) => state.reporters.some((reporter) => reporter.id === actor.id),
  shift_leader: anyone,
  dispatcher: anyone,
  inspector: anyone,
  leader: anyone,
  evaluator: anyone,
  admin: anyone,
  system: anyone,
};
