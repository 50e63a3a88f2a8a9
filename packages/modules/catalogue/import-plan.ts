import type { Instant } from '@chengmai/kernel/calendar/types.ts';
import { classKeyOf, standard2026 } from './contract.ts';
import { type ClassRow, type ConditionRow, classId, conditionId, duplicateDefault, keyOf } from './rows.ts';
import type { Snapshot } from './snapshot.ts';
import type { Edition, WorkbookRow } from './workbook.ts';

export interface ImportPlan {
  readonly closeClasses: readonly string[];
  readonly addClasses: readonly ClassRow[];
  readonly closeConditions: readonly string[];
  readonly addConditions: readonly ConditionRow[];
  readonly classesAdded: number;
  readonly classesChanged: number;
  readonly conditionsUnchanged: number;
}

export interface ImportOptions {
  readonly edition: Edition;
  /** The name under which foreign classes stand. */
  readonly origin: string;
  readonly now: Instant;
  readonly unitIdOf: (name: string) => string | null;
}

const standard2013 = '30428.2-2013';

/** Where a line belongs: one of our classes, or a class of the old edition that has no counterpart and is kept under its own number. */
interface Target {
  /** The class whose name the table gives. */
  readonly named: string;
  /** The class that carries the conditions: cases are filed under the matter, also when a component is broken. */
  readonly filed: string;
  readonly standardRef: string;
}

function targetOf(row: WorkbookRow, edition: Edition, before: Snapshot): Target {
  const matter = (code: string): string => keyOf({ standardRef: standard2026, kind: 'matter', code });
  if (edition === '2026') {
    const named = row.kind === 'component' ? keyOf({ standardRef: standard2026, kind: 'component', code: row.code }) : matter(row.code);
    return { named, filed: matter(row.code), standardRef: standard2026 };
  }
  const code = before.fromEdition2013(row.kind, row.code, row.name);
  if (code !== undefined) return { named: matter(code), filed: matter(code), standardRef: standard2026 };
  const own = keyOf({ standardRef: standard2013, kind: row.kind, code: row.code });
  return { named: own, filed: own, standardRef: standard2013 };
}

function newClass(classKey: string, name: string, row: WorkbookRow, options: ImportOptions): ClassRow {
  const [standardRef, kind, code] = classKey.split('/') as [string, ClassRow['kind'], string];
  const blank = { nameEn: null, majorNameEn: null, selfHandle: false, publicRank: null, validTo: null };
  const named = { name, majorCode: row.majorCode, majorName: row.majorName, origin: options.origin };
  const id = classId(classKey, 1);
  return { id, classKey, standardRef, kind, code, version: 1, ...named, ...blank, ...duplicateDefault, validFrom: options.now };
}

/** Which classes the table adds or renames. A 2013 name never renames a class of ours. */
function planClasses(rows: readonly WorkbookRow[], before: Snapshot, options: ImportOptions) {
  const add: ClassRow[] = [];
  const close: string[] = [];
  const done = new Set<string>();
  const want = (classKey: string, name: string, row: WorkbookRow): void => {
    if (done.has(classKey)) return;
    done.add(classKey);
    const latest = before.versionsOf(classKey).at(-1);
    if (!latest) {
      add.push(newClass(classKey, name, row, options));
      return;
    }
    if (options.edition === '2013' || latest.name === name || latest.validTo !== null) return;
    close.push(latest.id);
    const version = latest.version + 1;
    add.push({ ...before.classRow(latest.id)!, id: classId(classKey, version), version, name, validFrom: options.now, validTo: null });
  };
  for (const row of rows) {
    const { named, filed } = targetOf(row, options.edition, before);
    want(named, row.name, row);
    if (filed !== named && before.versionsOf(filed).length === 0) want(filed, `${row.name}异常`, row);
  }
  return { add, close };
}

const sameCondition = (row: ConditionRow, wanted: WorkbookRow, unitId: string | null): boolean =>
  row.filing === wanted.filing &&
  row.closing === wanted.closing &&
  row.limitValue === wanted.limit.value &&
  row.limitUnit === wanted.limit.unit &&
  (wanted.unitName === null || row.unitName === wanted.unitName || (unitId !== null && row.unitId === unitId));

/** The table replaces the conditions of the classes that it names; equal rows stay as they are, others are closed. */
function planConditions(classKey: string, wanted: readonly WorkbookRow[], before: Snapshot, options: ImportOptions) {
  const open = before.conditionRows(classKey).filter((row) => row.validTo === null);
  const kept = new Set<string>();
  const add: ConditionRow[] = [];
  let position = Math.max(0, ...before.conditionRows(classKey).map((row) => row.position));
  for (const row of wanted) {
    const unitId = row.unitName === null ? null : options.unitIdOf(row.unitName);
    const same = open.find((candidate) => !kept.has(candidate.id) && sameCondition(candidate, row, unitId));
    if (same) {
      kept.add(same.id);
      continue;
    }
    position += 1;
    const limit = { limitValue: row.limit.value, limitUnit: row.limit.unit };
    const acting = { unitId, unitName: unitId === null ? row.unitName : null, photoAfterRequired: true, origin: options.origin };
    const id = conditionId(classKey, position, 1);
    const valid = { validFrom: options.now, validTo: null };
    add.push({ id, classKey, position, version: 1, filing: row.filing, closing: row.closing, ...limit, ...acting, ...valid });
  }
  return { add, close: open.filter((row) => !kept.has(row.id)).map((row) => row.id), unchanged: kept.size };
}

/** What an import would change. Pure; nothing is deleted, and a second run of the same table changes nothing. */
export function planImport(rows: readonly WorkbookRow[], before: Snapshot, options: ImportOptions): ImportPlan {
  const classes = planClasses(rows, before, options);
  const byClass = Map.groupBy(rows, (row) => targetOf(row, options.edition, before).filed);
  const conditions = [...byClass].map(([classKey, wanted]) => planConditions(classKey, wanted, before, options));
  return {
    closeClasses: classes.close,
    addClasses: classes.add,
    closeConditions: conditions.flatMap((part) => part.close),
    addConditions: conditions.flatMap((part) => part.add),
    classesAdded: classes.add.filter((row) => before.versionsOf(classKeyOf(row.id)).length === 0).length,
    classesChanged: classes.close.length,
    conditionsUnchanged: conditions.reduce((sum, part) => sum + part.unchanged, 0),
  };
}
