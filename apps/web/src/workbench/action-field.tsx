import type { ComponentType } from 'react';
import type { CaseDetail } from '../api/cases.ts';
import { useWords, type WordKey } from '../i18n/words.ts';
import { Field } from '../ui/field.tsx';
import type { Draft } from './action-draft.ts';
import { CasePicker, ClassPicker, ConditionPicker } from './field-case.tsx';
import { PersonPicker, UnitPicker } from './field-people.tsx';
import { DayPicker, KindPicker, PartsField, PhotosField, SatisfactionPicker, TickBox, YesNo } from './field-plain.tsx';
import type { Input } from './use-case-action.ts';

export interface ControlProps {
  /** Id and ARIA of the label around it. */
  readonly control: { id: string; 'aria-describedby'?: string; 'aria-invalid'?: true; required?: true };
  readonly name: keyof Input;
  readonly action: string;
  readonly detail: CaseDetail;
  readonly draft: Draft;
  readonly set: (change: Partial<Draft>) => void;
}

function ReasonField({ control, draft, set, action }: ControlProps) {
  const { t } = useWords();
  return (
    <textarea
      {...control}
      className="in"
      rows={3}
      maxLength={2000}
      placeholder={t(action === 'dispatch' ? 'action.dispatchHint' : 'action.reasonHint')}
      value={draft.reason ?? ''}
      onChange={(event) => set({ reason: event.target.value })}
    />
  );
}

/** One control for each input of the lifecycle. */
const controls: Readonly<Partial<Record<keyof Input, ComponentType<ControlProps>>>> = {
  reason: ReasonField,
  unitId: UnitPicker,
  handlerId: PersonPicker,
  collectorId: PersonPicker,
  acceptorId: PersonPicker,
  secondPersonId: PersonPicker,
  conditionId: ConditionPicker,
  classCode: ClassPicker,
  caseId: CasePicker,
  passed: YesNo,
  granted: YesNo,
  until: DayPicker,
  kind: KindPicker,
  replyRequired: TickBox,
  satisfaction: SatisfactionPicker,
  photoIds: PhotosField,
  parts: PartsField,
};

type FieldProps = Omit<ControlProps, 'control'> & { readonly required: boolean; readonly error: string | undefined };

export function ActionField({ required, error, ...props }: FieldProps) {
  const { t } = useWords();
  const Control = controls[props.name];
  if (!Control) return null;
  const word: WordKey = props.name === 'reason' && props.action === 'comment' ? 'history.comment' : `input.${props.name as 'reason'}`;
  return (
    <Field label={t(word)} required={required} error={error}>
      {(control) => <Control {...props} control={control} />}
    </Field>
  );
}
