import type { ClassEntry } from '@chengmai/modules/catalogue/contract.ts';
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { classesQuery } from '../api/places.ts';
import { useWords } from '../i18n/words.ts';
import './class-search.css';

const SHOWN = 30;

interface ClassSearchProps {
  readonly control: { id: string; 'aria-describedby'?: string; 'aria-invalid'?: true; required?: true };
  readonly value: string;
  readonly onChange: (entry: ClassEntry | null) => void;
}

/** Matches every typed word against the name, the major class and the code. */
export function matchClasses(classes: readonly ClassEntry[], text: string): readonly ClassEntry[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const hay = (entry: ClassEntry) => `${entry.name} ${entry.nameEn ?? ''} ${entry.majorName} ${entry.code}`.toLowerCase();
  return classes.filter((entry) => words.every((word) => hay(entry).includes(word)));
}

/** A combobox over the catalogue (WAI-ARIA 1.2, list autocomplete). */
export function ClassSearch({ control, value, onChange }: ClassSearchProps) {
  const { t, language } = useWords();
  const { data: classes = [] } = useQuery(classesQuery);
  const listId = useId();
  const [text, setText] = useState<string | null>(null);
  const [at, setAt] = useState(0);
  const chosen = classes.find((entry) => entry.code === value);
  const nameOf = (entry: ClassEntry) => (language === 'en' && entry.nameEn ? entry.nameEn : entry.name);
  const found = text === null ? [] : matchClasses(classes, text).slice(0, SHOWN);
  const open = text !== null;
  const choose = (entry: ClassEntry) => {
    onChange(entry);
    setText(null);
  };
  return (
    <div className="combo">
      <input
        {...control}
        className="in"
        role="combobox"
        aria-expanded={open}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={open && found[at] ? `${listId}-${at}` : undefined}
        autoComplete="off"
        placeholder={t('class.search')}
        value={text ?? (chosen ? nameOf(chosen) : '')}
        onFocus={(event) => event.target.select()}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onBlur={() => setText(null)}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
            event.preventDefault();
            if (!open) setText('');
            else setAt((at + (event.key === 'ArrowDown' ? 1 : -1) + found.length) % Math.max(1, found.length));
          }
          if (event.key === 'Enter' && open && found[at]) {
            event.preventDefault();
            choose(found[at]);
          }
          if (event.key === 'Escape' && open) {
            event.stopPropagation();
            event.preventDefault();
            setText(null);
          }
        }}
      />
      {open ? (
        <div className="combo-list" id={listId} role="listbox" tabIndex={-1} aria-label={t('input.classCode')}>
          {found.map((entry, index) => (
            <div
              key={entry.id}
              id={`${listId}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === at}
              // The list must not take the focus from the field before the click counts.
              onPointerDown={(event) => {
                event.preventDefault();
                choose(entry);
              }}
            >
              <b>{nameOf(entry)}</b> <span>{entry.majorName}</span> <code>{entry.code}</code>
            </div>
          ))}
          {found.length === 0 ? <p className="combo-none">{t('class.notFound')}</p> : null}
        </div>
      ) : null}
    </div>
  );
}
