import type { DuplicateSuggestion, NewReport, Photo } from '@chengmai/modules/cases/contract.ts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, lazy, Suspense, useState } from 'react';
import type { z } from 'zod';
import { newKey, post } from '../api/http.ts';
import { locate } from '../api/places.ts';
import { useWords } from '../i18n/words.ts';
import { ClassSearch } from '../ui/class-search.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field } from '../ui/field.tsx';
import { Failure, Loading } from '../ui/notice.tsx';
import { toast } from '../ui/toasts.tsx';
import { sources } from './filter-values.ts';
import { PhotoInput } from './photo-input.tsx';
import { PlaceFields } from './place-fields.tsx';
import { SuggestionList } from './suggestion-list.tsx';
import './report.css';

const PlaceMap = lazy(() => import('./place-map.tsx').then((module) => ({ default: module.PlaceMap })));

export type ReportDraft = Partial<z.infer<typeof NewReport>>;

const MIN_TEXT = 4;

/** Near cases of the class, as soon as class and point are known. */
function useSuggestions(draft: ReportDraft) {
  const { classCode, lon, lat, description = '' } = draft;
  const text = description.length >= MIN_TEXT ? description.slice(0, 60) : '';
  return useQuery({
    queryKey: ['cases', 'suggest', classCode, lon, lat, text],
    queryFn: () => post<DuplicateSuggestion[]>('/api/cases/suggest', { classCode, lon, lat, text }),
    enabled: Boolean(classCode && lon !== undefined && lat !== undefined),
    placeholderData: (previous) => previous,
  });
}

export function ReportDialog({ onClose, onDone }: { onClose: () => void; onDone: (caseId: string) => void }) {
  const { t } = useWords();
  const queries = useQueryClient();
  const [draft, setDraft] = useState<ReportDraft>({ source: 'hotline' });
  const [photos, setPhotos] = useState<readonly Photo[]>([]);
  const [mapOpen, setMapOpen] = useState(false);
  const [touched, setTouched] = useState(false);
  const [key] = useState(newKey);
  const set = (change: ReportDraft) => setDraft((known) => ({ ...known, ...change }));
  const { data: suggestions } = useSuggestions(draft);
  const ready = Boolean(draft.classCode && draft.description?.trim() && draft.place?.trim());
  const near = suggestions?.filter((each) => each.excludedBecause === null) ?? [];

  const send = useMutation({
    // The same key on every try: a report that was taken although its answer got lost is not taken twice.
    mutationFn: () =>
      post<{ id: string; number: string; joined: boolean }>(
        '/api/cases',
        { ...draft, photoIds: photos.map((photo) => photo.id) },
        { idempotencyKey: key },
      ),
    onSuccess: ({ id, number, joined }) => {
      void queries.invalidateQueries({ queryKey: ['cases'] });
      toast.done(t(joined ? 'report.joined' : 'report.done', { number }));
      onDone(id);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTouched(true);
    if (ready) send.mutate();
  };
  const pick = async (lon: number, lat: number) => {
    set({ lon, lat, accuracyM: 5 });
    const at = await locate(lon, lat).catch(() => null);
    if (at) set({ communityCode: at.communityCode });
  };
  const lacks = (given: unknown, word: 'report.needClass' | 'report.needText' | 'report.needPlace') =>
    touched && !given ? t(word) : undefined;

  return (
    <Dialog
      title={t('report.title')}
      onClose={onClose}
      widthPx={920}
      footer={
        <>
          <span className="report-keys">{t('report.submitHint')}</span>
          <button type="button" className="b" onClick={onClose}>
            {t('common.cancel')}
          </button>
          <button type="submit" form="report-form" className="b b-primary" disabled={send.isPending}>
            {t(draft.joinCaseId ? 'report.submitJoin' : 'report.submit')}
          </button>
        </>
      }
    >
      <form
        id="report-form"
        className="report"
        onSubmit={submit}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit(event);
        }}
        noValidate
      >
        <div className="report-main">
          <div className="report-row">
            <Field label={t('input.classCode')} required error={lacks(draft.classCode, 'report.needClass')}>
              {(control) => (
                <ClassSearch control={control} value={draft.classCode ?? ''} onChange={(entry) => set({ classCode: entry?.code ?? '' })} />
              )}
            </Field>
            <Field label={t('fact.source')}>
              {(control) => (
                <select
                  {...control}
                  className="in"
                  value={draft.source}
                  onChange={(event) => set({ source: event.target.value as (typeof sources)[number] })}
                >
                  {sources
                    .filter((source) => source !== 'import')
                    .map((source) => (
                      <option key={source} value={source}>
                        {t(`source.${source}`)}
                      </option>
                    ))}
                </select>
              )}
            </Field>
          </div>
          <Field label={t('fact.description')} required error={lacks(draft.description?.trim(), 'report.needText')}>
            {(control) => (
              <textarea
                {...control}
                className="in"
                rows={3}
                maxLength={4000}
                value={draft.description ?? ''}
                onChange={(event) => set({ description: event.target.value })}
              />
            )}
          </Field>
          <PlaceFields
            draft={draft}
            set={set}
            error={lacks(draft.place?.trim(), 'report.needPlace')}
            mapOpen={mapOpen}
            onMap={() => setMapOpen(!mapOpen)}
          />
          {mapOpen ? (
            <div className="report-map">
              <Suspense fallback={<Loading />}>
                <PlaceMap draft={draft} suggestions={near} onPick={(lon, lat) => void pick(lon, lat)} />
              </Suspense>
            </div>
          ) : null}
          <div className="report-row">
            <Field label={t('report.reporter')}>
              {(control) => (
                <input
                  {...control}
                  className="in"
                  maxLength={50}
                  autoComplete="off"
                  onChange={(event) => set({ reporterName: event.target.value })}
                />
              )}
            </Field>
            <Field label={t('report.phone')}>
              {(control) => (
                <input
                  {...control}
                  className="in"
                  type="tel"
                  maxLength={30}
                  autoComplete="off"
                  onChange={(event) => set({ reporterPhone: event.target.value })}
                />
              )}
            </Field>
            <label className="check report-hide">
              <input type="checkbox" onChange={(event) => set({ hideReporter: event.target.checked })} />
              {t('report.hide')}
            </label>
          </div>
          <div className="thumbs">
            {photos.map((photo) => (
              <img key={photo.id} src={`${photo.url}?size=thumb`} alt={t('photo.report')} />
            ))}
            <PhotoInput stage="report" caseId={null} onPhoto={(photo) => setPhotos((known) => [...known, photo])} className="b thumb-add">
              {t('photo.take', { stage: t('photo.report') })}
            </PhotoInput>
          </div>
          {send.error ? <Failure failure={send.error} /> : null}
        </div>
        <SuggestionList
          suggestions={suggestions}
          joinCaseId={draft.joinCaseId}
          onJoin={(joinCaseId) => setDraft(({ joinCaseId: _, ...rest }) => (joinCaseId ? { ...rest, joinCaseId } : rest))}
        />
      </form>
    </Dialog>
  );
}
