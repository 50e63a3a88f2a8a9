import type { Calendar, CalendarDefinition, Instant, Limit } from '@chengmai/kernel/calendar/types.ts';
import type { Queryable, Tx } from '@chengmai/platform/ports/db.ts';
import { offer } from '@chengmai/platform/runtime/module.ts';
import { z } from 'zod';

export const limitUnits = ['urgent_minute', 'urgent_hour', 'urgent_day', 'natural_day', 'work_hour', 'work_day'] as const;
export const LimitDto = z.object({ value: z.int().positive(), unit: z.enum(limitUnits) });

/** One class 小类 of one edition of the catalogue. GB/T 47678.5-2026; key (standardRef, kind, code), versioned, never deleted. */
export const ClassEntry = z.object({
  /** `47678.5-2026/matter/06010@1`: what a case keeps. */
  id: z.string(),
  standardRef: z.string(),
  kind: z.enum(['component', 'matter', 'event']),
  code: z.string(),
  version: z.int(),
  name: z.string(),
  majorCode: z.string(),
  majorName: z.string(),
  nameEn: z.string().nullable(),
  /** Duplicates are looked for within this radius and window. */
  duplicateRadiusM: z.number(),
  duplicateHours: z.number(),
  selfHandle: z.boolean(),
  origin: z.string(),
  validFrom: z.string(),
  validTo: z.string().nullable(),
  majorNameEn: z.string().nullable(),
  /** Place in the short list of the public form; `null`: not offered there. */
  publicRank: z.int().nullable(),
  /** For a class of a foreign system: the id of the class of ours that it was found to be. */
  mappedTo: z.string().nullable(),
});
export type ClassEntry = z.infer<typeof ClassEntry>;

/** 立案条件 × 结案条件 × 处置时限: the row that the acceptor picks decides the handling limit. */
export const Condition = z.object({
  /** `47678.5-2026/matter/06010/2@1`: class, position, version. */
  id: z.string(),
  /** The latest version of the class, or the one that was asked for. Compare classes with `classKeyOf`, not by this id. */
  classId: z.string(),
  version: z.int(),
  position: z.int(),
  filing: z.string(),
  closing: z.string(),
  limit: LimitDto,
  /** The unit that usually acts, from the city's table. */
  unitId: z.string().nullable(),
  /** The unit in the words of an imported table, when it names one that is not known here. */
  unitName: z.string().nullable(),
  photoAfterRequired: z.boolean(),
  validTo: z.string().nullable(),
});
export type Condition = z.infer<typeof Condition>;

/** What all versions of a class share: `47678.5-2026/matter/06010` of `47678.5-2026/matter/06010@3`. */
export const classKeyOf = (classId: string): string => classId.replace(/@\d+$/, '');

export const standard2026 = '47678.5-2026';

/** The id under which `ensureImported` puts a foreign system's class. */
export const importedClassId = (origin: string, code: string): string => `import.${origin}/matter/${code}@1`;

export const ClassDetail = ClassEntry.extend({
  conditions: z.array(Condition),
  /** Every version, the newest first. */
  versions: z.array(ClassEntry),
});
export type ClassDetail = z.infer<typeof ClassDetail>;

/** A class on the public form's short list. */
export const PublicClass = z.object({ code: z.string(), name: z.string(), nameEn: z.string().nullable(), majorName: z.string() });
export type PublicClass = z.infer<typeof PublicClass>;

const DayText = z.iso.date();
const Windows = z.array(z.object({ fromMinute: z.int().min(0).max(1440), toMinute: z.int().min(0).max(1440) })).max(12);

/** The wire form of a working calendar; the kernel's `parseCalendarDefinition` judges it. */
export const CalendarDto = z.object({
  id: z.string().min(1).max(64),
  version: z.int(),
  utcOffsetMinutes: z.int(),
  windows: Windows,
  periods: z
    .array(z.object({ from: DayText, to: DayText, windows: Windows }))
    .max(200)
    .optional(),
  years: z.array(z.int()).max(200),
  holidays: z.array(DayText).max(4000),
  makeUpDays: z.array(DayText).max(4000),
  dayRule: z.enum(['hours', 'endOfDay']),
});

/** A line of an imported workbook that cannot be used. `row` counts from 1 as the spreadsheet shows it. */
export const RefusedRow = z.object({
  sheet: z.string(),
  row: z.int(),
  column: z.string(),
  value: z.string(),
  /** A code of the error registry, and what it says. */
  reason: z.string(),
  zh: z.string(),
  en: z.string(),
});
export type RefusedRow = z.infer<typeof RefusedRow>;

export const ImportOutcome = z.object({
  applied: z.boolean(),
  rows: z.int(),
  classesAdded: z.int(),
  classesChanged: z.int(),
  conditionsAdded: z.int(),
  conditionsClosed: z.int(),
  conditionsUnchanged: z.int(),
  refused: z.array(RefusedRow),
});
export type ImportOutcome = z.infer<typeof ImportOutcome>;

/** Events: the catalogue changed in any way (every process reads it again); a calendar took effect (open clocks are recomputed). */
export const catalogueEvents = { changed: 'catalogue.changed', calendarChanged: 'catalogue.calendar_changed' } as const;

export interface Catalogue {
  /**
   * In memory, latest version valid at `at`, by bare matter code, full id or class key. Before its first version a class answers with
   * that one: yesterday's report is filed under today's freshly loaded catalogue. A bare code that only an import knows finds that class.
   */
  classOf(code: string, at: Instant): ClassEntry | undefined;
  classById(id: string): ClassEntry | undefined;
  /** The rows valid now, whatever version of the class is asked for. */
  conditionsOf(classId: string): readonly Condition[];
  /** Closed rows too: a case keeps the one it was filed under. */
  condition(id: string): Condition | undefined;
  calendar(): Calendar;
  calendarDefinition(): CalendarDefinition;
  /** The product default when a class has no condition row: 4 working hours. */
  defaultLimit(): Limit;
  /** City settings of the lifecycle (step allowances, reopen window …), as stored JSON; the kernel fills the defaults. */
  lifecycleSettings(): Readonly<Record<string, unknown>>;
  /** Which calendar and which lifecycle settings are in force; what was judged by them names them. */
  rulesVersion(): { readonly calendar: number; readonly lifecycle: number };
  /** Rules of an earlier day, to judge history by what was known then. `null`: there was no such version. */
  rulesOf(
    q: Queryable,
    version: { readonly calendar: number; readonly lifecycle: number },
  ): Promise<{ readonly calendar: Calendar; readonly lifecycle: Readonly<Record<string, unknown>> } | null>;
  /** 2013 (2 + 2 digits) → 2026 (5), by table then by the number rule. A city's own classes (minor 78–99) are found by their name only. */
  fromEdition2013(kind: 'component' | 'event', code: string, name?: string): string | undefined;
  ensureImported(
    tx: Tx,
    origin: string,
    rows: readonly { code: string; name: string; majorCode: string; majorName: string }[],
  ): Promise<number>;
  /** Every current class, components and matters. */
  classes(): readonly ClassEntry[];
  /** Reads all again; inside a transaction give it, so that its own changes are seen. */
  reload(q?: Queryable): Promise<void>;
}
export const catalogue = offer<Catalogue>('catalogue');
