import * as maplibregl from 'maplibre-gl';
import 'maplibre-gl/dist/maplibre-gl.css';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import { useEffect, useRef, useState } from 'react';
import { useWords } from '../i18n/words.ts';
import { useTheme } from '../theme/theme.ts';
import { circle } from './circle.ts';
import { loadFeatures } from './features.ts';
import { mapStyle } from './map-style.ts';
import './map.css';

// MapLibre 6 looks for its worker beside the bundle unless told; without this line it hangs silently.
maplibregl.setWorkerUrl(workerUrl);

export interface Point {
  readonly lon: number;
  readonly lat: number;
}
export interface Pin extends Point {
  readonly label: string;
  readonly title: string;
  readonly faint?: boolean;
}

interface MapViewProps {
  readonly center: Point;
  readonly label: string;
  readonly pins?: readonly Pin[];
  readonly radiusM?: number;
  readonly zoom?: number;
  /** False until somebody chose a place. */
  readonly marked?: boolean;
  /** The centre mark follows a click. */
  readonly onPick?: (point: Point) => void;
}

const NO_PINS: readonly Pin[] = [];
const MARK =
  '<svg width="26" height="32" viewBox="0 0 26 32"><path d="M13 31C4 19 1 16 1 11a12 12 0 0 1 24 0c0 5-3 8-12 20z" fill="var(--accent)"/><circle cx="13" cy="12" r="4.5" fill="#fff"/></svg>';

function pinElement(pin: Pin): HTMLElement {
  const element = document.createElement('span');
  element.className = pin.faint ? 'pin faint' : 'pin';
  element.textContent = pin.label;
  element.title = pin.title;
  return element;
}

/** A map from our own features only: no tile, glyph or sprite is asked of any host. */
export function MapView({ center, label, pins = NO_PINS, radiusM, zoom = 16.8, marked = true, onPick }: MapViewProps) {
  const { t } = useWords();
  const theme = useTheme((state) => state.theme);
  const box = useRef<HTMLDivElement>(null);
  const map = useRef<maplibregl.Map | null>(null);
  const pick = useRef(onPick);
  pick.current = onPick;
  const initiallyMarked = useRef(marked);
  const [broken, setBroken] = useState(false);
  const { lon, lat } = center;

  useEffect(() => {
    if (!box.current) return;
    let made: maplibregl.Map;
    try {
      made = new maplibregl.Map({
        container: box.current,
        style: mapStyle(theme),
        center: [lon, lat],
        zoom,
        attributionControl: false,
        dragRotate: false,
        pitchWithRotate: false,
        fadeDuration: 0,
        cooperativeGestures: pick.current === undefined && window.innerWidth <= 980,
      });
    } catch {
      // No WebGL on this machine: the list beside the map says the same.
      setBroken(true);
      return;
    }
    map.current = made;
    made.touchZoomRotate.disableRotation();
    made.addControl(new maplibregl.ScaleControl({ maxWidth: 80 }), 'bottom-left');
    made.addControl(new maplibregl.NavigationControl({ showCompass: false }), 'top-right');
    const mark = document.createElement('div');
    mark.innerHTML = MARK;
    const marker = new maplibregl.Marker({ element: mark, anchor: 'bottom' }).setLngLat([lon, lat]);
    if (initiallyMarked.current) marker.addTo(made);
    made.on('load', () => void loadFeatures(made));
    made.on('moveend', () => void loadFeatures(made));
    made.on('click', ({ lngLat }) => {
      if (!pick.current) return;
      marker.setLngLat(lngLat).addTo(made);
      pick.current({ lon: lngLat.lng, lat: lngLat.lat });
    });
    return () => {
      map.current = null;
      made.remove();
    };
  }, [lon, lat, zoom, theme]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the map is made again with the theme and the zoom, and so are its marks
  useEffect(() => {
    const made = map.current;
    if (!made) return;
    const markers = pins.map((pin) => new maplibregl.Marker({ element: pinElement(pin) }).setLngLat([pin.lon, pin.lat]).addTo(made));
    const draw = () => made.getSource<maplibregl.GeoJSONSource>('ring')?.setData(circle(lon, lat, radiusM ?? 0, pins));
    if (made.isStyleLoaded()) draw();
    else made.once('load', draw);
    return () => {
      for (const marker of markers) marker.remove();
    };
  }, [pins, radiusM, lon, lat, theme, zoom]);

  return (
    <div className="map" role="region" aria-label={label}>
      {broken ? <p className="map-broken">{t('map.broken')}</p> : <div className="map-box" ref={box} />}
      <span className="map-note">{t('map.synthetic')}</span>
    </div>
  );
}
