import { useQuery } from '@tanstack/react-query';
import { cellsQuery, divisionsQuery } from '../api/places.ts';
import { useWords } from '../i18n/words.ts';
import { AreaSelect } from '../ui/area-select.tsx';
import { Field } from '../ui/field.tsx';
import type { ReportDraft } from './report-dialog.tsx';

interface PlaceProps {
  readonly draft: ReportDraft;
  readonly set: (change: ReportDraft) => void;
  readonly error: string | undefined;
  readonly mapOpen: boolean;
  readonly onMap: () => void;
}

/** Where it is: in words, by community and cell from lists, or on the map; none of them needs the others. */
export function PlaceFields({ draft, set, error, mapOpen, onMap }: PlaceProps) {
  const { t } = useWords();
  const community = draft.communityCode ?? '';
  const { data: cells } = useQuery(cellsQuery(community));
  const { data: divisions } = useQuery(divisionsQuery);
  const chooseCommunity = (code: string) => {
    const division = divisions?.find((each) => each.code === code);
    // The middle of the community stands in until somebody points more exactly; its accuracy says so.
    const middle = division && division.lon !== null && division.lat !== null && draft.accuracyM !== 5;
    set({ communityCode: code, ...(middle ? { lon: division.lon!, lat: division.lat!, accuracyM: 500 } : {}) });
  };
  return (
    <>
      <Field label={t('fact.place')} required error={error} hint={t('report.placeHint')}>
        {(control) => (
          <input
            {...control}
            className="in"
            maxLength={256}
            value={draft.place ?? ''}
            onChange={(event) => set({ place: event.target.value })}
          />
        )}
      </Field>
      <div className="report-row">
        <Field label={t('report.community')}>
          {(control) => <AreaSelect {...control} communitiesOnly value={community} onChange={chooseCommunity} />}
        </Field>
        <Field label={t('fact.cell')}>
          {(control) => (
            <select
              {...control}
              className="in"
              disabled={!cells || cells.length === 0}
              value=""
              onChange={(event) => set({ place: [draft.place, event.target.value].filter(Boolean).join(' ') })}
            >
              <option value="">{t(community ? 'report.cellChoose' : 'report.cellFirst')}</option>
              {cells?.map((cell) => (
                <option key={cell.code} value={cell.name}>
                  {cell.name} {cell.collectorName ?? ''}
                </option>
              ))}
            </select>
          )}
        </Field>
        <button type="button" className="b report-onmap" aria-expanded={mapOpen} onClick={onMap}>
          {t(mapOpen ? 'report.mapHide' : 'report.mapShow')}
        </button>
      </div>
    </>
  );
}
