import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type CaseDetail, duplicatesQuery } from '../api/cases.ts';
import { useWords } from '../i18n/words.ts';
import { MapView, type Pin } from '../map/map-view.tsx';
import { LETTERS } from './duplicate-letters.ts';

const RADIUS_M = 50;

/** The place of the case, the radius in which duplicates are looked for, and the candidates by letter. The list beside it is its table. */
export function CaseMap({ detail }: { detail: CaseDetail }) {
  const { t } = useWords();
  const { data: near } = useQuery(duplicatesQuery(detail.id));
  const pins = useMemo(
    () =>
      (near ?? [])
        .slice(0, LETTERS.length)
        .flatMap((each, index): Pin[] =>
          each.lon === null || each.lat === null
            ? []
            : [{ lon: each.lon, lat: each.lat, label: LETTERS[index]!, title: each.number, faint: each.excludedBecause !== null }],
        ),
    [near],
  );
  if (detail.lon === null || detail.lat === null) return <p className="dup-none">{t('case.noPoint')}</p>;
  return (
    <MapView
      center={{ lon: detail.lon, lat: detail.lat }}
      pins={pins}
      radiusM={RADIUS_M}
      label={t('case.mapLabel', { place: detail.place })}
    />
  );
}
