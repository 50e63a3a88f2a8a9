import type { Role } from '@chengmai/kernel/lifecycle/roles.ts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { peopleQuery, unitsQuery } from '../api/people.ts';
import { useWords } from '../i18n/words.ts';
import { formatRate } from '../time/format.ts';
import type { ControlProps } from './action-field.tsx';

/** The suggested units as cards with the reason and the record of each; any other unit through the list. */
export function UnitPicker({ control, detail, draft, set }: ControlProps) {
  const { t, pick } = useWords();
  const { data: units } = useQuery(unitsQuery);
  const suggested = detail.suggestedUnits;
  const elsewhere = draft.unitId !== undefined && !suggested.some((each) => each.unitId === draft.unitId);
  const [listOpen, setListOpen] = useState(elsewhere || suggested.length === 0);
  return (
    <div className="ops" role="radiogroup" aria-label={t('input.unitId')}>
      {suggested.map((unit) => (
        <label key={unit.unitId} className={draft.unitId === unit.unitId ? 'op on' : 'op'}>
          <input
            type="radio"
            name="unitId"
            value={unit.unitId}
            checked={draft.unitId === unit.unitId}
            onChange={() => set({ unitId: unit.unitId })}
          />
          <span className="k">{t('unit.open', { n: unit.open })}</span>
          <b>{unit.name}</b>
          <span className="op-why">
            {pick(unit.why)}
            {unit.closed > 0
              ? `　${t('unit.inTime', { rate: formatRate(unit.inTime / unit.closed), inTime: unit.inTime, closed: unit.closed })}`
              : ''}
          </span>
        </label>
      ))}
      {listOpen ? (
        <select {...control} className="in" value={draft.unitId ?? ''} onChange={(event) => set({ unitId: event.target.value })}>
          <option value="">{t('unit.choose')}</option>
          {units
            ?.filter((unit) => !unit.disabled && unit.kind !== 'centre')
            .map((unit) => (
              <option key={unit.id} value={unit.id}>
                {unit.name}
              </option>
            ))}
        </select>
      ) : (
        <button type="button" className="plain on" onClick={() => setListOpen(true)}>
          {t('unit.other')}
        </button>
      )}
    </div>
  );
}

const roleOf: Readonly<Record<string, Role>> = {
  handlerId: 'handler',
  collectorId: 'collector',
  acceptorId: 'acceptor',
  secondPersonId: 'shift_leader',
};

export function PersonPicker({ control, name, detail, draft, set }: ControlProps) {
  const { t } = useWords();
  const role = roleOf[name] ?? 'handler';
  const unitId = name === 'handlerId' && detail.unitId ? detail.unitId : undefined;
  const { data: people } = useQuery(peopleQuery({ role, ...(unitId ? { unitId } : {}) }));
  const key = name as 'handlerId';
  return (
    <select {...control} className="in" value={draft[key] ?? ''} onChange={(event) => set({ [key]: event.target.value })}>
      <option value="">{t(name === 'collectorId' ? 'person.nearest' : 'person.choose')}</option>
      {people
        ?.filter((person) => !person.disabled)
        .map((person) => (
          <option key={person.id} value={person.id}>
            {person.name}
            {person.unitName ? ` · ${person.unitName}` : ''}
          </option>
        ))}
    </select>
  );
}
