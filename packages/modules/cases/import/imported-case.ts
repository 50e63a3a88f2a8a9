import { createHash } from 'node:crypto';
import { apply } from '@chengmai/kernel/lifecycle/apply.ts';
import type { CaseState } from '@chengmai/kernel/lifecycle/case.ts';
import { importedClassId } from '../../catalogue/contract.ts';
import { columnsOf, type LifecycleColumns } from '../columns.ts';
import type { Source } from '../contract.ts';
import { calendarOf, type Desk, settingsOf } from '../desk.ts';
import { searchDocument } from '../search-words.ts';
import type { ForeignCase } from './convert-row.ts';
import type { NewestNames } from './newest-names.ts';

/** One row of cases_case as an import writes it. */
export interface ImportedCase extends LifecycleColumns {
  readonly id: string;
  readonly number: string;
  readonly sourceId: string;
  readonly classId: string;
  readonly classCode: string;
  readonly className: string;
  readonly majorName: string;
  readonly description: string;
  readonly place: string;
  readonly communityCode: string | null;
  readonly streetCode: string | null;
  readonly districtCode: string | null;
  readonly areaCode: string;
  readonly lon: number | null;
  readonly lat: number | null;
  readonly source: Source;
  readonly reportedAt: number;
  readonly verdict: 'in_time' | 'overtime' | null;
  readonly lifecycle: CaseState;
  readonly search: readonly string[];
}

/** A foreign code under the import's name, so that no two systems' 101 are the same street. */
export const foreignCode = (origin: string, code: string): string => `${origin}:${code}`;
/** Districts, streets and communities of one system may share numbers. */
export const foreignArea = (origin: string, level: 'd' | 's' | 'c', code: string): string => `${origin}:${level}${code}`;
/** A unit's id shows the source's own code, so that people find it again; what cannot stand in an id is hashed. */
export const foreignUnit = (origin: string, code: string): string =>
  /^[\w.-]{1,30}$/.test(code)
    ? `${origin}-${code}`
    : `${origin}-.${createHash('sha256').update(`${origin}\n${code}`).digest('hex').slice(0, 16)}`;

/** The same row of the same source is the same case, however often it is imported: a UUIDv8 made of both. */
export function importedId(origin: string, sourceId: string): string {
  const hex = createHash('sha256').update(`${origin}\n${sourceId}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

type Blank = Omit<
  CaseState,
  | 'id'
  | 'state'
  | 'version'
  | 'classRef'
  | 'unitId'
  | 'source'
  | 'reporters'
  | 'reportedAt'
  | 'occurredAt'
  | 'closedAt'
  | 'handledAt'
  | 'updatedAt'
>;

/** Makes imported cases of foreign ones. What is closed has no clocks: only the source's own verdict. What is open enters the pool now. */
export function importer(desk: Desk, origin: string, names: NewestNames, importedAt: number): (row: ForeignCase) => ImportedCase {
  const calendar = calendarOf(desk);
  const settings = settingsOf(desk);
  const actor = { id: 'system', kind: 'system', roles: ['system'], unitIds: [] } as const;

  const open = (id: string, row: ForeignCase): CaseState => {
    const input = {
      caseId: id,
      source: row.source,
      reporter: { kind: 'system' as const, id: null },
      occurredAt: row.reportedAt,
      classRef: classRefOf(row),
    };
    const decision = apply(null, { action: 'report', input }, { now: importedAt, calendar, actor, settings });
    if (!decision.ok) throw new Error(`an imported report is refused: ${decision.refusal.code}`);
    return decision.next;
  };
  const classRefOf = (row: ForeignCase) => ({
    standardRef: `import.${origin}`,
    kind: 'matter' as const,
    code: row.class.code,
    name: names.classes.get(row.class.code)?.name ?? row.class.code,
    version: 1,
  });

  // Everything about a closed imported case that is the same for all of them, taken from one real report.
  const {
    id: _id,
    state: _state,
    version: _version,
    classRef: _ref,
    unitId: _unit,
    source: _source,
    reporters: _reporters,
    reportedAt: _reported,
    occurredAt: _occurred,
    closedAt: _closed,
    handledAt: _handled,
    updatedAt: _updated,
    ...blank
  }: CaseState = open('-', { ...EXAMPLE });
  const closedBlank: Blank = { ...blank, clocks: [] };

  const closed = (id: string, row: ForeignCase, unitId: string | null): CaseState => ({
    ...closedBlank,
    id,
    state: 'closed',
    version: 1,
    classRef: classRefOf(row),
    unitId,
    source: row.source,
    reporters: [{ kind: 'citizen', id: null, source: row.source, caseId: id }],
    reportedAt: row.reportedAt,
    occurredAt: null,
    handledAt: null,
    closedAt: row.closedAt,
    updatedAt: importedAt,
  });

  const area = (level: 'd' | 's' | 'c', coded: ForeignCase['street'], known: ReadonlyMap<string, unknown>): string | null =>
    coded && known.has(coded.code) ? foreignArea(origin, level, coded.code) : null;

  return (row) => {
    const id = importedId(origin, row.sourceId);
    const unitId = row.unit && names.units.has(row.unit.code) ? foreignUnit(origin, row.unit.code) : null;
    const lifecycle = row.open ? open(id, row) : closed(id, row, unitId);
    const entry = names.classes.get(row.class.code);
    const className = entry?.name ?? row.class.code;
    const communityCode = area('c', row.community, names.communities);
    const streetCode = area('s', row.street, names.streets);
    const districtCode = area('d', row.district, names.districts);
    return {
      ...columnsOf(lifecycle, calendar, settings.warnShare),
      unitId,
      id,
      number: foreignCode(origin, row.sourceId),
      sourceId: row.sourceId,
      classId: importedClassId(origin, row.class.code),
      classCode: foreignCode(origin, row.class.code),
      className,
      majorName: entry?.majorName ?? '',
      description: row.description,
      place: row.place,
      communityCode,
      streetCode,
      districtCode,
      areaCode: communityCode ?? streetCode ?? districtCode ?? `${origin}:`,
      lon: row.lon,
      lat: row.lat,
      source: row.source,
      reportedAt: row.reportedAt,
      verdict: row.verdict,
      lifecycle,
      search: searchDocument(className, row.place, row.description.slice(0, 200), row.sourceId),
    };
  };
}

const EXAMPLE: ForeignCase = {
  sourceId: '-',
  reportedAt: 0,
  closedAt: null,
  dueAt: null,
  class: { code: '-', name: '-', majorCode: '', majorName: '' },
  district: null,
  street: null,
  community: null,
  unit: null,
  place: '',
  description: '',
  lon: null,
  lat: null,
  source: 'import',
  open: true,
  verdict: null,
};
