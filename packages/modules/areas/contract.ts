import type { Queryable, Tx } from '@chengmai/platform/ports/db.ts';
import { offer } from '@chengmai/platform/runtime/module.ts';
import { z } from 'zod';

export const divisionLevels = ['province', 'city', 'district', 'street', 'community'] as const;

/** An administrative division 行政区划, GB/T 2260 codes: 2, 4, 6, 9 or 12 digits; `imported` codes keep the source's form. */
export const Division = z.object({
  code: z.string(),
  name: z.string(),
  level: z.enum(divisionLevels),
  parent: z.string().nullable(),
  lon: z.number().nullable(),
  lat: z.number().nullable(),
  /** Geometry is made up: every screen that draws it says 示意数据. */
  synthetic: z.boolean(),
  /** `city` package, or the name of the import that brought it. */
  origin: z.string(),
  nameEn: z.string().nullable(),
  /** For a division of a foreign system: the code of ours that it was found to be. */
  mappedTo: z.string().nullable(),
});
export type Division = z.infer<typeof Division>;

/** A unit grid cell 单元网格 (15 digits) or a duty grid 责任网格, with who is on duty there. */
export const Cell = z.object({
  code: z.string(),
  kind: z.enum(['unit', 'duty']),
  name: z.string(),
  communityCode: z.string(),
  collectorId: z.string().nullable(),
  collectorName: z.string().nullable(),
  synthetic: z.boolean(),
  version: z.int(),
});
export type Cell = z.infer<typeof Cell>;

/** Where a point lies. Codes are prefixes of each other inside one city package. */
export interface Located {
  readonly cellCode: string;
  readonly communityCode: string;
  readonly streetCode: string;
  readonly districtCode: string;
}

/** Where a point lies, with names. */
export const LocatedView = z.object({
  cellCode: z.string(),
  communityCode: z.string(),
  communityName: z.string(),
  streetCode: z.string(),
  streetName: z.string(),
  districtCode: z.string(),
  districtName: z.string(),
  path: z.string(),
});
export type LocatedView = z.infer<typeof LocatedView>;

export const featureLayers = ['districts', 'streets', 'communities', 'cells', 'roads', 'components'] as const;
export type FeatureLayer = (typeof featureLayers)[number];

/** Map features as GeoJSON (RFC 7946), WGS-84. `truncated`: there are more in the box than are sent. */
export const FeatureCollection = z.object({
  type: z.literal('FeatureCollection'),
  truncated: z.boolean(),
  features: z.array(
    z.object({
      type: z.literal('Feature'),
      geometry: z.looseObject({ type: z.string() }),
      properties: z.looseObject({ layer: z.enum(featureLayers), name: z.string(), code: z.string().nullable(), synthetic: z.boolean() }),
    }),
  ),
});
export type FeatureCollection = z.infer<typeof FeatureCollection>;

/** A feature of an imported file that cannot be used; `row` counts the features from 1. */
export const RefusedFeature = z.object({
  row: z.int(),
  code: z.string(),
  /** A code of the error registry, and what it says. */
  reason: z.string(),
  zh: z.string(),
  en: z.string(),
});
export type RefusedFeature = z.infer<typeof RefusedFeature>;

export const AreasImportOutcome = z.object({ applied: z.boolean(), rows: z.int(), refused: z.array(RefusedFeature) });
export type AreasImportOutcome = z.infer<typeof AreasImportOutcome>;

/** Event: boundaries, cells, features or duty changed; every process reads them again. */
export const areasEvents = { changed: 'areas.changed' } as const;

export interface Areas {
  /** In process, from memory; `null` outside every unit grid cell. WGS-84 degrees. */
  locate(lon: number, lat: number): Located | null;
  division(code: string): Division | undefined;
  /** Every loaded division, parents before children. */
  divisions(): readonly Division[];
  /** Names from the community up: 「祖庙街道 · 福贤社区」. */
  pathName(code: string): string;
  /** Collectors on duty, the cell's own first, then by distance of their cell to the point. */
  collectorsNear(q: Queryable, at: { lon: number; lat: number; cellCode: string | null }, limit: number): Promise<readonly string[]>;
  /** Adds divisions that an import met and the city package lacks. Idempotent. */
  ensureImported(
    tx: Tx,
    origin: string,
    rows: readonly { code: string; name: string; level: Division['level']; parent: string | null }[],
  ): Promise<number>;
  /** Loads boundaries, cells and duty again after a change; inside a transaction give it, so that its own changes are seen. */
  reload(q?: Queryable): Promise<void>;
}
export const areas = offer<Areas>('areas');
