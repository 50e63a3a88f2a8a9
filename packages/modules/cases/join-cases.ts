import type { CaseState } from '@chengmai/kernel/lifecycle/case.ts';
import { handlingDueAt } from '@chengmai/kernel/lifecycle/deadline-floor.ts';
import { ok, type Result, refuse } from '@chengmai/kernel/result.ts';
import type { Tx } from '@chengmai/platform/ports/db.ts';
import { Refused } from '@chengmai/platform/runtime/refused.ts';
import type { Caller } from '@chengmai/platform/runtime/scope.ts';
import { applyToCase } from './act-on-case.ts';
import type { ActionInput } from './contract.ts';
import { calendarOf, type Desk } from './desk.ts';
import { findCases, moveReports, returnReports } from './store.ts';

type Joining = (desk: Desk, tx: Tx, caller: Caller, id: string, input: ActionInput, trace: string) => Promise<Result<CaseState>>;

const must = (decided: Result<CaseState>): CaseState => {
  if (decided.ok) return decided.value;
  throw new Refused(decided.refusal.code, decided.refusal.params);
};

/**
 * 并案: the case `id` disappears into `input.caseId`, which takes over its reporters and reports and the earlier deadline.
 * Both rows, both histories and all events in one transaction, or nothing.
 */
export const mergeCases: Joining = async (desk, tx, caller, id, input, trace) => {
  if (!input.caseId) return refuse('lifecycle.input_missing', { field: 'caseId' });
  const rows = await findCases(tx, caller, [id, input.caseId], true);
  const from = rows.find((row) => row.id === id);
  const into = rows.find((row) => row.id === input.caseId);
  if (!from || !into) return refuse('cases.not_found');
  if (from.version !== input.version) return refuse('http.version_conflict', { current: from.version });
  if (!into.open) return refuse('cases.merge_target_closed');
  const now = desk.ctx.clock.now();
  const dueAt = handlingDueAt(from.lifecycle, now, calendarOf(desk));
  const merged = await applyToCase(desk, tx, from, { action: 'merge', input: { intoCaseId: into.id } }, caller, trace);
  if (!merged.ok) return merged;
  const { reporters, limit } = from.lifecycle;
  must(await applyToCase(desk, tx, into, { action: 'absorb', input: { caseId: from.id, reporters, limit, dueAt } }, caller, trace));
  await moveReports(tx, from.id, into.id);
  return merged;
};

/** 撤销并案: both cases stand again exactly as they stood, but for their histories. */
export const unmergeCases: Joining = async (desk, tx, caller, id, input, trace) => {
  const [from] = await findCases(tx, caller, [id]);
  const intoId = from?.lifecycle.mergedInto?.caseId;
  if (!from) return refuse('cases.not_found');
  if (!intoId) return refuse('lifecycle.action_not_allowed', { action: 'unmerge', state: from.state });
  const rows = await findCases(tx, caller, [id, intoId], true);
  const locked = rows.find((row) => row.id === id);
  const into = rows.find((row) => row.id === intoId);
  if (!locked || !into) return refuse('cases.not_found');
  if (locked.version !== input.version) return refuse('http.version_conflict', { current: locked.version });
  const restored = await applyToCase(desk, tx, locked, { action: 'unmerge', input: { reason: input.reason ?? '' } }, caller, trace);
  if (!restored.ok) return restored;
  must(await applyToCase(desk, tx, into, { action: 'release', input: { caseId: id } }, caller, trace));
  await returnReports(tx, id, intoId);
  return restored;
};

/** Links two cases without joining them: the near one that is not the same, or not yet. */
export const linkCases: Joining = async (desk, tx, caller, id, input, trace) => {
  if (!input.caseId) return refuse('lifecycle.input_missing', { field: 'caseId' });
  const rows = await findCases(tx, caller, [id, input.caseId], true);
  const row = rows.find((one) => one.id === id);
  if (!row || rows.length < 2) return refuse('cases.not_found');
  if (row.version !== input.version) return refuse('http.version_conflict', { current: row.version });
  const linked = await applyToCase(desk, tx, row, { action: 'link_duplicate', input: { caseId: input.caseId } }, caller, trace);
  return linked.ok ? ok(linked.value) : linked;
};
