import type { AllowedAction } from '@chengmai/modules/cases/contract.ts';
import { useRef } from 'react';
import { useWords } from '../i18n/words.ts';
import { Kbd } from '../ui/kbd.tsx';
import { keyOf } from './action-keys.ts';

/** So many verbs stand beside the primary one; the rest are behind "more". */
const BESIDE = 2;

interface VerbsProps {
  readonly actions: readonly AllowedAction[];
  readonly chosen: string | null;
  readonly onChoose: (action: AllowedAction) => void;
}

export function ActionVerbs({ actions, chosen, onChoose }: VerbsProps) {
  const { t, pick } = useWords();
  const more = useRef<HTMLDetailsElement>(null);
  const others = actions.filter((each) => each.action !== chosen && each.action !== 'comment');
  const ranked = [...others].sort((a, b) => rank(a, actions) - rank(b, actions));
  // What is blocked is explained in the list, not in the row of buttons.
  const beside = ranked.filter((each) => each.blockedBy === null).slice(0, BESIDE);
  const rest = ranked.filter((each) => !beside.includes(each));
  const verb = (action: AllowedAction) => {
    const key = keyOf(action, actions);
    return (
      <button
        key={action.action}
        type="button"
        className="b"
        disabled={action.blockedBy !== null}
        title={action.blockedBy?.title}
        aria-keyshortcuts={key ?? undefined}
        onClick={() => {
          if (more.current) more.current.open = false;
          onChoose(action);
        }}
      >
        {pick(action)}
        {key ? <Kbd>{key}</Kbd> : null}
        {action.blockedBy ? <small>{action.blockedBy.title}</small> : null}
      </button>
    );
  };
  return (
    <>
      {beside.map(verb)}
      {rest.length > 0 ? (
        <details className="more" ref={more}>
          <summary className="b">{t('common.more')}</summary>
          <div className="more-list">{rest.map(verb)}</div>
        </details>
      ) : null}
    </>
  );
}

/** Allowed before blocked, with a key before without. */
const rank = (action: AllowedAction, all: readonly AllowedAction[]): number => (action.blockedBy ? 2 : 0) + (keyOf(action, all) ? 0 : 1);
