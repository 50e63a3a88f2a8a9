import type { CaseDetail } from '../api/cases.ts';
import { useWords } from '../i18n/words.ts';
import { readClock } from '../time/countdown.ts';
import { formatAt, formatSpan, isJustOver } from '../time/format.ts';
import { useNow } from '../time/use-now.ts';
import { markOfLight, StatusMark } from '../ui/status-mark.tsx';
import { useStateWord } from './queue-row.tsx';

/** The clock in words, large: the one figure that decides what to do next. */
function BigCountdown({ detail }: { detail: CaseDetail }) {
  const { t } = useWords();
  const now = useNow();
  const clock = detail.clock;
  if (!clock) return null;
  const { remainingMs, over, light } = readClock(clock, now);
  const seconds = Math.abs(remainingMs) < 3_600_000;
  const standing = clock.running && !clock.ticking;
  const basis = t(`basis.${clock.basis}Long`);
  return (
    <div className="due">
      <p>
        {t(over ? 'case.clockOver' : 'case.clockLeft', { clock: t(`clock.${clock.kind}`), basis })}
        {standing ? ` · ${t('count.standing')}` : ''}
        {clock.running ? '' : ` · ${t('count.paused')}`}
      </p>
      <b className={`s-${markOfLight[light]}`} role="timer">
        {isJustOver(remainingMs, over) ? t('count.justOver') : formatSpan(remainingMs, t, { seconds, days: clock.basis === 'continuous' })}
      </b>
      {clock.dueAt ? (
        <p>
          {t('case.dueAt', { at: formatAt(clock.dueAt, now) })}
          {clock.provisional ? ` · ${t('case.provisional')}` : ''}
        </p>
      ) : null}
    </div>
  );
}

export function CaseHead({ detail }: { detail: CaseDetail }) {
  const { t, named } = useWords();
  const stateWord = useStateWord();
  const flags = [
    detail.urged ? t('queue.urged') : '',
    detail.reworks > 0 ? t('queue.reworked', { n: detail.reworks }) : '',
    detail.pendingApplication === 'extension' ? t('queue.pendingExtension') : '',
    detail.pendingApplication === 'suspension' ? t('queue.pendingSuspension') : '',
    detail.pendingApplication === 'appeal' ? t('queue.pendingAppeal') : '',
    detail.overdueExempt ? t('case.exempt') : '',
  ].filter(Boolean);
  return (
    <header className="hd">
      <div>
        <p className="hd-line">
          <span>
            {t('case.number')} <code>{detail.number}</code>
          </span>
          <StatusMark mark={markOfLight[detail.light]}>{stateWord(detail.state)}</StatusMark>
          <span>{t('case.version', { n: detail.version })}</span>
          {flags.map((flag) => (
            <em className="flag" key={flag}>
              {flag}
            </em>
          ))}
        </p>
        <h1>
          {named(detail.className, detail.classNameEn)}　{detail.place}
        </h1>
      </div>
      <BigCountdown detail={detail} />
    </header>
  );
}
