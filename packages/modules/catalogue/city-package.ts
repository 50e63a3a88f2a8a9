import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CalendarDefinition } from '@chengmai/kernel/calendar/types.ts';
import { Refused } from '@chengmai/platform/runtime/refused.ts';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { limitUnits, standard2026 } from './contract.ts';
import { readCalendarDefinition } from './edit-calendar.ts';
import { type LifecycleSettingsDto, parseLifecycleSettings } from './lifecycle-settings.ts';
import { type ClassRow, type ConditionRow, classId, conditionId, type EditionMapRow, keyOf } from './rows.ts';

/** What the catalogue takes from a city package; see cities/demo. */
export interface CatalogueFiles {
  readonly classes: readonly ClassRow[];
  readonly conditions: readonly ConditionRow[];
  readonly editionMap: readonly EditionMapRow[];
  readonly calendar: CalendarDefinition;
  readonly lifecycle: LifecycleSettingsDto;
}

/** The day on which GB/T 47678.5-2026 took effect, local midnight. */
const validFrom = Date.parse('2026-07-01T00:00:00+08:00');
const origin = 'city';

const optional = z.string().transform((text) => (text === '' ? null : text));
const flag = z.enum(['true', 'false']).transform((text) => text === 'true');
const count = z.coerce.number().int().positive();
const fiveDigits = z.string().regex(/^(0[1-9]|10)\d{3}$/);

const ClassLine = z.object({
  kind: z.enum(['component', 'matter']),
  code: fiveDigits,
  name: z.string().min(1),
  name_en: optional,
  major_code: z.string().regex(/^\d{2}$/),
  major_name: z.string().min(1),
  major_name_en: optional,
  duplicate_radius_m: z.coerce.number().positive(),
  duplicate_hours: z.coerce.number().positive(),
  self_handle: flag,
  public_rank: optional.transform((text) => (text === null ? null : Number(text))),
});
const ConditionLine = z.object({
  code: fiveDigits,
  position: count,
  filing: z.string().min(1),
  closing: z.string().min(1),
  limit_value: count,
  limit_unit: z.enum(limitUnits),
  unit: optional,
  photo_after_required: flag,
});
const MapLine = z.object({
  kind_2013: z.enum(['component', 'event']),
  code_2013: z.string().regex(/^\d{4}$/),
  name_2013: z.string().min(1),
  kind_2026: z.enum(['component', 'matter', '']),
  code_2026: z.union([fiveDigits, z.literal('')]),
  relation: z.string().min(1),
});

/** Reads a CSV file of the package line by line against its schema; a bad line refuses `catalogue.package_unreadable`. */
async function lines<S extends z.ZodType>(dir: string, file: string, schema: S): Promise<readonly z.output<S>[]> {
  const records = parse(await readFile(join(dir, file), 'utf8'), { columns: true, bom: true, skip_empty_lines: true }) as unknown[];
  return records.map((record, i) => {
    const parsed = schema.safeParse(record);
    if (parsed.success) return parsed.data;
    const issue = parsed.error.issues[0]!;
    throw new Refused('catalogue.package_unreadable', { file, line: i + 2, problem: `${issue.path.join('.')}: ${issue.message}` });
  });
}

async function json(dir: string, file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(join(dir, file), 'utf8'));
  } catch (error) {
    throw new Refused('catalogue.package_unreadable', { file, line: '-', problem: error instanceof Error ? error.message : String(error) });
  }
}

function toClass(line: z.output<typeof ClassLine>): ClassRow {
  const classKey = keyOf({ standardRef: standard2026, kind: line.kind, code: line.code });
  return {
    id: classId(classKey, 1),
    classKey,
    standardRef: standard2026,
    kind: line.kind,
    code: line.code,
    version: 1,
    name: line.name,
    nameEn: line.name_en,
    majorCode: line.major_code,
    majorName: line.major_name,
    majorNameEn: line.major_name_en,
    duplicateRadiusM: line.duplicate_radius_m,
    duplicateHours: line.duplicate_hours,
    selfHandle: line.self_handle,
    publicRank: line.public_rank,
    origin,
    validFrom,
    validTo: null,
  };
}

/** A condition of a component class stands under the matter with the same five digits, as cases are filed under matters. */
function toCondition(line: z.output<typeof ConditionLine>): ConditionRow {
  const classKey = keyOf({ standardRef: standard2026, kind: 'matter', code: line.code });
  return {
    id: conditionId(classKey, line.position, 1),
    classKey,
    position: line.position,
    version: 1,
    filing: line.filing,
    closing: line.closing,
    limitValue: line.limit_value,
    limitUnit: line.limit_unit,
    unitId: line.unit,
    unitName: null,
    photoAfterRequired: line.photo_after_required,
    origin,
    validFrom,
    validTo: null,
  };
}

const toMapRow = (line: z.output<typeof MapLine>): EditionMapRow => ({
  kind2013: line.kind_2013,
  code2013: line.code_2013,
  name2013: line.name_2013,
  kind2026: line.kind_2026 === '' ? null : line.kind_2026,
  code2026: line.code_2026,
  relation: line.relation,
});

/** Throws Refused with the file and the line that is wrong. */
export async function readCatalogueFiles(cityDir: string): Promise<CatalogueFiles> {
  const calendar = readCalendarDefinition(await json(cityDir, 'calendar.json'));
  if (!calendar.ok) throw new Refused(calendar.refusal.code, calendar.refusal.params);
  const lifecycle = parseLifecycleSettings(await json(cityDir, 'lifecycle.json'));
  if (!lifecycle.ok) throw new Refused(lifecycle.refusal.code, lifecycle.refusal.params);
  const classes = (await lines(cityDir, 'classes-2026.csv', ClassLine)).map(toClass);
  const conditions = (await lines(cityDir, 'conditions.csv', ConditionLine)).map(toCondition);
  const keys = new Set(classes.map((row) => row.classKey));
  const stray = conditions.findIndex((row) => !keys.has(row.classKey));
  if (stray >= 0) throw new Refused('catalogue.package_unreadable', { file: 'conditions.csv', line: stray + 2, problem: 'unknown class' });
  const editionMap = (await lines(cityDir, 'map-2013-2026.csv', MapLine)).map(toMapRow);
  return { classes, conditions, editionMap, calendar: calendar.value, lifecycle: lifecycle.value };
}
