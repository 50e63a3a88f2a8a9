import { type ReactNode, useId } from 'react';
import { useWords } from '../i18n/words.ts';
import './field.css';

interface FieldProps {
  readonly label: string;
  readonly required?: boolean | undefined;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
  readonly children: (control: { id: string; 'aria-describedby'?: string; 'aria-invalid'?: true; required?: true }) => ReactNode;
}

/** Label, control, hint and error tied together for everybody. */
export function Field({ label, required, hint, error, children }: FieldProps) {
  const id = useId();
  const { t } = useWords();
  const noteId = hint || error ? `${id}-note` : undefined;
  return (
    <div className="field">
      <label htmlFor={id}>
        {label}
        {required ? (
          <abbr className="field-required" title={t('common.required')}>
            *
          </abbr>
        ) : null}
      </label>
      {children({
        id,
        ...(noteId ? { 'aria-describedby': noteId } : {}),
        ...(error ? { 'aria-invalid': true as const } : {}),
        ...(required ? { required: true as const } : {}),
      })}
      {noteId ? (
        <div id={noteId} className={error ? 'field-error' : 'field-hint'}>
          {error ?? hint}
        </div>
      ) : null}
    </div>
  );
}
