import type { Division } from '@chengmai/modules/areas/contract.ts';
import { useQuery } from '@tanstack/react-query';
import type { SelectHTMLAttributes } from 'react';
import { divisionsQuery } from '../api/places.ts';
import { useWords } from '../i18n/words.ts';

type Props = Omit<SelectHTMLAttributes<HTMLSelectElement>, 'value' | 'onChange'> & {
  readonly value: string;
  readonly onChange: (code: string) => void;
  /** Only communities can be chosen; otherwise any level. */
  readonly communitiesOnly?: boolean;
};

/** Streets with their communities as a native select: searchable by typing, and a wheel on a phone. */
export function AreaSelect({ value, onChange, communitiesOnly, ...control }: Props) {
  const { t, named } = useWords();
  const { data: divisions = [] } = useQuery(divisionsQuery);
  const children = (parent: string) => divisions.filter((each) => each.parent === parent);
  const option = (division: Division) => (
    <option key={division.code} value={division.code}>
      {named(division.name, division.nameEn)}
    </option>
  );
  return (
    <select {...control} className="in" value={value} onChange={(event) => onChange(event.target.value)}>
      <option value="">{t(communitiesOnly ? 'area.choose' : 'common.all')}</option>
      {communitiesOnly ? null : divisions.filter((each) => each.level === 'city' || each.level === 'district').map(option)}
      {divisions
        .filter((each) => each.level === 'street')
        .map((street) => (
          <optgroup key={street.code} label={named(street.name, street.nameEn)}>
            {communitiesOnly ? null : <option value={street.code}>{t('area.whole', { name: named(street.name, street.nameEn) })}</option>}
            {children(street.code).map(option)}
          </optgroup>
        ))}
    </select>
  );
}
