import type { ClockView, Light } from '@chengmai/modules/cases/contract.ts';
import { useWords } from '../i18n/words.ts';
import { readClock } from '../time/countdown.ts';
import { formatSpan, isJustOver } from '../time/format.ts';
import { useNow } from '../time/use-now.ts';
import { markOfLight } from '../ui/status-mark.tsx';

const WIDTH_PX = 96;

/** What is left or overdue, with the used share of the allowance under it. The basis says whether nights and weekends count. */
export function Countdown({ clock, light }: { clock: ClockView | null; light: Light }) {
  const { t } = useWords();
  const now = useNow();
  if (!clock) return <span className="cd missing">{light === 'none' ? '—' : t(`light.${light}`)}</span>;
  const { remainingMs, share, over, light: lightNow } = readClock(clock, now);
  const mark = markOfLight[lightNow];
  const span = formatSpan(remainingMs, t, { days: clock.basis === 'continuous' });
  const standing = clock.running && !clock.ticking;
  const counted = isJustOver(remainingMs, over) ? t('count.justOver') : t(over ? 'count.over' : 'count.left', { span });
  const text = lightNow === 'hold' ? t('light.hold') : counted;
  const hint = [t(`basis.${clock.basis}Long`), standing ? t('count.standing') : '', clock.running ? '' : t('count.paused')].filter(Boolean);
  return (
    <>
      <span className={`cd s-${mark}`}>
        {text}
        <i className={standing ? 'standing' : undefined} title={hint.join(' · ')}>
          {t(`basis.${clock.basis}`)}
        </i>
      </span>
      <svg width={WIDTH_PX} height="4" aria-hidden="true">
        <rect width={WIDTH_PX} height="4" fill="var(--surface-3)" />
        <rect width={Math.max(2, Math.round(WIDTH_PX * share))} height="4" fill={`var(--s-${mark})`} />
      </svg>
    </>
  );
}
