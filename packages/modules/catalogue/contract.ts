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
});
export type ClassEntry = z.infer<typeof ClassEntry>;

/** 立案条件 × 结案条件 × 处置时限: the row that the acceptor picks decides the handling limit. */
export const Condition = z.object({
  id: z.string(),
  classId: z.string(),
  position: z.int(),
  filing: z.string(),
  closing: z.string(),
  limit: LimitDto,
  /** The unit that usually acts, from the city's table. */
  unitId: z.string().nullable(),
  photoAfterRequired: z.boolean(),
  validTo: z.string().nullable(),
});
export type Condition = z.infer<typeof Condition>;

export interface Catalogue {
  /** In memory, latest version valid at `at`, by bare matter code or full id. */
  classOf(code: string, at: Instant): ClassEntry | undefined;
  classById(id: string): ClassEntry | undefined;
  conditionsOf(classId: string): readonly Condition[];
  condition(id: string): Condition | undefined;
  calendar(): Calendar;
  calendarDefinition(): CalendarDefinition;
  /** The product default when a class has no condition row: 4 working hours. */
  defaultLimit(): Limit;
  /** City settings of the lifecycle (step allowances, reopen window …), as stored JSON; the kernel fills the defaults. */
  lifecycleSettings(): Readonly<Record<string, unknown>>;
  /** 2013 → 2026, by table then by the number rule. */
  fromEdition2013(kind: 'component' | 'event', code: string): string | undefined;
  ensureImported(
    tx: Tx,
    origin: string,
    rows: readonly { code: string; name: string; majorCode: string; majorName: string }[],
  ): Promise<number>;
  reload(q?: Queryable): Promise<void>;
}
export const catalogue = offer<Catalogue>('catalogue');
