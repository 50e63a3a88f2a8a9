import { useQuery } from '@tanstack/react-query';
import { peopleQuery, unitsQuery } from '../api/people.ts';
import { useWords, type WordKey } from '../i18n/words.ts';
import { zh } from '../i18n/zh.ts';

const isWord = (key: string): key is WordKey => key in zh;

/** Readable actions and subjects of the trail; what has no word or name yet is shown as it was written. */
export function useAuditWords(): { actionWord: (action: string) => string; subjectWord: (subject: string) => string } {
  const { t } = useWords();
  const { data: people } = useQuery(peopleQuery({}));
  const { data: units } = useQuery(unitsQuery);
  const nameOf = (kind: string, id: string) => {
    if (kind === 'user') return people?.find((person) => person.id === id)?.name;
    return kind === 'unit' ? units?.find((unit) => unit.id === id)?.name : undefined;
  };
  return {
    actionWord: (action) => {
      const key = `auditAct.${action}`;
      return isWord(key) ? t(key) : action;
    },
    subjectWord: (subject) => {
      const [kind = '', id = ''] = subject.split(':', 2);
      const key = `auditKind.${kind}`;
      return id && isWord(key) ? `${t(key)} ${nameOf(kind, id) ?? id}` : subject;
    },
  };
}
