import type { FeatureCollection } from 'geojson';
import type * as maplibregl from 'maplibre-gl';
import { get } from '../api/http.ts';

const EMPTY: FeatureCollection = { type: 'FeatureCollection', features: [] };
const DETAIL_ZOOM = 14.5;
/** The box is asked for in steps of this, so that small moves ask for nothing. */
const STEP_DEGREES = 0.01;

const asked = new WeakMap<maplibregl.Map, string>();

/** Brings the features of what is in view: communities always, cells and roads once they can be told apart. */
export async function loadFeatures(map: maplibregl.Map): Promise<void> {
  const bounds = map.getBounds();
  const down = (value: number) => Math.floor(value / STEP_DEGREES) * STEP_DEGREES;
  const up = (value: number) => Math.ceil(value / STEP_DEGREES) * STEP_DEGREES;
  const bbox = [down(bounds.getWest()), down(bounds.getSouth()), up(bounds.getEast()), up(bounds.getNorth())]
    .map((n) => n.toFixed(2))
    .join(',');
  const layers = map.getZoom() >= DETAIL_ZOOM ? 'communities,cells,roads' : 'communities';
  const key = `${bbox} ${layers}`;
  if (asked.get(map) === key) return;
  asked.set(map, key);
  const features = await get<FeatureCollection>(`/api/areas/features?bbox=${bbox}&layers=${layers}`).catch(() => EMPTY);
  // The map may be gone, or have moved on, by now.
  if (asked.get(map) === key) map.getSource<maplibregl.GeoJSONSource>('areas')?.setData(features);
}
