import { Refusal } from '../api/http.ts';
import { useWords, type WordKey } from '../i18n/words.ts';

const wordOf: Readonly<Record<string, WordKey>> = {
  metric: 'eval.metric',
  by: 'eval.by',
  from: 'eval.from',
  to: 'eval.to',
  area: 'filter.area',
  unit: 'filter.unit',
  classCode: 'filter.class',
};

interface FieldProblem {
  readonly field: string;
  readonly problem?: string;
}

/** The fields that the server refused, by the names that stand above them. */
export function WrongFields({ failure }: { failure: unknown }) {
  const { t } = useWords();
  const errors = failure instanceof Refusal && Array.isArray(failure.problem.errors) ? (failure.problem.errors as FieldProblem[]) : [];
  if (errors.length === 0) return null;
  const names = errors.map(({ field }) => {
    const word = wordOf[field.split('.').at(-1) ?? ''];
    return word ? t(word) : field;
  });
  return <p>{t('eval.wrongField', { field: [...new Set(names)].join(t('common.listSeparator')) })}</p>;
}
