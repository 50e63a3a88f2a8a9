import type { AllowedAction } from '@chengmai/modules/cases/contract.ts';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import type { CaseDetail } from '../api/cases.ts';
import { Refusal } from '../api/http.ts';
import { useCommands } from '../app/use-commands.ts';
import { useWords } from '../i18n/words.ts';
import { Failure } from '../ui/notice.tsx';
import { toast } from '../ui/toasts.tsx';
import { cleanDraft, type Draft, fieldKey, firstDraft, missing, withPhotos } from './action-draft.ts';
import { ActionField } from './action-field.tsx';
import { actionCommands, actionOf, keyOf } from './action-keys.ts';
import { ActionVerbs } from './action-verbs.tsx';
import { DeadlinePreview } from './deadline-preview.tsx';
import { usePhotoUploads } from './photo-uploads.ts';
import { undoLast, useCaseAction } from './use-case-action.ts';

/** The step that is the caller's now; without one no form stands open, because every other action is an exception that is chosen on purpose. */
const primaryOf = (actions: readonly AllowedAction[]): AllowedAction | undefined =>
  actions.find((each) => each.primary && each.blockedBy === null);

const allBlocked = (actions: readonly AllowedAction[]): boolean => actions.length > 0 && actions.every((each) => each.blockedBy !== null);

interface PanelProps {
  readonly detail: CaseDetail;
  readonly onNext: (caseId: string | undefined) => void;
}

/** The form of the chosen action, generated from what the server says it needs; the other verbs stand below it. */
export function ActionPanel({ detail }: PanelProps) {
  const { t, pick } = useWords();
  const queries = useQueryClient();
  const form = useRef<HTMLFormElement>(null);
  const [chosenName, setChosenName] = useState<string | null>(null);
  const [drafts, setDrafts] = useState<Readonly<Record<string, Draft>>>({});
  const [touched, setTouched] = useState(false);
  const sending = usePhotoUploads((state) => state.sending);
  const act = useCaseAction(detail, () => {
    setDrafts({});
    setTouched(false);
    setChosenName(null);
  });

  const chosen = detail.actions.find((each) => each.action === chosenName && each.blockedBy === null) ?? primaryOf(detail.actions);
  const draft = chosen ? (drafts[chosen.action] ?? firstDraft(chosen, detail)) : {};
  const lacking = chosen ? missing(chosen, draft, detail) : [];

  const focusFirst = () =>
    requestAnimationFrame(() => {
      const field = form.current?.querySelector<HTMLElement>('.form-fields :is(input, select, textarea):not(:disabled):not(.sr)');
      (field ?? form.current?.querySelector<HTMLElement>('[type=submit]'))?.focus();
    });
  const choose = (action: AllowedAction) => {
    setChosenName(action.action);
    setTouched(false);
    act.reset();
  };
  const submit = () => {
    if (!chosen || act.isPending || sending > 0) return;
    setTouched(true);
    if (lacking.length > 0) {
      focusFirst();
      return;
    }
    act.mutate({ action: chosen.action, verb: pick(chosen), input: cleanDraft(withPhotos(chosen, draft, detail)) });
  };

  /** The key of the chosen action submits it when nothing misses; the key of another one opens its form. */
  const press = (command: (typeof actionCommands)[number]) => {
    const action = actionOf(command, detail.actions);
    if (!action) {
      toast.done(t('action.notNow'));
      return;
    }
    if (action.action === chosen?.action && lacking.length === 0) submit();
    else {
      choose(action);
      focusFirst();
    }
  };
  useCommands({
    ...Object.fromEntries(actionCommands.map((command) => [command, () => press(command)])),
    undo: () => void undoLast(queries),
    map: () => document.getElementById('case-map')?.focus(),
  });

  if (!chosen) {
    return (
      <section className="form form-none" aria-label={t('action.title')} id="case-actions">
        {act.error ? <Failure failure={act.error} /> : null}
        <p>{t(allBlocked(detail.actions) ? 'action.allBlocked' : 'action.none')}</p>
        <div className="go go-none">
          <ActionVerbs
            actions={detail.actions}
            chosen={null}
            onChoose={(action) => {
              choose(action);
              focusFirst();
            }}
          />
        </div>
      </section>
    );
  }
  // A photograph arrives seconds later: it must not undo what was typed meanwhile.
  const set = (change: Partial<Draft>) =>
    setDrafts((all) => ({ ...all, [chosen.action]: { ...(all[chosen.action] ?? firstDraft(chosen, detail)), ...change } }));
  const fields = [...new Map(chosen.fields.map((field) => [fieldKey(field.name), field])).values()].filter(
    (field) => fieldKey(field.name) !== 'reason',
  );
  const key = keyOf(chosen, detail.actions);
  // Who decides reads here what was asked.
  const applied = chosen.action.startsWith('review_') ? detail.history.findLast((entry) => entry.action.startsWith('apply_')) : undefined;
  return (
    <form
      className="form"
      id="case-actions"
      ref={form}
      aria-label={pick(chosen)}
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        submit();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit();
        if (event.key === 'Escape' && event.target instanceof HTMLElement) event.target.blur();
      }}
    >
      <h2>
        {pick(chosen)} <span>{chosen.fields.some((field) => fieldKey(field.name) === 'unitId') ? t('action.unitBasis') : ''}</span>
      </h2>
      {applied ? <p className="form-note">{t('action.applied', { who: applied.actorName, reason: applied.reason ?? '—' })}</p> : null}
      <div className="form-fields">
        {fields.map((field) => (
          <ActionField
            key={field.name}
            name={fieldKey(field.name)}
            action={chosen.action}
            required={field.required}
            detail={detail}
            draft={draft}
            set={set}
            error={touched && lacking.includes(fieldKey(field.name)) ? t('action.fieldMissing') : undefined}
          />
        ))}
        <DeadlinePreview action={chosen.action} detail={detail} draft={draft} />
        <ActionField
          name="reason"
          action={chosen.action}
          required={chosen.needsReason}
          detail={detail}
          draft={draft}
          set={set}
          error={touched && lacking.includes('reason') ? t('action.reasonMissing') : undefined}
        />
      </div>
      {act.error ? <Failure failure={act.error} /> : null}
      {act.error instanceof Refusal && act.error.status === 409 ? (
        <p className="form-note">{t('action.conflict', { n: detail.version })}</p>
      ) : null}
      <div className="go">
        <button type="submit" className="b b-primary" disabled={act.isPending || sending > 0} aria-keyshortcuts={key ?? undefined}>
          {pick(chosen)} {key ? <span className="kbd">{key}</span> : null}
        </button>
        <ActionVerbs
          actions={detail.actions}
          chosen={chosen.action}
          onChoose={(action) => {
            choose(action);
            focusFirst();
          }}
        />
      </div>
    </form>
  );
}
