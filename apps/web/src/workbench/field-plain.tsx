import type { Photo } from '@chengmai/modules/cases/contract.ts';
import { useRef, useState } from 'react';
import { useWords, type WordKey } from '../i18n/words.ts';
import { formatDay } from '../time/format.ts';
import { ClassSearch } from '../ui/class-search.tsx';
import { photoStageOf, photosAtHand } from './action-draft.ts';
import type { ControlProps } from './action-field.tsx';
import { PhotoInput } from './photo-input.tsx';

function Choice<T>({
  name,
  options,
  value,
  onChange,
  label,
}: {
  name: string;
  label: string;
  options: readonly (readonly [T, string])[];
  value: T | undefined;
  onChange: (value: T) => void;
}) {
  return (
    <div className="seg" role="radiogroup" aria-label={label}>
      {options.map(([option, word]) => (
        <label key={word} className={value === option ? 'on' : undefined}>
          <input type="radio" name={name} checked={value === option} onChange={() => onChange(option)} />
          {word}
        </label>
      ))}
    </div>
  );
}

/** The words of yes and no depend on what is asked: whether the problem exists, whether it is gone, whether it is granted. */
const yesNoWords: Readonly<Record<string, readonly [WordKey, WordKey]>> = {
  answer_pre_check: ['answer.exists', 'answer.notExists'],
  answer_post_check: ['answer.gone', 'answer.notGone'],
  review_application: ['answer.granted', 'answer.refused'],
  review_appeal: ['answer.granted', 'answer.refused'],
};

export function YesNo({ name, action, draft, set }: ControlProps) {
  const { t } = useWords();
  const [yes, no] = yesNoWords[action] ?? ['answer.passed', 'answer.failed'];
  const key = name as 'passed';
  const options = [
    [true, t(yes)],
    [false, t(no)],
  ] as const;
  return (
    <Choice<boolean>
      name={name}
      label={t(`input.${key}`)}
      options={options}
      value={draft[key]}
      onChange={(value) => set({ [key]: value })}
    />
  );
}

export function SatisfactionPicker({ draft, set }: ControlProps) {
  const { t } = useWords();
  const values = ['very_satisfied', 'satisfied', 'dissatisfied'] as const;
  const options = values.map((value) => [value, t(`satisfaction.${value}`)] as const);
  return (
    <Choice<(typeof values)[number]>
      name="satisfaction"
      label={t('input.satisfaction')}
      options={options}
      value={draft.satisfaction}
      onChange={(satisfaction) => set({ satisfaction })}
    />
  );
}

export function DayPicker({ control, draft, set }: ControlProps) {
  const today = formatDay(Date.now());
  return (
    <input
      {...control}
      className="in"
      type="date"
      min={today}
      value={draft.until ?? ''}
      onChange={(event) => set({ until: event.target.value })}
    />
  );
}

export function KindPicker({ control, draft, set }: ControlProps) {
  const { t } = useWords();
  return (
    <select {...control} className="in" value={draft.kind ?? 'important'} onChange={(event) => set({ kind: event.target.value })}>
      {(['important', 'overdue', 'leader'] as const).map((kind) => (
        <option key={kind} value={kind}>
          {t(`urge.${kind}`)}
        </option>
      ))}
    </select>
  );
}

export function TickBox({ control, draft, set }: ControlProps) {
  const { t } = useWords();
  return (
    <span className="check">
      <input
        {...control}
        type="checkbox"
        checked={draft.replyRequired ?? false}
        onChange={(event) => set({ replyRequired: event.target.checked })}
      />
      {t('urge.reply')}
    </span>
  );
}

export function PhotosField({ action, detail, set }: ControlProps) {
  const { t } = useWords();
  const [taken, setTaken] = useState<readonly Photo[]>([]);
  // Several uploads of one choice end in the same render: the ids must not come from it.
  const ids = useRef<readonly string[]>([]);
  const stage = photoStageOf(action);
  const known = photosAtHand(action, detail).filter((photo) => !taken.some((each) => each.id === photo.id));
  const add = (photo: Photo) => {
    setTaken((photos) => [...photos, photo]);
    ids.current = [...ids.current, photo.id];
    set({ photoIds: [...ids.current] });
  };
  return (
    <div className="thumbs">
      {[...known, ...taken].map((photo) => (
        <img key={photo.id} src={`${photo.url}?size=thumb`} alt={t(`photo.${photo.stage}`)} />
      ))}
      <PhotoInput stage={stage} caseId={detail.id} onPhoto={add} className="b thumb-add">
        {t('photo.take', { stage: t(`photo.${stage}`) })}
      </PhotoInput>
    </div>
  );
}

/** The parts of a split: each becomes a report of its own. */
export function PartsField({ control, draft, set }: ControlProps) {
  const { t } = useWords();
  const parts = draft.parts ?? [];
  const change = (index: number, part: { classCode: string; description: string }) => set({ parts: parts.with(index, part) });
  return (
    <div className="ops">
      {parts.map((part, index) => (
        <div className="part" key={`part-${String(index)}`}>
          <ClassSearch
            control={{ id: `${control.id}-${index}` }}
            value={part.classCode}
            onChange={(entry) => change(index, { ...part, classCode: entry?.code ?? '' })}
          />
          <input
            className="in"
            aria-label={t('fact.description')}
            placeholder={t('fact.description')}
            value={part.description}
            onChange={(event) => change(index, { ...part, description: event.target.value })}
          />
        </div>
      ))}
      <button
        type="button"
        id={control.id}
        className="b b-small"
        onClick={() => set({ parts: [...parts, { classCode: '', description: '' }] })}
      >
        ＋ {t('part.add')}
      </button>
    </div>
  );
}
