import type { DuplicateSuggestion } from '@chengmai/modules/cases/contract.ts';
import { useWords } from '../i18n/words.ts';

/** Reasons stand as they were computed; the missing ones say that they are missing. */
export function Reasons({ suggestion }: { suggestion: DuplicateSuggestion }) {
  const { pick } = useWords();
  return (
    <div className="why">
      {suggestion.reasons.map((reason) => (
        <span key={reason.kind} className={reason.value === null ? 'missing' : undefined}>
          {pick(reason)}
        </span>
      ))}
      {suggestion.excludedBecause ? <span>{pick(suggestion.excludedBecause)}</span> : null}
    </div>
  );
}
