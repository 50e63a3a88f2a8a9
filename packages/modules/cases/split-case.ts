import type { CaseState } from '@chengmai/kernel/lifecycle/case.ts';
import { ok, type Result, refuse } from '@chengmai/kernel/result.ts';
import type { Tx } from '@chengmai/platform/ports/db.ts';
import { Refused } from '@chengmai/platform/runtime/refused.ts';
import type { Caller } from '@chengmai/platform/runtime/scope.ts';
import { applyToCase } from './act-on-case.ts';
import type { ActionInput } from './contract.ts';
import type { Desk } from './desk.ts';
import { reportCase } from './report-case.ts';
import { findCase } from './store.ts';

/** 拆分: each part becomes a report of its own at the same place that names this case; the case itself goes on with what is left. */
export async function splitCase(
  desk: Desk,
  tx: Tx,
  caller: Caller,
  id: string,
  input: ActionInput,
  trace: string,
): Promise<Result<CaseState>> {
  const row = await findCase(tx, caller, id, true);
  if (!row) return refuse('cases.not_found');
  if (row.version !== input.version) return refuse('http.version_conflict', { current: row.version });
  if (!input.parts?.length) return refuse('lifecycle.input_missing', { field: 'parts' });
  const childIds: string[] = [];
  for (const part of input.parts) {
    const report = {
      classCode: part.classCode,
      description: part.description,
      place: row.place,
      source: row.source,
      hideReporter: false,
      photoIds: [],
      ...(row.lon !== null && row.lat !== null ? { lon: row.lon, lat: row.lat } : {}),
      ...(row.community_code ? { communityCode: row.community_code } : {}),
    };
    const made = await reportCase(desk, tx, { report, caller, trace, trackingHash: null, splitFrom: id, synthetic: row.synthetic });
    if (!made.ok) throw new Refused(made.refusal.code, made.refusal.params);
    childIds.push(made.value.caseId);
  }
  const split = await applyToCase(desk, tx, row, { action: 'split', input: { childIds } }, caller, trace);
  if (!split.ok) throw new Refused(split.refusal.code, split.refusal.params);
  return ok(split.value);
}
