import { useState } from 'react';
import type { Draft } from './public-api.ts';
import type { Say } from './public-app.tsx';

interface PlaceProps {
  readonly t: Say;
  readonly draft: Draft;
  readonly set: (change: Partial<Draft>) => void;
  readonly wrong: string;
}

const LOCATE_MS = 12_000;

/** The place in words is enough; a position helps and is taken only on request. */
export function PlaceStep({ t, draft, set, wrong }: PlaceProps) {
  const [state, setState] = useState<'idle' | 'asking' | 'failed'>('idle');
  const [accuracyM, setAccuracyM] = useState(0);
  const ask = () => {
    if (!('geolocation' in navigator)) return setState('failed');
    setState('asking');
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        set({ lon: Number(coords.longitude.toFixed(6)), lat: Number(coords.latitude.toFixed(6)) });
        setAccuracyM(Math.round(coords.accuracy));
        setState('idle');
      },
      () => setState('failed'),
      { enableHighAccuracy: true, timeout: LOCATE_MS, maximumAge: 30_000 },
    );
  };
  return (
    <>
      <div className="fld">
        <label htmlFor="where">{t('where')}</label>
        <input
          id="where"
          maxLength={256}
          placeholder={t('where.hint')}
          value={draft.place}
          aria-invalid={wrong ? true : undefined}
          aria-describedby="where-wrong"
          onChange={(event) => set({ place: event.target.value })}
        />
        <p id="where-wrong" className="wrong" role="alert">
          {wrong}
        </p>
      </div>
      {draft.lon === null ? (
        <button type="button" className="mb wide" disabled={state === 'asking'} onClick={ask}>
          {t(state === 'asking' ? 'where.locating' : 'where.locate')}
        </button>
      ) : (
        <div className="loc" role="status">
          <span>{t('where.located', { m: accuracyM })}</span>
          <button type="button" className="mb" onClick={() => set({ lon: null, lat: null })}>
            {t('where.drop')}
          </button>
        </div>
      )}
      {state === 'failed' ? (
        <p className="note" role="status">
          {t('where.failed')}
        </p>
      ) : null}
    </>
  );
}
