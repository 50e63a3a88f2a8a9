import { parseClassCode } from '@chengmai/kernel/codes/class-code.ts';
import { ok, type Result, refuse } from '@chengmai/kernel/result.ts';
import { z } from 'zod';
import type { Change } from './change.ts';
import { classKeyOf, standard2026 } from './contract.ts';
import { type ClassRow, classId, duplicateDefault, keyOf } from './rows.ts';
import { closeClasses, insertClasses, writeMapping } from './store.ts';

const name = z.string().trim().min(1).max(60);

/** What an administrator may change of a class; the code never changes. */
export const ClassChange = z.object({
  version: z.int(),
  name: name.optional(),
  nameEn: z.string().trim().max(120).nullable().optional(),
  duplicateRadiusM: z.number().min(1).max(5000).optional(),
  duplicateHours: z
    .number()
    .min(1)
    .max(24 * 366)
    .optional(),
  selfHandle: z.boolean().optional(),
  publicRank: z.int().min(1).max(999).nullable().optional(),
});
export type ClassChange = z.infer<typeof ClassChange>;

/** A class of the city's own 自定义类别, under the minor codes that the standard leaves free. */
export const NewClass = z.object({
  kind: z.enum(['component', 'matter']),
  code: z.string().regex(/^\d{5}$/),
  name,
  nameEn: z.string().trim().max(120).nullable().default(null),
  duplicateRadiusM: z.number().min(1).max(5000).default(duplicateDefault.duplicateRadiusM),
  duplicateHours: z
    .number()
    .min(1)
    .max(24 * 366)
    .default(duplicateDefault.duplicateHours),
  selfHandle: z.boolean().default(false),
  publicRank: z.int().min(1).max(999).nullable().default(null),
});
export type NewClass = z.infer<typeof NewClass>;

/** The latest version of the class, when it is still in use and is the version that the editor saw. */
function currentRow(change: Change, id: string, version: number): Result<ClassRow> {
  const latest = change.before.versionsOf(classKeyOf(id)).at(-1);
  if (!latest) return refuse('catalogue.class_unknown', { id });
  if (latest.version !== version) return refuse('http.version_conflict', { current: latest.version });
  if (latest.validTo !== null) return refuse('catalogue.class_retired', { id: latest.id });
  return ok(change.before.classRow(latest.id)!);
}

/** A changed class is a new version; the old one is closed and kept, because cases point to it. Answers the new version's id. */
export async function changeClass(change: Change, id: string, input: ClassChange): Promise<Result<string>> {
  const current = currentRow(change, id, input.version);
  if (!current.ok) return current;
  const given = Object.fromEntries(Object.entries(input).filter(([field, value]) => field !== 'version' && value !== undefined));
  const version = current.value.version + 1;
  const next: ClassRow = {
    ...current.value,
    ...given,
    id: classId(current.value.classKey, version),
    version,
    validFrom: change.now,
    validTo: null,
  };
  await closeClasses(change.tx, [current.value.id], change.now);
  await insertClasses(change.tx, [next], change.by);
  return ok(next.id);
}

/** Retiring sets an end; open and past cases keep the class. */
export async function retireClass(change: Change, id: string, version: number): Promise<Result<string>> {
  const current = currentRow(change, id, version);
  if (!current.ok) return current;
  await closeClasses(change.tx, [current.value.id], change.now);
  return ok(current.value.id);
}

/** Refuses a code of the standard's own range (minor below 080) and one that is taken, even by a retired class. */
export async function addClass(change: Change, input: NewClass): Promise<Result<string>> {
  const parsed = parseClassCode(input.kind, input.code);
  if (!parsed.ok) return parsed;
  if (Number(parsed.value.minor) < 80) return refuse('catalogue.class_not_local', { code: input.code });
  const major = change.before.classes.find(
    (entry) => entry.standardRef === standard2026 && entry.kind === input.kind && entry.majorCode === parsed.value.major,
  );
  const classKey = keyOf({ standardRef: standard2026, kind: input.kind, code: input.code });
  if (change.before.versionsOf(classKey).length > 0) return refuse('catalogue.class_exists', { id: classKey });
  const row: ClassRow = {
    ...input,
    id: classId(classKey, 1),
    classKey,
    standardRef: standard2026,
    version: 1,
    majorCode: parsed.value.major,
    majorName: major?.majorName ?? parsed.value.major,
    majorNameEn: major?.majorNameEn ?? null,
    origin: 'local',
    validFrom: change.now,
    validTo: null,
  };
  await insertClasses(change.tx, [row], change.by);
  return ok(row.id);
}

/** Says that an imported class is one of ours (`to`: its id), or takes that back (`null`). Cases keep what they were filed under. */
export async function mapClass(change: Change, id: string, to: string | null): Promise<Result<string>> {
  const from = change.before.classById(id);
  if (!from) return refuse('catalogue.class_unknown', { id });
  if (from.standardRef === standard2026) return refuse('catalogue.map_only_imported', { id });
  if (to !== null) {
    if (!change.before.classById(to)) return refuse('catalogue.class_unknown', { id: to });
    if (classKeyOf(to) === classKeyOf(id)) return refuse('catalogue.map_to_itself');
  }
  await writeMapping(change.tx, classKeyOf(id), to === null ? null : classKeyOf(to));
  return ok(id);
}
