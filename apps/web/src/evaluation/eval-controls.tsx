import { useQuery } from '@tanstack/react-query';
import { unitsQuery } from '../api/people.ts';
import { useWords } from '../i18n/words.ts';
import { AreaSelect } from '../ui/area-select.tsx';
import { Field } from '../ui/field.tsx';
import { countEntries, rateEntries } from './dictionary.ts';
import { type EvalSearch, groupingChoices, type PresetPeriod, periodOf } from './eval-search.ts';

interface ControlsProps {
  readonly search: EvalSearch;
  readonly set: (change: Partial<EvalSearch>) => void;
  /** Scores choose their formula elsewhere. */
  readonly withoutMetric?: boolean;
}

const presets: readonly PresetPeriod[] = ['month', 'lastMonth', 'year'];

export function EvalControls({ search, set, withoutMetric }: ControlsProps) {
  const { t, pick, named } = useWords();
  const { data: units } = useQuery(unitsQuery);
  const groups = [
    ['rate', rateEntries],
    ['count', countEntries],
  ] as const;
  return (
    <section className={withoutMetric ? 'card eval-controls short' : 'card eval-controls'} aria-label={t('eval.controls')}>
      {withoutMetric ? null : (
        <Field label={t('eval.metric')}>
          {(control) => (
            <select {...control} className="in" value={search.metric} onChange={(event) => set({ metric: event.target.value })}>
              {groups.map(([kind, entries]) => (
                <optgroup key={kind} label={t(`eval.kind.${kind}`)}>
                  {entries.map((entry) => (
                    <option key={entry.id} value={entry.id}>
                      {pick(entry)}
                    </option>
                  ))}
                </optgroup>
              ))}
            </select>
          )}
        </Field>
      )}
      {withoutMetric ? null : (
        <Field label={t('eval.by')}>
          {(control) => (
            <select {...control} className="in" value={search.by} onChange={(event) => set({ by: event.target.value as EvalSearch['by'] })}>
              {groupingChoices.map((by) => (
                <option key={by} value={by}>
                  {t(`by.${by}`)}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
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
      <Field label={t('eval.from')}>
        {(control) => (
          <input
            {...control}
            className="in"
            type="date"
            value={search.from}
            max={search.to}
            onChange={(event) => set({ from: event.target.value })}
          />
        )}
      </Field>
      <Field label={t('eval.to')}>
        {(control) => (
          <input
            {...control}
            className="in"
            type="date"
            value={search.to}
            min={search.from}
            onChange={(event) => set({ to: event.target.value })}
          />
        )}
      </Field>
      <div className="eval-presets">
        {presets.map((preset) => {
          const period = periodOf(preset, Date.now());
          const on = period.from === search.from && period.to === search.to;
          return (
            <button key={preset} type="button" className="chip" aria-pressed={on} onClick={() => set(period)}>
              {t(`period.${preset}`)}
            </button>
          );
        })}
      </div>
    </section>
  );
}
