import type { SubjectColumn } from '@chengmai/kernel/evaluation/fact-row.ts';
import { type FactRow, SUBJECT_COLUMNS, TIME_COLUMNS, VALUE_COLUMNS } from '@chengmai/kernel/evaluation/fact-row.ts';
import type { CaseOutline } from '../cases/contract.ts';

/** Where a case belongs: every line of it carries these. */
export interface FactPlace {
  readonly district_code: string | null;
  readonly street_code: string | null;
  readonly community_code: string | null;
  readonly class_code: string;
  readonly major_code: string;
  readonly source: string;
}

/** A fact line as it is stored. */
export type StoredFact = FactRow & FactPlace & { readonly version: number };

const PERSON_COLUMNS: readonly SubjectColumn[] = SUBJECT_COLUMNS.filter((column) => column !== 'unit_id');
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const PLACE_TYPES = {
  district_code: 'text',
  street_code: 'text',
  community_code: 'text',
  class_code: 'text',
  major_code: 'text',
  source: 'text',
} as const;

/** Every stored column with its type, in the order in which statements name them. */
export const FACT_COLUMNS: readonly (readonly [name: string, type: string])[] = [
  ['case_id', 'uuid'],
  ['line', 'smallint'],
  ['version', 'int'],
  ...Object.entries(PLACE_TYPES),
  ['unit_id', 'text'],
  ...PERSON_COLUMNS.map((column) => [column, 'uuid'] as const),
  ...TIME_COLUMNS.map((column) => [column, 'timestamptz'] as const),
  ...VALUE_COLUMNS.map((column) => [column, column.endsWith('_minutes') ? 'int' : 'smallint'] as const),
];

/** A component and a matter may have the same five digits: components say what they are. */
const classCode = (outline: CaseOutline): string =>
  outline.classId.split('/')[1] === 'component' ? `component/${outline.classCode}` : outline.classCode;

export const placeOfCase = (outline: CaseOutline): FactPlace => ({
  district_code: outline.districtCode,
  street_code: outline.streetCode,
  community_code: outline.communityCode,
  class_code: classCode(outline),
  major_code: outline.majorCode,
  source: outline.source,
});

/** A line without what says nothing: zeros, nulls, and actors that are no persons (the system itself). */
export function storable(fact: StoredFact): Record<string, unknown> {
  const kept: Record<string, unknown> = { case_id: fact.case_id, line: fact.line, version: fact.version };
  for (const column of Object.keys(PLACE_TYPES)) kept[column] = Reflect.get(fact, column) as unknown;
  if (fact.unit_id !== null) kept.unit_id = fact.unit_id;
  for (const column of PERSON_COLUMNS) {
    const id = fact[column];
    if (id !== null && UUID.test(id)) kept[column] = id;
  }
  for (const column of TIME_COLUMNS) {
    const at = fact[column];
    if (at !== null) kept[column] = new Date(at).toISOString();
  }
  for (const column of VALUE_COLUMNS) if (fact[column] !== 0) kept[column] = fact[column];
  return kept;
}

/** A stored line as the kernel knows it: null values are zeros again. */
export function fromStored(row: Readonly<Record<string, unknown>>): StoredFact {
  const fact: Record<string, unknown> = { ...row };
  for (const column of VALUE_COLUMNS) fact[column] = row[column] ?? 0;
  return fact as unknown as StoredFact;
}
