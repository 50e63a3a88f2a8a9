import { ok, type Result, refuse } from '@chengmai/kernel/result.ts';
import { z } from 'zod';
import type { Change } from './change.ts';
import { classKeyOf, LimitDto } from './contract.ts';
import { type ConditionRow, conditionId } from './rows.ts';
import { closeConditions, insertConditions } from './store.ts';

const words = z.string().trim().min(1).max(500);

export const NewCondition = z.object({
  filing: words,
  closing: words,
  limit: LimitDto,
  unitId: z.string().max(100).nullable().default(null),
  photoAfterRequired: z.boolean().default(true),
});
export type NewCondition = z.infer<typeof NewCondition>;

/** A changed condition, or with `closed: true` one that is not offered any more. */
export const ConditionChange = z.object({
  version: z.int(),
  filing: words.optional(),
  closing: words.optional(),
  limit: LimitDto.optional(),
  unitId: z.string().max(100).nullable().optional(),
  photoAfterRequired: z.boolean().optional(),
  closed: z.boolean().default(false),
});
export type ConditionChange = z.infer<typeof ConditionChange>;

/** Adds a condition row behind the others of its class. Answers its id. */
export async function addCondition(change: Change, classId: string, input: NewCondition): Promise<Result<string>> {
  const latest = change.before.versionsOf(classKeyOf(classId)).at(-1);
  if (!latest) return refuse('catalogue.class_unknown', { id: classId });
  if (latest.validTo !== null) return refuse('catalogue.class_retired', { id: latest.id });
  const classKey = classKeyOf(classId);
  const position = Math.max(0, ...change.before.conditionRows(classKey).map((row) => row.position)) + 1;
  const row: ConditionRow = {
    id: conditionId(classKey, position, 1),
    classKey,
    position,
    version: 1,
    filing: input.filing,
    closing: input.closing,
    limitValue: input.limit.value,
    limitUnit: input.limit.unit,
    unitId: input.unitId,
    unitName: null,
    photoAfterRequired: input.photoAfterRequired,
    origin: 'local',
    validFrom: change.now,
    validTo: null,
  };
  await insertConditions(change.tx, [row], change.by);
  return ok(row.id);
}

/** A changed condition is a new version with its own id; cases filed under the old one keep it, its words and its limit. */
export async function changeCondition(change: Change, id: string, input: ConditionChange): Promise<Result<string>> {
  const known = change.before.condition(id);
  if (!known) return refuse('catalogue.condition_unknown', { id });
  const rows = change.before.conditionRows(classKeyOf(known.classId)).filter((row) => row.position === known.position);
  const current = rows.find((row) => row.validTo === null);
  if (!current || current.version !== input.version) {
    return refuse('http.version_conflict', { current: Math.max(...rows.map((row) => row.version)) });
  }
  await closeConditions(change.tx, [current.id], change.now);
  if (input.closed) return ok(current.id);
  const version = current.version + 1;
  const next: ConditionRow = {
    ...current,
    id: conditionId(current.classKey, current.position, version),
    version,
    filing: input.filing ?? current.filing,
    closing: input.closing ?? current.closing,
    limitValue: input.limit?.value ?? current.limitValue,
    limitUnit: input.limit?.unit ?? current.limitUnit,
    unitId: input.unitId === undefined ? current.unitId : input.unitId,
    unitName: input.unitId === undefined ? current.unitName : null,
    photoAfterRequired: input.photoAfterRequired ?? current.photoAfterRequired,
    validFrom: change.now,
  };
  await insertConditions(change.tx, [next], change.by);
  return ok(next.id);
}
