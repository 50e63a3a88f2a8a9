import type { DuplicateSuggestion } from '@chengmai/modules/cases/contract.ts';
import { useWords } from '../i18n/words.ts';
import { formatAt } from '../time/format.ts';
import { LETTERS } from './duplicate-letters.ts';
import { Reasons } from './duplicate-reasons.tsx';
import { useStateWord } from './queue-row.tsx';

interface ListProps {
  readonly suggestions: readonly DuplicateSuggestion[] | undefined;
  readonly joinCaseId: string | undefined;
  readonly onJoin: (caseId: string | undefined) => void;
}

/** Is it known already? Said while the report is written, so that one problem stays one case. */
export function SuggestionList({ suggestions, joinCaseId, onJoin }: ListProps) {
  const { t } = useWords();
  const stateWord = useStateWord();
  return (
    <aside className="report-near" aria-label={t('dup.label')} aria-live="polite">
      <h3>{t('dup.label')}</h3>
      {suggestions === undefined ? <p>{t('report.nearWhen')}</p> : null}
      {suggestions?.length === 0 ? <p>{t('dup.none')}</p> : null}
      <ol>
        {suggestions?.map((each, index) => (
          <li key={each.caseId} className={each.excludedBecause ? 'dup no' : 'dup'}>
            <span className="l">{LETTERS[index]}</span>
            <span className="dup-t">
              {each.className}　{formatAt(each.reportedAt, Date.now())}　{stateWord(each.state)}
            </span>
            <span className={each.score === null ? 'sc missing' : 'sc'}>{each.score === null ? '—' : each.score.toFixed(2)}</span>
            <Reasons suggestion={each} />
            {each.excludedBecause ? null : (
              <div className="act">
                <button
                  type="button"
                  className={joinCaseId === each.caseId ? 'b b-small b-primary' : 'b b-small'}
                  aria-pressed={joinCaseId === each.caseId}
                  onClick={() => onJoin(joinCaseId === each.caseId ? undefined : each.caseId)}
                >
                  {t('report.same')}
                </button>
              </div>
            )}
          </li>
        ))}
      </ol>
    </aside>
  );
}
