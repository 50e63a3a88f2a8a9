import type { CaseState } from '@chengmai/kernel/lifecycle/case.ts';
import { mergeCases as judgeMerge, unmergeCases as judgeUnmerge, type Part } from '@chengmai/kernel/lifecycle/several-cases.ts';
import type { Context } from '@chengmai/kernel/lifecycle/turn.ts';
import { ok, type Result, refuse } from '@chengmai/kernel/result.ts';
import type { Tx } from '@chengmai/platform/ports/db.ts';
import type { Caller } from '@chengmai/platform/runtime/scope.ts';
import { applyToCase, contextOf, writePart } from './act-on-case.ts';
import type { StoredCase } from './case-row.ts';
import type { ActionInput } from './contract.ts';
import type { Desk } from './desk.ts';
import { findCases, moveReports, returnReports } from './store.ts';

type Joining = (desk: Desk, tx: Tx, caller: Caller, id: string, input: ActionInput, trace: string) => Promise<Result<CaseState>>;
type Judge = (first: CaseState, second: CaseState, context: Context) => Result<readonly [Part, Part]>;

interface Pair {
  readonly first: StoredCase;
  readonly second: StoredCase;
}

/** Both rows locked in the order of their ids, the first one at the version that the caller saw. */
async function lockPair(tx: Tx, caller: Caller, firstId: string, secondId: string, version: number): Promise<Result<Pair>> {
  const rows = await findCases(tx, caller, [firstId, secondId], true);
  const first = rows.find((row) => row.id === firstId);
  const second = rows.find((row) => row.id === secondId);
  if (!first || !second) return refuse('cases.not_found');
  return first.version === version ? ok({ first, second }) : refuse('http.version_conflict', { current: first.version });
}

/** Judges both parts before anything is written, then writes both rows, both histories and all events. */
async function write(desk: Desk, tx: Tx, caller: Caller, { first, second }: Pair, judge: Judge, trace: string): Promise<Result<CaseState>> {
  const parts = judge(first.lifecycle, second.lifecycle, contextOf(desk, caller));
  if (!parts.ok) return parts;
  const next = await writePart(desk, tx, first, parts.value[0], caller, trace);
  await writePart(desk, tx, second, parts.value[1], caller, trace);
  return ok(next);
}

/** 并案: the case `id` disappears into `input.caseId`, which takes over its reporters and reports and the earlier deadline. */
export const mergeCases: Joining = async (desk, tx, caller, id, input, trace) => {
  if (!input.caseId) return refuse('lifecycle.input_missing', { field: 'caseId' });
  if (input.caseId === id) return refuse('lifecycle.same_case');
  const pair = await lockPair(tx, caller, id, input.caseId, input.version);
  if (!pair.ok) return pair;
  if (!pair.value.second.open) return refuse('cases.merge_target_closed');
  const merged = await write(desk, tx, caller, pair.value, judgeMerge, trace);
  if (merged.ok) await moveReports(tx, id, input.caseId);
  return merged;
};

/** 撤销并案: both cases stand again exactly as they stood, but for their histories. */
export const unmergeCases: Joining = async (desk, tx, caller, id, input, trace) => {
  const [row] = await findCases(tx, caller, [id]);
  if (!row) return refuse('cases.not_found');
  const intoId = row.lifecycle.mergedInto?.caseId;
  if (!intoId) return refuse('lifecycle.action_not_allowed', { action: 'unmerge', state: row.state });
  const pair = await lockPair(tx, caller, id, intoId, input.version);
  if (!pair.ok) return pair;
  const restored = await write(desk, tx, caller, pair.value, (a, b, context) => judgeUnmerge(a, b, input.reason ?? '', context), trace);
  if (restored.ok) await returnReports(tx, id, intoId);
  return restored;
};

/** Links two cases without joining them: the near one that is not the same, or not yet. */
export const linkCases: Joining = async (desk, tx, caller, id, input, trace) => {
  if (!input.caseId) return refuse('lifecycle.input_missing', { field: 'caseId' });
  const pair = await lockPair(tx, caller, id, input.caseId, input.version);
  if (!pair.ok) return pair;
  return applyToCase(desk, tx, pair.value.first, { action: 'link_duplicate', input: { caseId: input.caseId } }, caller, trace);
};
