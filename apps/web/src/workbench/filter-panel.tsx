import { OPEN_STATES } from '@chengmai/kernel/lifecycle/states.ts';
import { useQuery } from '@tanstack/react-query';
import { unitsQuery } from '../api/people.ts';
import { classesQuery } from '../api/places.ts';
import { useWords } from '../i18n/words.ts';
import { AreaSelect } from '../ui/area-select.tsx';
import { Field } from '../ui/field.tsx';
import { type CaseSearch, defaultSearch } from './case-search.ts';
import { lights, sources } from './filter-values.ts';
import { useStateWord } from './queue-row.tsx';

interface PanelProps {
  readonly search: CaseSearch;
  readonly onSearch: (search: CaseSearch) => void;
  readonly onClose: () => void;
}

/** Toggle buttons for a list of values. */
function Choices<T extends string>({
  legend,
  values,
  chosen,
  word,
  onChange,
}: {
  legend: string;
  values: readonly T[];
  chosen: readonly string[];
  word: (value: T) => string;
  onChange: (values: string[]) => void;
}) {
  return (
    <fieldset className="choices">
      <legend>{legend}</legend>
      {values.map((value) => {
        const on = chosen.includes(value);
        return (
          <button
            key={value}
            type="button"
            className="chip"
            aria-pressed={on}
            onClick={() => onChange(on ? chosen.filter((each) => each !== value) : [...chosen, value])}
          >
            {word(value)}
          </button>
        );
      })}
    </fieldset>
  );
}

export function FilterPanel({ search, onSearch, onClose }: PanelProps) {
  const { t, named } = useWords();
  const stateWord = useStateWord();
  const { data: units } = useQuery(unitsQuery);
  const { data: classes } = useQuery(classesQuery);
  const set = (change: Partial<CaseSearch>) => onSearch({ ...search, ...change });
  return (
    <section className="filter" aria-label={t('queue.filter')}>
      <Choices
        legend={t('filter.light')}
        values={lights}
        chosen={search.light}
        word={(v) => t(`light.${v}`)}
        onChange={(light) => set({ light })}
      />
      <Choices
        legend={t('filter.state')}
        values={OPEN_STATES}
        chosen={search.state}
        word={stateWord}
        onChange={(state) => set({ state })}
      />
      <Choices
        legend={t('filter.source')}
        values={sources}
        chosen={search.source}
        word={(v) => t(`source.${v}`)}
        onChange={(source) => set({ source })}
      />
      <div className="filter-grid">
        <Field label={t('filter.area')}>
          {(control) => <AreaSelect {...control} value={search.area} onChange={(area) => set({ area })} />}
        </Field>
        <Field label={t('filter.unit')}>
          {(control) => (
            <select {...control} className="in" value={search.unit} onChange={(event) => set({ unit: event.target.value })}>
              <option value="">{t('common.all')}</option>
              {units?.map((unit) => (
                <option key={unit.id} value={unit.id}>
                  {named(unit.name, unit.nameEn)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label={t('filter.class')}>
          {(control) => (
            <select {...control} className="in" value={search.classCode} onChange={(event) => set({ classCode: event.target.value })}>
              <option value="">{t('common.all')}</option>
              {classes?.map((entry) => (
                <option key={entry.id} value={entry.code}>
                  {named(entry.name, entry.nameEn)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label={t('filter.pending')}>
          {(control) => (
            <select {...control} className="in" value={search.pending} onChange={(event) => set({ pending: event.target.value })}>
              <option value="">{t('common.all')}</option>
              <option value="extension">{t('queue.pendingExtension')}</option>
              <option value="suspension">{t('queue.pendingSuspension')}</option>
              <option value="appeal">{t('queue.pendingAppeal')}</option>
            </select>
          )}
        </Field>
        <Field label={t('filter.from')}>
          {(control) => (
            <input {...control} className="in" type="date" value={search.from} onChange={(event) => set({ from: event.target.value })} />
          )}
        </Field>
        <Field label={t('filter.to')}>
          {(control) => (
            <input {...control} className="in" type="date" value={search.to} onChange={(event) => set({ to: event.target.value })} />
          )}
        </Field>
      </div>
      <div className="filter-foot">
        <label className="check">
          <input
            type="checkbox"
            checked={search.urged === 'true'}
            onChange={(event) => set({ urged: event.target.checked ? 'true' : '' })}
          />
          {t('filter.urged')}
        </label>
        {search.q ? (
          <button type="button" className="chip" aria-pressed="true" onClick={() => set({ q: '' })}>
            {t('filter.q', { q: search.q })} ×
          </button>
        ) : null}
        <button type="button" className="b b-small" onClick={() => onSearch({ ...defaultSearch, view: search.view, sort: search.sort })}>
          {t('queue.clear')}
        </button>
        <button type="button" className="b b-small b-accent" onClick={onClose}>
          {t('common.close')}
        </button>
      </div>
    </section>
  );
}
