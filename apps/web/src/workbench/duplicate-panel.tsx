import type { DuplicateSuggestion } from '@chengmai/modules/cases/contract.ts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { type CaseDetail, duplicatesQuery } from '../api/cases.ts';
import { useWords } from '../i18n/words.ts';
import { formatAt } from '../time/format.ts';
import { shortNumber } from '../time/short-number.ts';
import { useNow } from '../time/use-now.ts';
import { Failure, Loading } from '../ui/notice.tsx';
import { CompareDialog } from './compare-dialog.tsx';
import { LETTERS } from './duplicate-letters.ts';
import { Reasons } from './duplicate-reasons.tsx';
import { useStateWord } from './queue-row.tsx';
import { useMerge } from './use-case-action.ts';
import { useTellApart } from './use-tell-apart.ts';

interface CandidateProps {
  readonly detail: CaseDetail;
  readonly suggestion: DuplicateSuggestion;
  readonly letter: string;
}

function Candidate({ detail, suggestion, letter }: CandidateProps) {
  const { t } = useWords();
  const now = useNow(60_000);
  const stateWord = useStateWord();
  const merge = useMerge();
  const [comparing, setComparing] = useState(false);
  const apart = useTellApart(detail.id, suggestion.caseId);
  const excluded = suggestion.excludedBecause !== null;
  const mayMerge = detail.actions.some((each) => ['merge', 'absorb'].includes(each.action) && each.blockedBy === null);
  return (
    <li className={excluded ? 'dup no' : 'dup'}>
      <span className="l">{letter}</span>
      <Link className="dup-t n" to="/cases/{-$caseId}" params={{ caseId: suggestion.caseId }} search={true} title={suggestion.number}>
        {shortNumber(suggestion.number)}　{suggestion.className}　{formatAt(suggestion.reportedAt, now)}
      </Link>
      <span className={suggestion.score === null ? 'sc missing' : 'sc'} title={t('dup.score')}>
        {suggestion.score === null ? '—' : suggestion.score.toFixed(2)}
      </span>
      <Reasons suggestion={suggestion} />
      {excluded ? null : (
        <div className="act">
          {mayMerge ? (
            <button
              type="button"
              className={suggestion.verdict === 'same' ? 'b b-small b-accent' : 'b b-small'}
              disabled={merge.isPending}
              onClick={() => merge.mutate({ from: suggestion, into: detail })}
            >
              {t('dup.mergeHere')}
            </button>
          ) : null}
          <button type="button" className="b b-small" onClick={() => setComparing(true)}>
            {t('dup.compare')}
          </button>
          {mayMerge ? (
            <button type="button" className="b b-small" disabled={apart.isPending} onClick={() => apart.mutate(true)}>
              {t('dup.notSame')}
            </button>
          ) : null}
          <span className="dup-state">{stateWord(suggestion.state)}</span>
        </div>
      )}
      {suggestion.toldApart && mayMerge ? (
        <div className="act">
          <button type="button" className="b b-small" disabled={apart.isPending} onClick={() => apart.mutate(false)}>
            {t('dup.takeBack')}
          </button>
        </div>
      ) : null}
      {comparing ? <CompareDialog detail={detail} suggestion={suggestion} onClose={() => setComparing(false)} /> : null}
    </li>
  );
}

export function DuplicatePanel({ detail }: { detail: CaseDetail }) {
  const { t } = useWords();
  const { data, error, isPending, refetch } = useQuery(duplicatesQuery(detail.id));
  const candidates = data?.filter((each) => each.excludedBecause === null).length ?? 0;
  return (
    <section className="card dp" aria-label={t('dup.label')} id="case-duplicates" tabIndex={-1}>
      <h2>
        {data ? t('dup.title', { n: candidates }) : t('dup.label')} <span>{t('dup.note')}</span>
      </h2>
      {isPending ? <Loading /> : null}
      {error ? <Failure failure={error} onRetry={() => void refetch()} /> : null}
      {data?.length === 0 ? <p className="dup-none">{t('dup.none')}</p> : null}
      <ol>
        {data?.slice(0, LETTERS.length).map((suggestion, index) => (
          <Candidate key={suggestion.caseId} detail={detail} suggestion={suggestion} letter={LETTERS[index]!} />
        ))}
      </ol>
      {detail.links.length > 0 ? (
        <ul className="links" aria-label={t('links.title')}>
          {detail.links.map((link) => (
            <li key={`${link.kind}-${link.caseId}`}>
              {t(`link.${link.kind}`)}{' '}
              <Link className="n" to="/cases/{-$caseId}" params={{ caseId: link.caseId }} search={true}>
                {shortNumber(link.number)}　{link.title}
              </Link>
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  );
}
