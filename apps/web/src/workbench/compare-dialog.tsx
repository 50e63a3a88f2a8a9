import type { DuplicateSuggestion } from '@chengmai/modules/cases/contract.ts';
import { useQuery } from '@tanstack/react-query';
import { type CaseDetail, detailQuery } from '../api/cases.ts';
import { useWords } from '../i18n/words.ts';
import { formatAt } from '../time/format.ts';
import { shortNumber } from '../time/short-number.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Failure, Loading } from '../ui/notice.tsx';
import { Reasons } from './duplicate-reasons.tsx';
import { useStateWord } from './queue-row.tsx';

function Side({ detail, title }: { detail: CaseDetail; title: string }) {
  const { named } = useWords();
  const stateWord = useStateWord();
  const photo = detail.photos[0];
  return (
    <section className="compare-side">
      <h3>
        {title} <code>{shortNumber(detail.number)}</code>
      </h3>
      {photo ? <img src={photo.url} alt={title} /> : <div className="compare-none">—</div>}
      <p>
        <b>{named(detail.className, detail.classNameEn)}</b>　{stateWord(detail.state)}　{formatAt(detail.reportedAt, Date.now())}
      </p>
      <p>{detail.place}</p>
      <p>{detail.description}</p>
    </section>
  );
}

/** Both cases side by side, so that a merge is judged by eye. */
export function CompareDialog({
  detail,
  suggestion,
  onClose,
}: {
  detail: CaseDetail;
  suggestion: DuplicateSuggestion;
  onClose: () => void;
}) {
  const { t } = useWords();
  const { data: other, error } = useQuery(detailQuery(suggestion.caseId));
  return (
    <Dialog title={t('dup.compare')} onClose={onClose} widthPx={960} footer={<Reasons suggestion={suggestion} />}>
      <div className="compare">
        <Side detail={detail} title={t('dup.this')} />
        {other ? <Side detail={other} title={t('dup.other')} /> : error ? <Failure failure={error} /> : <Loading />}
      </div>
    </Dialog>
  );
}
