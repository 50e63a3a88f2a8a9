import type { ImportOutcome } from '@chengmai/modules/catalogue/contract.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { call } from '../api/http.ts';
import { useWords } from '../i18n/words.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Field } from '../ui/field.tsx';
import { Failure } from '../ui/notice.tsx';
import { toast } from '../ui/toasts.tsx';

type Refused = ImportOutcome['refused'][number];

function Outcome({ outcome }: { outcome: ImportOutcome }) {
  const { t } = useWords();
  const figures = [
    ['import.rows', outcome.rows],
    ['import.classesAdded', outcome.classesAdded],
    ['import.classesChanged', outcome.classesChanged],
    ['import.conditionsAdded', outcome.conditionsAdded],
    ['import.conditionsClosed', outcome.conditionsClosed],
    ['import.conditionsUnchanged', outcome.conditionsUnchanged],
    ['import.refused', outcome.refused.length],
  ] as const;
  return (
    <>
      <table className="t">
        <tbody>
          {figures.map(([word, n]) => (
            <tr key={word}>
              <td>{t(word)}</td>
              <td className="num">{n}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {outcome.refused.length > 0 ? (
        <ul className="import-refused">
          {outcome.refused.slice(0, 50).map((row: Refused) => (
            <li key={JSON.stringify(row)}>
              {Object.values(row)
                .filter((value) => value !== null)
                .join(' · ')}
            </li>
          ))}
        </ul>
      ) : null}
    </>
  );
}

/** Always a dry run first: what would be added, changed and refused; the same file is then applied. */
export function CatalogueImport({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const queries = useQueryClient();
  const form = useRef<HTMLFormElement>(null);
  const [tried, setTried] = useState<ImportOutcome | null>(null);
  const send = useMutation({
    mutationFn: (dryRun: boolean) => {
      const body = new FormData(form.current!);
      // Fields stand before the file: the server reads a multipart body in order.
      const ordered = new FormData();
      for (const name of ['edition', 'skipRefused']) ordered.set(name, String(body.get(name) ?? 'false'));
      ordered.set('dryRun', String(dryRun));
      ordered.set('file', body.get('file') as File);
      return call<ImportOutcome>('POST', '/api/catalogue/import', ordered);
    },
    onSuccess: (outcome) => {
      setTried(outcome);
      if (!outcome.applied) return;
      void queries.invalidateQueries({ queryKey: ['catalogue'] });
      toast.done(t('import.applied', { n: outcome.conditionsAdded }));
      onClose();
    },
  });
  return (
    <Dialog
      title={t('classes.import')}
      onClose={onClose}
      footer={
        <>
          <button type="submit" form="catalogue-import" className="b" disabled={send.isPending}>
            {t('import.try')}
          </button>
          <button type="button" className="b b-primary" disabled={!tried || send.isPending} onClick={() => send.mutate(false)}>
            {t('import.apply')}
          </button>
        </>
      }
    >
      <form
        id="catalogue-import"
        ref={form}
        className="stack"
        onChange={() => setTried(null)}
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          send.mutate(true);
        }}
      >
        <Field label={t('import.file')} required hint={t('import.fileHint')}>
          {(control) => <input {...control} className="in" type="file" name="file" accept=".xlsx" />}
        </Field>
        <Field label={t('import.edition')}>
          {(control) => (
            <select {...control} className="in" name="edition">
              <option value="2026">GB/T 47678.5-2026</option>
              <option value="2013">GB/T 30428.2-2013</option>
            </select>
          )}
        </Field>
        <label className="check">
          <input type="checkbox" name="skipRefused" value="true" />
          {t('import.skip')}
        </label>
      </form>
      {send.error ? <Failure failure={send.error} /> : null}
      {tried ? <Outcome outcome={tried} /> : null}
    </Dialog>
  );
}
