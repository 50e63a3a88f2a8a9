import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { type CasePage, duplicatesQuery } from '../api/cases.ts';
import { get, queryString } from '../api/http.ts';
import { useWords } from '../i18n/words.ts';
import { shortNumber } from '../time/short-number.ts';
import { ClassSearch } from '../ui/class-search.tsx';
import { NO_CONDITION } from './action-draft.ts';
import type { ControlProps } from './action-field.tsx';
import { useLimitWord } from './case-facts.tsx';
import { useChosenClass } from './use-chosen-class.ts';

/** The rows of filing condition × closing condition × limit: the row that is picked decides the handling limit. */
export function ConditionPicker({ detail, draft, set }: ControlProps) {
  const { t } = useWords();
  const limitWord = useLimitWord();
  const entry = useChosenClass(detail, draft);
  const rows = entry?.conditions.filter((row) => row.validTo === null) ?? [];
  // One row, or none, leaves no choice to make.
  const only = entry && rows.length <= 1 ? (rows[0]?.id ?? NO_CONDITION) : undefined;
  const fits = draft.conditionId !== undefined && (draft.conditionId === only || rows.some((row) => row.id === draft.conditionId));
  useEffect(() => {
    if (only !== undefined && !fits) set({ conditionId: only });
  });
  return (
    <div className="ops" role="radiogroup" aria-label={t('input.conditionId')}>
      {rows.map((row) => (
        <label key={row.id} className={draft.conditionId === row.id ? 'op on' : 'op'}>
          <input
            type="radio"
            name="conditionId"
            value={row.id}
            checked={draft.conditionId === row.id}
            onChange={() => set({ conditionId: row.id })}
          />
          <span className="k">
            <b>{limitWord(row.limit)}</b>
          </span>
          <b>{row.filing}</b>
          <span className="op-why">{t('condition.closing', { text: row.closing })}</span>
        </label>
      ))}
      {entry && rows.length === 0 ? <p className="form-note">{t('condition.none')}</p> : null}
    </div>
  );
}

export function ClassPicker({ control, draft, set }: ControlProps) {
  return <ClassSearch control={control} value={draft.classCode ?? ''} onChange={(entry) => set({ classCode: entry?.code ?? '' })} />;
}

/** A case to join: candidates first, any other by number. */
export function CasePicker({ control, detail, draft, set }: ControlProps) {
  const { t, named } = useWords();
  const [q, setQ] = useState('');
  const { data: near } = useQuery(duplicatesQuery(detail.id));
  const { data: found } = useQuery({
    queryKey: ['cases', 'pick', q],
    queryFn: ({ signal }) => get<CasePage>(`/api/cases${queryString({ view: 'all', q, limit: 8 })}`, { signal }),
    enabled: q.length >= 3,
  });
  const options = [
    ...(near ?? [])
      .filter((each) => each.excludedBecause === null)
      .map((each) => ({ id: each.caseId, number: each.number, text: each.title })),
    ...(found?.items ?? []).map((row) => ({
      id: row.id,
      number: row.number,
      text: `${named(row.className, row.classNameEn)} ${row.place}`,
    })),
  ].filter((each, index, all) => each.id !== detail.id && all.findIndex((other) => other.id === each.id) === index);
  return (
    <div className="ops">
      <input {...control} className="in" value={q} placeholder={t('case.findHint')} onChange={(event) => setQ(event.target.value.trim())} />
      {options.map((option) => (
        <label key={option.id} className={draft.caseId === option.id ? 'op on' : 'op'}>
          <input type="radio" name="caseId" checked={draft.caseId === option.id} onChange={() => set({ caseId: option.id })} />
          <b>{shortNumber(option.number)}</b> {option.text}
        </label>
      ))}
    </div>
  );
}
