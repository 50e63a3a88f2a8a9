import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { listQuery } from '../api/cases.ts';
import { useWords } from '../i18n/words.ts';
import { readClock } from '../time/countdown.ts';
import { useNow } from '../time/use-now.ts';
import { Empty, Loading } from '../ui/notice.tsx';
import { markOfLight, StatusShape } from '../ui/status-mark.tsx';
import { defaultSearch } from '../workbench/case-search.ts';
import { Countdown } from '../workbench/countdown.tsx';
import { useStateWord } from '../workbench/queue-row.tsx';
import '../workbench/workbench.css';

const SHOWN = 6;

/** The cases of one's own queue that end first. */
export function NextCases() {
  const { t, named } = useWords();
  const stateWord = useStateWord();
  const now = useNow();
  const list = useInfiniteQuery(listQuery(defaultSearch));
  if (list.isPending) return <Loading />;
  const rows = list.data?.pages[0]?.items.slice(0, SHOWN) ?? [];
  if (rows.length === 0) return <Empty title={t('queue.empty')} />;
  return (
    <ol className="next">
      {rows.map((row) => (
        <li key={row.id}>
          <StatusShape mark={markOfLight[row.clock ? readClock(row.clock, now).light : row.light]} sizePx={14} />
          <Link className="qa" to="/cases/{-$caseId}" params={{ caseId: row.id }} search={{}}>
            <span className="q1">
              <b>{named(row.className, row.classNameEn)}</b>
              <em>{stateWord(row.state)}</em>
            </span>
            <span className="q2">{[row.place, named(row.communityName, row.communityNameEn)].filter(Boolean).join(' · ')}</span>
          </Link>
          <div className="qb">
            <Countdown clock={row.clock} light={row.light} />
          </div>
        </li>
      ))}
    </ol>
  );
}
