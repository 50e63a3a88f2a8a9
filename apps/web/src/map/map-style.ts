import type { StyleSpecification } from 'maplibre-gl';
import { type ThemeName, token } from '../theme/theme.ts';

const FONT = ['Noto Sans SC', 'Noto Sans CJK SC', 'sans-serif'];

/** The map in the colours of the theme. `glyphs` is left out: MapLibre then draws labels with fonts of the machine. */
export function mapStyle(_theme: ThemeName): StyleSpecification {
  const empty = { type: 'FeatureCollection' as const, features: [] };
  const layer = (name: string) => ['==', ['get', 'layer'], name] as ['==', ['get', string], string];
  const halo = { 'text-halo-color': token('--map-land'), 'text-halo-width': 1.5 };
  return {
    version: 8,
    sources: { areas: { type: 'geojson', data: empty }, ring: { type: 'geojson', data: empty } },
    layers: [
      { id: 'land', type: 'background', paint: { 'background-color': token('--map-land') } },
      {
        id: 'communities',
        type: 'fill',
        source: 'areas',
        filter: layer('communities'),
        paint: { 'fill-color': token('--surface-3'), 'fill-opacity': 0.6 },
      },
      {
        id: 'cells',
        type: 'line',
        source: 'areas',
        filter: layer('cells'),
        paint: { 'line-color': token('--map-edge'), 'line-width': 1, 'line-dasharray': [3, 3] },
      },
      {
        id: 'road-casing',
        type: 'line',
        source: 'areas',
        filter: layer('roads'),
        layout: { 'line-cap': 'round', 'line-join': 'round' },
        paint: { 'line-color': token('--map-edge'), 'line-width': ['interpolate', ['exponential', 1.6], ['zoom'], 12, 1, 18, 18] },
      },
      {
        id: 'roads',
        type: 'line',
        source: 'areas',
        filter: layer('roads'),
        layout: { 'line-cap': 'round', 'line-join': 'round' },
        paint: { 'line-color': token('--map-road'), 'line-width': ['interpolate', ['exponential', 1.6], ['zoom'], 12, 0.5, 18, 16] },
      },
      {
        id: 'edges',
        type: 'line',
        source: 'areas',
        filter: layer('communities'),
        paint: { 'line-color': token('--line-strong'), 'line-width': 1.2 },
      },
      { id: 'ring-fill', type: 'fill', source: 'ring', paint: { 'fill-color': token('--accent'), 'fill-opacity': 0.08 } },
      {
        id: 'ring-line',
        type: 'line',
        source: 'ring',
        paint: { 'line-color': token('--accent'), 'line-width': 1.2, 'line-dasharray': [4, 3] },
      },
      {
        id: 'road-names',
        type: 'symbol',
        source: 'areas',
        filter: layer('roads'),
        minzoom: 15,
        layout: { 'symbol-placement': 'line', 'text-field': ['get', 'name'], 'text-font': FONT, 'text-size': 12 },
        paint: { 'text-color': token('--map-label'), ...halo },
      },
      {
        id: 'community-names',
        type: 'symbol',
        source: 'areas',
        filter: layer('communities'),
        layout: { 'text-field': ['get', 'name'], 'text-font': FONT, 'text-size': 12 },
        paint: { 'text-color': token('--text-2'), ...halo },
      },
    ],
  };
}
