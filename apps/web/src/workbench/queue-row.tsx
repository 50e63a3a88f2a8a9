import { STATES, type StateId } from '@chengmai/kernel/lifecycle/states.ts';
import type { CaseRow } from '@chengmai/modules/cases/contract.ts';
import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import { useWords, type WordKey } from '../i18n/words.ts';
import { readClock } from '../time/countdown.ts';
import { shortNumber } from '../time/short-number.ts';
import { useNow } from '../time/use-now.ts';
import { markOfLight, StatusShape } from '../ui/status-mark.tsx';
import { type CaseSearch, encodeSearch } from './case-search.ts';
import { Countdown } from './countdown.tsx';
import { toggleSelected } from './selection.ts';

interface RowProps {
  readonly row: CaseRow;
  readonly current: boolean;
  readonly selected: boolean;
  readonly topPx: number;
  readonly position: number;
  /** −1 while more follow. */
  readonly total: number;
  readonly search: CaseSearch;
}

/** The word of a state; an unknown one (a newer server) is shown as it came. */
export function useStateWord(): (state: string) => string {
  const { pick } = useWords();
  return (state) => (state in STATES ? pick(STATES[state as StateId]) : state);
}

const pendingWord: Readonly<Record<string, WordKey>> = {
  extension: 'queue.pendingExtension',
  suspension: 'queue.pendingSuspension',
  appeal: 'queue.pendingAppeal',
};

/** What a dispatcher must see before opening the case, most urgent first. */
function Flags({ row }: { row: CaseRow }) {
  const { t } = useWords();
  const flags = [
    row.urged ? t('queue.urged') : '',
    row.returnedFrom ? t('queue.returned') : '',
    row.pendingApplication ? t(pendingWord[row.pendingApplication]!) : '',
    row.reworks > 0 ? t('queue.reworked', { n: row.reworks }) : '',
  ].filter(Boolean);
  return flags.slice(0, 2).map((flag) => (
    <em key={flag} className="flag">
      {flag}
    </em>
  ));
}

export const QueueRow = memo(function QueueRow({ row, current, selected, topPx, position, total, search }: RowProps) {
  const { t, named } = useWords();
  const stateWord = useStateWord();
  const className = named(row.className, row.classNameEn);
  const now = useNow();
  const light = row.clock ? readClock(row.clock, now).light : row.light;
  return (
    <li
      className={`q${current ? ' sel' : ''}${selected ? ' chk' : ''}`}
      style={{ transform: `translateY(${topPx}px)` }}
      aria-posinset={position}
      aria-setsize={total}
    >
      <label className="q-check">
        <input
          type="checkbox"
          checked={selected}
          onChange={() => toggleSelected(row)}
          aria-label={t('queue.selectRow', { number: row.number })}
        />
      </label>
      <StatusShape mark={markOfLight[light]} sizePx={14} />
      <Link
        className="qa"
        to="/cases/{-$caseId}"
        params={{ caseId: row.id }}
        search={encodeSearch(search)}
        preload={false}
        aria-current={current ? 'true' : undefined}
      >
        <span className="sr">{t(`light.${light}`)} </span>
        <span className="q1">
          <b title={className}>{className}</b>
          <em>{stateWord(row.state)}</em>
          <Flags row={row} />
        </span>
        <span className="q2">{[row.place, named(row.communityName, row.communityNameEn)].filter(Boolean).join(' · ')}</span>
        <span className="sr"> {row.number}</span>
      </Link>
      <div className="qb">
        <Countdown clock={row.clock} light={row.light} />
        <span className="q3" title={row.number}>
          {shortNumber(row.number)}　{row.reports > 1 ? t('queue.joined', { n: row.reports }) : t(`source.${row.source}`)}
        </span>
      </div>
    </li>
  );
});
