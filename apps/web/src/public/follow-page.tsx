import { type FormEvent, useCallback, useEffect, useState } from 'react';
import { localParts } from '../time/local-parts.ts';
import { readTrackingCode } from './draft-rules.ts';
import { newKey, PublicRefusal, readStatus, type Status, sendRating } from './public-api.ts';
import type { Say } from './public-app.tsx';
import type { Language } from './words.ts';

const REFRESH_MS = 30_000;
const choices = ['very_satisfied', 'satisfied', 'dissatisfied'] as const;

const minuteOf = (at: string): string => {
  const p = localParts(at);
  return `${p.year}-${p.month}-${p.day} ${p.hour}:${p.minute}`;
};

function Rating({ t, language, code, onRated }: { t: Say; language: Language; code: string; onRated: () => void }) {
  const [chosen, setChosen] = useState<(typeof choices)[number] | null>(null);
  const [comment, setComment] = useState('');
  const [key] = useState(newKey);
  const [wrong, setWrong] = useState('');
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (!chosen) return;
    try {
      await sendRating(code, chosen, comment, key, language);
      onRated();
    } catch (refused) {
      setWrong(refused instanceof PublicRefusal ? `${refused.message} ${refused.next}` : t('failed'));
    }
  };
  return (
    <form className="card" onSubmit={(event) => void send(event)}>
      <h3>{t('rate.title')}</h3>
      <div className="pks three">
        {choices.map((choice) => (
          <label key={choice} className={chosen === choice ? 'pk on' : 'pk'}>
            <input type="radio" name="rate" checked={chosen === choice} onChange={() => setChosen(choice)} />
            {t(`rate.${choice}`)}
          </label>
        ))}
      </div>
      <div className="fld">
        <label htmlFor="comment">{t('rate.comment')}</label>
        <textarea id="comment" rows={2} maxLength={1000} value={comment} onChange={(event) => setComment(event.target.value)} />
      </div>
      {wrong ? (
        <p className="wrong" role="alert">
          {wrong}
        </p>
      ) : null}
      <button type="submit" className="big" disabled={!chosen}>
        {t('rate.send')}
      </button>
    </form>
  );
}

function Progress({ t, language, status }: { t: Say; language: Language; status: Status }) {
  return (
    <section className="card" aria-live="polite">
      <p className="stage">{language === 'zh' ? status.stageZh : status.stageEn}</p>
      <h3>{[status.className, status.place].filter(Boolean).join('　')}</h3>
      <p className="note">
        {t('done.number', { number: status.number })} · {t('follow.reported', { at: minuteOf(status.reportedAt) })}
        {status.expectedAt ? ` · ${t('follow.expected', { at: minuteOf(status.expectedAt) })}` : ''}
      </p>
      <ol className="way">
        {status.steps.map((step) => (
          <li key={step.zh} className={step.at ? 'done' : undefined}>
            <b>{language === 'zh' ? step.zh : step.en}</b>
            <span>{step.at ? minuteOf(step.at) : t('follow.waiting')}</span>
          </li>
        ))}
      </ol>
      {status.reply ? (
        <div className="reply">
          <b>{t('follow.reply')}</b>
          <p>{status.reply}</p>
        </div>
      ) : null}
      {status.satisfaction ? <p className="note">{t('rate.thanks', { word: t(`rate.${status.satisfaction}`) })}</p> : null}
    </section>
  );
}

export function FollowPage({ t, language, code, onCode }: { t: Say; language: Language; code: string; onCode: (code: string) => void }) {
  const [status, setStatus] = useState<Status | null>(null);
  const [failure, setFailure] = useState<PublicRefusal | Error | null>(null);
  const [invalid, setInvalid] = useState(code !== '' && readTrackingCode(code) === null);
  const read = useCallback(async () => {
    if (readTrackingCode(code) === null) return;
    try {
      setStatus(await readStatus(code, language));
      setFailure(null);
    } catch (refused) {
      setFailure(refused instanceof Error ? refused : new Error(String(refused)));
    }
  }, [code, language]);
  useEffect(() => {
    void read();
    const timer = setInterval(() => void read(), REFRESH_MS);
    return () => clearInterval(timer);
  }, [read]);
  return (
    <div className="bdy">
      <form
        className="look"
        onSubmit={(event) => {
          event.preventDefault();
          const typed = String(new FormData(event.currentTarget).get('code'));
          const given = readTrackingCode(typed);
          setInvalid(typed.trim() !== '' && given === null);
          if (given) onCode(given);
        }}
      >
        <div className="fld">
          <label htmlFor="code">{t('follow.code')}</label>
          <input
            id="code"
            name="code"
            defaultValue={code}
            placeholder={t('follow.hint')}
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            aria-invalid={invalid ? true : undefined}
          />
        </div>
        <button type="submit" className="mb">
          {t('follow.go')}
        </button>
      </form>
      {invalid ? (
        <div className="fail" role="alert">
          <b>{t('follow.invalid')}</b>
          <p>{t('follow.invalidNext')}</p>
        </div>
      ) : null}
      {failure && !invalid ? (
        <div className="fail" role="alert">
          <b>{failure instanceof PublicRefusal ? failure.message : t('failed')}</b>
          <p>{failure instanceof PublicRefusal ? failure.next : ''}</p>
        </div>
      ) : null}
      {status ? <Progress t={t} language={language} status={status} /> : null}
      {status?.canRate ? <Rating t={t} language={language} code={code} onRated={() => void read()} /> : null}
    </div>
  );
}
