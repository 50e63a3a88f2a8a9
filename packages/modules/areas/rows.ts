import type { Surface } from '@chengmai/kernel/geo/geometry.ts';
import type { Division, FeatureLayer } from './contract.ts';

/** A division as it is stored; `shape` is null where no boundary is known. WGS-84. */
export interface DivisionRow {
  readonly code: string;
  readonly name: string;
  readonly nameEn: string | null;
  readonly level: Division['level'];
  readonly parent: string | null;
  readonly lon: number | null;
  readonly lat: number | null;
  readonly shape: Surface | null;
  readonly synthetic: boolean;
  readonly origin: string;
}

export interface CellRow {
  readonly code: string;
  readonly kind: 'unit' | 'duty';
  readonly name: string;
  readonly communityCode: string;
  readonly lon: number;
  readonly lat: number;
  readonly shape: Surface;
  readonly collectorId: string | null;
  readonly synthetic: boolean;
  readonly origin: string;
}

export interface LineString {
  readonly type: 'LineString';
  readonly coordinates: readonly (readonly [number, number])[];
}
export interface PointShape {
  readonly type: 'Point';
  readonly coordinates: readonly [number, number];
}

/** A road or a component on the map. */
export interface FeatureRow {
  readonly id: string;
  readonly layer: Extract<FeatureLayer, 'roads' | 'components'>;
  readonly name: string;
  readonly code: string | null;
  readonly shape: LineString | PointShape;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly synthetic: boolean;
  readonly origin: string;
}

/** What a city package or an import brings, validated, in WGS-84. */
export interface AreasPackage {
  readonly divisions: readonly DivisionRow[];
  readonly cells: readonly CellRow[];
  readonly features: readonly FeatureRow[];
}
