import type { CalendarDefinition, Instant, LimitUnit } from '@chengmai/kernel/calendar/types.ts';
import type { Kind2013 } from '@chengmai/kernel/codes/edition-2013.ts';

/** One version of a class, as it is stored. */
export interface ClassRow {
  readonly id: string;
  readonly classKey: string;
  readonly standardRef: string;
  readonly kind: 'component' | 'matter' | 'event';
  readonly code: string;
  readonly version: number;
  readonly name: string;
  readonly nameEn: string | null;
  readonly majorCode: string;
  readonly majorName: string;
  readonly majorNameEn: string | null;
  readonly duplicateRadiusM: number;
  readonly duplicateHours: number;
  readonly selfHandle: boolean;
  readonly publicRank: number | null;
  readonly origin: string;
  readonly validFrom: Instant;
  readonly validTo: Instant | null;
}

/** One version of a condition row; it belongs to every version of its class. */
export interface ConditionRow {
  readonly id: string;
  readonly classKey: string;
  readonly position: number;
  readonly version: number;
  readonly filing: string;
  readonly closing: string;
  readonly limitValue: number;
  readonly limitUnit: LimitUnit;
  readonly unitId: string | null;
  readonly unitName: string | null;
  readonly photoAfterRequired: boolean;
  readonly origin: string;
  readonly validFrom: Instant;
  readonly validTo: Instant | null;
}

export interface EditionMapRow {
  readonly kind2013: Kind2013;
  readonly code2013: string;
  readonly name2013: string;
  readonly kind2026: 'component' | 'matter' | null;
  readonly code2026: string;
  readonly relation: string;
}

export interface MappingRow {
  readonly classKey: string;
  readonly toKey: string;
}

/** All that the catalogue holds, as one read found it. */
export interface CatalogueRows {
  readonly revision: number;
  readonly classes: readonly ClassRow[];
  readonly conditions: readonly ConditionRow[];
  readonly mappings: readonly MappingRow[];
  readonly editionMap: readonly EditionMapRow[];
  readonly calendar: CalendarDefinition | null;
  readonly lifecycle: { readonly version: number; readonly settings: Readonly<Record<string, unknown>> } | null;
}

/** Duplicates of a class that says nothing itself are looked for this near and this far back (our choice). */
export const duplicateDefault = { duplicateRadiusM: 50, duplicateHours: 72 } as const;

export const keyOf = (of: { standardRef: string; kind: string; code: string }): string => `${of.standardRef}/${of.kind}/${of.code}`;
export const classId = (classKey: string, version: number): string => `${classKey}@${version}`;
export const conditionId = (classKey: string, position: number, version: number): string => `${classKey}/${position}@${version}`;
