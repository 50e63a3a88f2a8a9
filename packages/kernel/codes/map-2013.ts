import { ok, type Result, refuse } from '../result.ts';
import type { ClassKind } from './class-code.ts';
import { type Kind2013, parseComponentId2013, parseEventCode2013 } from './edition-2013.ts';

/** One row of a city's table. No `code2026`: the class has no counterpart. Two rows of one class: it was split. */
export interface MapRow {
  readonly kind2013: Kind2013;
  readonly code2013: string;
  readonly name2013: string;
  readonly kind2026: ClassKind | null;
  readonly code2026: string | null;
}

export interface Counterpart {
  readonly kind: ClassKind;
  readonly code: string;
}

export interface MapOptions {
  /** The table was made for the very city the codes come from, so its own numbers from 78 up mean what the table says. */
  readonly ownCity?: boolean;
  /** Whether the 2026 catalogue knows a class; a number that the rule yields and the catalogue lacks is no counterpart. */
  readonly exists?: (kind: ClassKind, code: string) => boolean;
}

export interface Map2013 {
  /** The 2026 classes of a 2013 class: one, or several after a split. */
  counterparts(kind: Kind2013, code: string, name?: string): Result<readonly Counterpart[]>;
  /** 16 → 17 digits; the sequence is kept, a collision is the importer's to solve. */
  componentId(code: string, name?: string): Result<string>;
  /** 10 → 11 digits. */
  matterCode(code: string, name?: string): Result<string>;
}

/** Cities number their own classes downward from 99; 78 is the lowest that was seen. */
const FIRST_LOCAL_MINOR = 78;
const MAJORS: Readonly<Record<Kind2013, { readonly kind: ClassKind; readonly to: Readonly<Record<string, string>> }>> = {
  component: { kind: 'component', to: { '01': '01', '02': '02', '03': '03', '04': '04', '05': '05' } },
  event: { kind: 'matter', to: { '01': '06', '02': '07', '03': '08', '04': '09' } },
};

const isLocal = (code: string): boolean => Number(code.slice(2)) >= FIRST_LOCAL_MINOR;

/** Component `MMmm` → `MM0mm`, event major 01–04 → 06–09; event major 05 突发事件 left the catalogue. */
function byNumber(kind: Kind2013, code: string): Counterpart | null {
  const { kind: to, to: majors } = MAJORS[kind];
  const major = majors[code.slice(0, 2)];
  return major === undefined || code.endsWith('00') ? null : { kind: to, code: `${major}0${code.slice(2)}` };
}

function group(rows: readonly MapRow[], keyOf: (row: MapRow) => string): ReadonlyMap<string, readonly MapRow[]> {
  return Map.groupBy(rows, keyOf);
}

/**
 * The map from the 2013 generation to 2026: the table first, then the number rule. A city's own classes (minor 78–99) are found
 * by their name, never by their number: 0198 is one thing here and another there.
 * Refuses `codes.class_2013_malformed`, `codes.class_2013_local`, `codes.class_2013_no_counterpart`, `codes.class_2013_split`,
 * `codes.class_2013_other_kind`, and what the 2013 codes themselves refuse.
 */
export function createMap2013(rows: readonly MapRow[], options: MapOptions = {}): Map2013 {
  const byCode = group(rows, (row) => `${row.kind2013}/${row.code2013}`);
  const byName = group(rows, (row) => `${row.kind2013}/${row.name2013}`);

  function tableRows(kind: Kind2013, code: string, name: string | undefined): readonly MapRow[] | undefined {
    if (isLocal(code) && !options.ownCity) return name === undefined ? undefined : byName.get(`${kind}/${name}`);
    return byCode.get(`${kind}/${code}`);
  }

  function counterparts(kind: Kind2013, code: string, name?: string): Result<readonly Counterpart[]> {
    if (!/^\d{4}$/.test(code)) return refuse('codes.class_2013_malformed', { kind, code });
    const listed = tableRows(kind, code, name);
    if (listed) {
      const found = listed.flatMap((row) => (row.kind2026 && row.code2026 ? [{ kind: row.kind2026, code: row.code2026 }] : []));
      return found.length > 0 ? ok(found) : refuse('codes.class_2013_no_counterpart', { kind, code });
    }
    if (isLocal(code)) return refuse('codes.class_2013_local', { kind, code, name: name ?? '' });
    const ruled = byNumber(kind, code);
    const known = ruled !== null && (options.exists?.(ruled.kind, ruled.code) ?? true);
    return known ? ok([ruled]) : refuse('codes.class_2013_no_counterpart', { kind, code });
  }

  function only(kind: Kind2013, code: string, name: string | undefined): Result<string> {
    const found = counterparts(kind, code, name);
    if (!found.ok) return found;
    const [first, second] = found.value;
    if (second) return refuse('codes.class_2013_split', { kind, code, into: found.value.map((one) => one.code).join('、') });
    if (first!.kind !== MAJORS[kind].kind) return refuse('codes.class_2013_other_kind', { kind, code, into: first!.code });
    return ok(first!.code);
  }

  return {
    counterparts,
    componentId(code, name) {
      const old = parseComponentId2013(code);
      if (!old.ok) return old;
      const classCode = only('component', old.value.classCode, name);
      return classCode.ok ? ok(old.value.areaCode + classCode.value + old.value.sequence) : classCode;
    },
    matterCode(code, name) {
      const old = parseEventCode2013(code);
      if (!old.ok) return old;
      const classCode = only('event', old.value.classCode, name);
      return classCode.ok ? ok(old.value.areaCode + classCode.value) : classCode;
    },
  };
}
