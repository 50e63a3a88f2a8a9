import type { Score } from '@chengmai/kernel/evaluation/score-formula.ts';
import { AREA_PRESETS, DEPARTMENT_PRESETS, POST_PRESETS, TRADE_PRESETS } from '@chengmai/kernel/evaluation/score-presets.ts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { get, queryString } from '../api/http.ts';
import { useWords } from '../i18n/words.ts';
import { Field } from '../ui/field.tsx';
import { Empty, Failure, Loading } from '../ui/notice.tsx';
import { EvalControls } from './eval-controls.tsx';
import type { EvalSearch } from './eval-search.ts';
import { ScoreTerms } from './score-terms.tsx';

interface ScoreRow {
  readonly key: string | null;
  readonly name: string;
  readonly score: Score;
}

const presetGroups = [
  ['scores.posts', POST_PRESETS],
  ['scores.departments', DEPARTMENT_PRESETS],
  ['scores.trades', TRADE_PRESETS],
  ['scores.areas', AREA_PRESETS],
] as const;

/** Highest first; a score that cannot be known stands last. */
const byValue = (a: ScoreRow, b: ScoreRow): number => (b.score.value ?? -1) - (a.score.value ?? -1);

/** Scores with their explanation tree: formula → terms → inputs → counts. */
export function ScoresView({ search, set }: { search: EvalSearch; set: (change: Partial<EvalSearch>) => void }) {
  const { t, pick } = useWords();
  const [preset, setPreset] = useState(POST_PRESETS[0]?.id ?? '');
  const { from, to, area, unit } = search;
  const scores = useQuery({
    queryKey: ['evaluation', 'scores', preset, from, to, area, unit],
    queryFn: ({ signal }) =>
      get<{ rows: readonly ScoreRow[] }>(`/api/evaluation/scores${queryString({ preset, from, to, area, unit })}`, { signal }),
  });
  const rows = [...(scores.data?.rows ?? [])].sort(byValue);
  return (
    <>
      <EvalControls search={search} set={set} withoutMetric />
      <section className="card" aria-label={t('eval.scores')}>
        <div className="score-pick">
          <Field label={t('scores.preset')}>
            {(control) => (
              <select {...control} className="in" value={preset} onChange={(event) => setPreset(event.target.value)}>
                {presetGroups.map(([word, presets]) => (
                  <optgroup key={word} label={t(word)}>
                    {presets.map((each) => (
                      <option key={each.id} value={each.id}>
                        {pick(each)}
                      </option>
                    ))}
                  </optgroup>
                ))}
              </select>
            )}
          </Field>
        </div>
        {scores.isPending ? <Loading /> : null}
        {scores.error ? <Failure failure={scores.error} onRetry={() => void scores.refetch()} /> : null}
        {scores.isSuccess && rows.length === 0 ? <Empty title={t('eval.empty')}>{t('eval.emptyNext')}</Empty> : null}
        {rows.map((row) => (
          <details key={row.key ?? '-'} className="score">
            <summary>
              <span>{row.name || t('eval.noKey')}</span>
              <span className="bar">
                <span style={{ width: `${Math.min(100, row.score.value ?? 0)}%` }} />
              </span>
              <b className={row.score.value === null ? 'missing' : undefined}>
                {row.score.value === null ? t('eval.missing') : row.score.value.toFixed(2)}
              </b>
              <span>{row.score.grade ?? ''}</span>
            </summary>
            <ScoreTerms score={row.score} />
          </details>
        ))}
      </section>
    </>
  );
}
