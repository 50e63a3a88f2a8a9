import type { DuplicateSuggestion } from '@chengmai/modules/cases/contract.ts';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { divisionsQuery } from '../api/places.ts';
import { useWords } from '../i18n/words.ts';
import { MapView, type Pin } from '../map/map-view.tsx';
import { LETTERS } from './duplicate-letters.ts';
import type { ReportDraft } from './report-dialog.tsx';

const FALLBACK = { lon: 113.11, lat: 23.03 };

interface PlaceMapProps {
  readonly draft: ReportDraft;
  readonly suggestions: readonly DuplicateSuggestion[];
  readonly onPick: (lon: number, lat: number) => void;
}

/** A click says where; the near cases stand by letter. The map keeps its first centre, so that it does not jump under the pointer. */
export function PlaceMap({ draft, suggestions, onPick }: PlaceMapProps) {
  const { t } = useWords();
  const { data: divisions } = useQuery(divisionsQuery);
  const known = divisions?.find((each) => each.code === draft.communityCode) ?? divisions?.find((each) => each.lon !== null);
  const [first] = useState(() =>
    draft.lon !== undefined && draft.lat !== undefined
      ? { lon: draft.lon, lat: draft.lat }
      : { lon: known?.lon ?? FALLBACK.lon, lat: known?.lat ?? FALLBACK.lat },
  );
  const pins = useMemo(
    () =>
      suggestions.flatMap((each, i): Pin[] =>
        each.lon === null || each.lat === null ? [] : [{ lon: each.lon, lat: each.lat, label: LETTERS[i] ?? '·', title: each.number }],
      ),
    [suggestions],
  );
  return (
    <MapView
      center={first}
      pins={pins}
      zoom={15.5}
      marked={draft.lon !== undefined}
      label={t('report.mapLabel')}
      onPick={({ lon, lat }) => onPick(lon, lat)}
    />
  );
}
