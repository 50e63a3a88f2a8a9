import type { Coded, ForeignCase } from './convert-row.ts';

interface Entry {
  name: string;
  at: number;
  parent: string | null;
  majorCode: string;
  majorName: string;
}

/** Codes met in a file, each with the name it had last: one id can carry two spellings over the years. */
export interface NewestNames {
  add(row: ForeignCase): void;
  readonly districts: ReadonlyMap<string, Entry>;
  readonly streets: ReadonlyMap<string, Entry>;
  readonly communities: ReadonlyMap<string, Entry>;
  readonly classes: ReadonlyMap<string, Entry>;
  readonly units: ReadonlyMap<string, Entry>;
}

/** A code without any name is no place: it counts as none. */
export function newestNames(): NewestNames {
  const kinds = {
    districts: new Map<string, Entry>(),
    streets: new Map<string, Entry>(),
    communities: new Map<string, Entry>(),
    classes: new Map<string, Entry>(),
    units: new Map<string, Entry>(),
  };

  const note = (map: Map<string, Entry>, coded: Coded | null, at: number, parent: string | null, major?: ForeignCase['class']): void => {
    if (coded?.name == null) return;
    const known = map.get(coded.code);
    if (known && known.at > at) return;
    map.set(coded.code, {
      name: coded.name.slice(0, 100),
      at,
      parent: parent ?? known?.parent ?? null,
      majorCode: major?.majorCode ?? '',
      majorName: major?.majorName ?? '',
    });
  };

  return {
    ...kinds,
    add: (row) => {
      note(kinds.districts, row.district, row.reportedAt, null);
      note(kinds.streets, row.street, row.reportedAt, row.district?.name ? row.district.code : null);
      note(kinds.communities, row.community, row.reportedAt, row.street?.name ? row.street.code : null);
      note(kinds.classes, row.class, row.reportedAt, null, row.class);
      note(kinds.units, row.unit, row.reportedAt, null);
    },
  };
}
