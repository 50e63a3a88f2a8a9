import { createCalendar } from '@chengmai/kernel/calendar/calendar.ts';
import type { Calendar, CalendarDefinition, Instant, Limit } from '@chengmai/kernel/calendar/types.ts';
import { createMap2013 } from '@chengmai/kernel/codes/map-2013.ts';
import type { Queryable } from '@chengmai/platform/ports/db.ts';
import { type ClassEntry, type Condition, classKeyOf, standard2026 } from './contract.ts';
import { type CatalogueRows, type ClassRow, type ConditionRow, classId } from './rows.ts';

/** Weekends only, and every deadline provisional: what counts until a city loads its calendar. */
const noCalendar: CalendarDefinition = {
  id: 'default',
  version: 0,
  utcOffsetMinutes: 480,
  windows: [
    { fromMinute: 480, toMinute: 720 },
    { fromMinute: 840, toMinute: 1080 },
  ],
  years: [],
  holidays: [],
  makeUpDays: [],
  dayRule: 'hours',
};
const productLimit: Limit = { value: 4, unit: 'work_hour' };

/** The catalogue at one moment, in memory, never changed: a reload makes a new one. */
export interface Snapshot {
  readonly revision: number;
  readonly calendar: Calendar;
  readonly lifecycle: { readonly version: number; readonly settings: Readonly<Record<string, unknown>> };
  readonly defaultLimit: Limit;
  /** Current classes, sorted by standard, kind and code. */
  readonly classes: readonly ClassEntry[];
  classOf(code: string, at: Instant): ClassEntry | undefined;
  classById(id: string): ClassEntry | undefined;
  /** Oldest first. */
  versionsOf(classKey: string): readonly ClassEntry[];
  conditionsOf(classId: string): readonly Condition[];
  condition(id: string): Condition | undefined;
  /** As they are stored, current and closed, by class key. */
  conditionRows(classKey: string): readonly ConditionRow[];
  classRow(id: string): ClassRow | undefined;
  fromEdition2013(kind: 'component' | 'event', code: string, name?: string): string | undefined;
}

/** The newest snapshot of this process, and how to get a newer one. */
export interface HeldCatalogue {
  current(): Snapshot;
  reload(q?: Queryable): Promise<void>;
}

const iso = (at: Instant | null): string | null => (at === null ? null : new Date(at).toISOString());

function toEntry(row: ClassRow, mappedTo: string | null): ClassEntry {
  const { classKey: _, validFrom, validTo, ...rest } = row;
  return { ...rest, validFrom: iso(validFrom)!, validTo: iso(validTo), mappedTo };
}

function toCondition(row: ConditionRow, ofClass: string): Condition {
  const { id, position, version, filing, closing, unitId, unitName, photoAfterRequired } = row;
  const limit = { value: row.limitValue, unit: row.limitUnit };
  return {
    id,
    classId: ofClass,
    position,
    version,
    filing,
    closing,
    limit,
    unitId,
    unitName,
    photoAfterRequired,
    validTo: iso(row.validTo),
  };
}

function validAt(versions: readonly ClassEntry[], rows: ReadonlyMap<string, ClassRow>, at: Instant): ClassEntry | undefined {
  const before = versions.filter((entry) => rows.get(entry.id)!.validFrom <= at);
  const found = before.at(-1) ?? versions[0];
  const validTo = found ? rows.get(found.id)!.validTo : null;
  return validTo !== null && validTo <= at ? undefined : found;
}

function readMap(rows: CatalogueRows, known: ReadonlySet<string>): Snapshot['fromEdition2013'] {
  const table = rows.editionMap.map((row) => ({ ...row, code2026: row.code2026 === '' ? null : row.code2026 }));
  const map = createMap2013(table, { exists: (kind, code) => known.has(`${standard2026}/${kind}/${code}`) });
  return (kind, code, name) => {
    const found = map.counterparts(kind, code, name);
    return found.ok ? found.value[0]?.code : undefined;
  };
}

export function createSnapshot(rows: CatalogueRows): Snapshot {
  const classRows = new Map(rows.classes.map((row) => [row.id, row]));
  const rowsByKey = Map.groupBy(rows.classes, (row) => row.classKey);
  const latestId = (key: string): string | undefined => rowsByKey.get(key)?.at(-1)?.id;
  const mapped = new Map(rows.mappings.map((mapping) => [mapping.classKey, latestId(mapping.toKey) ?? null]));
  const entries = new Map(rows.classes.map((row) => [row.id, toEntry(row, mapped.get(row.classKey) ?? null)]));
  const versions = new Map([...rowsByKey].map(([key, list]) => [key, list.map((row) => entries.get(row.id)!)]));
  const imported = Map.groupBy(
    [...versions].filter(([, list]) => list[0]!.kind !== 'component').sort(([a], [b]) => (a < b ? -1 : 1)),
    ([, list]) => list[0]!.code,
  );
  const conditionRows = Map.groupBy(rows.conditions, (row) => row.classKey);
  const conditionById = new Map(rows.conditions.map((row) => [row.id, row]));
  const calendar = createCalendar(rows.calendar ?? noCalendar);
  const settings = rows.lifecycle ?? { version: 0, settings: {} };

  /** A bare code means the standard's matter; what only an import knows is found there. */
  const keyOfCode = (code: string): string | undefined => {
    if (code.includes('/')) return classKeyOf(code);
    const standard = `${standard2026}/matter/${code}`;
    return versions.has(standard) ? standard : imported.get(code)?.[0]?.[0];
  };

  return {
    revision: rows.revision,
    calendar,
    lifecycle: settings,
    defaultLimit: (settings.settings.defaultLimit as Limit | undefined) ?? productLimit,
    classes: [...entries.values()].filter((entry) => entry.validTo === null),
    classOf: (code, at) => validAt(versions.get(keyOfCode(code) ?? '') ?? [], classRows, at),
    classById: (id) => entries.get(id),
    versionsOf: (key) => versions.get(key) ?? [],
    conditionsOf: (id) =>
      (conditionRows.get(classKeyOf(id)) ?? []).filter((row) => row.validTo === null).map((row) => toCondition(row, id)),
    condition(id) {
      const row = conditionById.get(id);
      return row && toCondition(row, latestId(row.classKey) ?? classId(row.classKey, 1));
    },
    conditionRows: (key) => conditionRows.get(key) ?? [],
    classRow: (id) => classRows.get(id),
    fromEdition2013: readMap(rows, new Set(rowsByKey.keys())),
  };
}
