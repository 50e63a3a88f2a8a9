import { STAGES } from '@chengmai/kernel/lifecycle/states.ts';
import type { ClockView } from '@chengmai/modules/cases/contract.ts';
import type { CaseDetail } from '../api/cases.ts';
import { useWords } from '../i18n/words.ts';
import { readClock } from '../time/countdown.ts';
import { formatAt, formatSpan } from '../time/format.ts';
import { useNow } from '../time/use-now.ts';
import { markOfLight } from '../ui/status-mark.tsx';

/** Used of allowed, moving while the clock runs. */
function StepClock({ clock, current }: { clock: ClockView; current: boolean }) {
  const { t } = useWords();
  const now = useNow();
  const { usedMs, light } = readClock(clock, now);
  const options = { days: clock.basis === 'continuous' };
  const late = clock.verdict === 'overtime';
  const tone = current || late ? `s-${late ? 'over' : markOfLight[light]}` : '';
  return (
    <span className={`step-clock ${tone}`} title={`${t(`clock.${clock.kind}`)} · ${t(`basis.${clock.basis}Long`)}`}>
      {t(`clock.${clock.kind}`)}
      {clock.round > 1 ? ` ${t('clock.round', { n: clock.round })}` : ''} {formatSpan(usedMs, t, options)} /{' '}
      {formatSpan(clock.allowanceMs, t, options)}
      {late ? ` · ${t('light.red')}` : ''}
    </span>
  );
}

export function Timeline({ detail }: { detail: CaseDetail }) {
  const { t, pick } = useWords();
  const now = useNow(60_000);
  return (
    <section className="steps" aria-label={t('steps.title')}>
      <h2>
        {t('steps.title')} <span>{t('steps.note')}</span>
      </h2>
      <ol className="tl">
        {detail.steps.map((step, index) => (
          <li key={step.stage} className={step.status} aria-current={step.status === 'now' ? 'step' : undefined}>
            <span className="dot" aria-hidden="true">
              {step.status === 'done' ? '✓' : index + 1}
            </span>
            <div>
              <b>{pick(STAGES[step.stage])}</b>
              <p>{[step.at ? formatAt(step.at, now) : '', step.by ?? '', step.note].filter(Boolean).join(' ')}</p>
            </div>
            <div className="ck2">
              {step.clocks.length > 0 ? (
                step.clocks.map((clock) => (
                  <StepClock key={`${clock.kind}-${clock.round}-${clock.startedAt}`} clock={clock} current={step.status === 'now'} />
                ))
              ) : (
                <span className="missing">—</span>
              )}
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}
