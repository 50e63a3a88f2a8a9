import type { PublicClass } from '@chengmai/modules/catalogue/contract.ts';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { lackOf, reachableStep } from './draft-rules.ts';
import { PhotoPicker } from './photo-picker.tsx';
import { PlaceStep } from './place-step.tsx';
import { PublicRefusal, publicClasses, sendReport } from './public-api.ts';
import type { Say } from './public-app.tsx';
import { ReceiptCard } from './receipt-card.tsx';
import type { ReportInHand } from './use-report.ts';
import type { Language } from './words.ts';

interface PageProps {
  readonly t: Say;
  readonly language: Language;
  readonly report: ReportInHand;
  readonly place: number | 'done';
  readonly onPlace: (place: number | 'done', replace?: boolean) => void;
  readonly onFollow: (code: string) => void;
}

/** So many kinds are offered at first; a long list would hide the question below it. */
const FIRST_KINDS = 7;
const titles = ['step1', 'step2', 'step3'] as const;

function ClassChoice({ t, language, value, onChange }: { t: Say; language: Language; value: string; onChange: (code: string) => void }) {
  const [classes, setClasses] = useState<readonly PublicClass[]>([]);
  useEffect(() => {
    // Without the list the report still works: an operator chooses the class.
    publicClasses(language).then(setClasses, () => setClasses([]));
  }, [language]);
  const [all, setAll] = useState(false);
  if (classes.length === 0) return null;
  const shown = all ? classes : classes.filter((each, index) => index < FIRST_KINDS || each.code === value);
  const choice = (code: string, name: string) => (
    <label key={code} className={value === code ? 'pk on' : 'pk'}>
      <input type="radio" name="class" checked={value === code} onChange={() => onChange(code)} />
      {name}
    </label>
  );
  return (
    <fieldset>
      <legend>{t('kind')}</legend>
      <div className="pks">
        {shown.map((each) => choice(each.code, language === 'en' && each.nameEn ? each.nameEn : each.name))}
        {all ? choice('', t('kind.other')) : null}
        {all || classes.length <= FIRST_KINDS ? null : (
          <button type="button" className="pk pk-more" onClick={() => setAll(true)}>
            {t('kind.more', { n: classes.length - shown.length })}
          </button>
        )}
      </div>
    </fieldset>
  );
}

interface Failed {
  readonly title: string;
  readonly next: string;
  readonly ofPhotos: boolean;
}

const failedOf = (refused: unknown, unreachable: string): Failed =>
  refused instanceof PublicRefusal
    ? { title: refused.message, next: refused.next, ofPhotos: refused.ofPhotos }
    : { title: unreachable, next: '', ofPhotos: false };

/** Three short steps; what was typed stays through errors and going back. The step stands in the address: Back goes one step back. */
export function ReportPage({ t, language, report, place, onPlace, onFollow }: PageProps) {
  const { draft, set, photos, setPhotos, key, renewKey, receipt } = report;
  const [tried, setTried] = useState(false);
  const [failure, setFailure] = useState<Failed | null>(null);
  const [sending, setSending] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const step = place === 'done' ? 0 : reachableStep(place, draft);
  const done = place === 'done' && receipt !== null;
  const shown = useRef(step);
  const lack = tried ? lackOf(step, draft) : null;
  const wrong = lack ? t(lack) : '';

  useEffect(() => {
    if (!done && place !== step) onPlace(step, true);
  }, [done, place, step, onPlace]);
  useEffect(() => {
    if (shown.current === step) return;
    shown.current = step;
    setTried(false);
    window.scrollTo({ top: 0 });
    heading.current?.focus();
  }, [step]);

  const send = async () => {
    setSending(true);
    setFailure(null);
    try {
      const blobs = photos.map((photo) => photo.blob);
      report.received(await sendReport(draft, blobs, key, language));
      onPlace('done');
    } catch (refused) {
      setFailure(failedOf(refused, t('failed')));
      if (refused instanceof PublicRefusal && refused.status < 500) renewKey();
    }
    setSending(false);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (lackOf(step, draft)) return;
    if (step < 2) return onPlace(step + 1);
    void send();
  };

  if (done) return <ReceiptCard t={t} receipt={receipt} onFollow={onFollow} onAgain={() => onPlace(0)} />;
  return (
    <form className="bdy" onSubmit={submit} noValidate>
      <div className="steps" aria-hidden="true">
        {titles.map((title, index) => (
          <span key={title} className={index <= step ? 'on' : undefined} />
        ))}
      </div>
      <h2 ref={heading} tabIndex={-1}>
        <small>{t('step', { n: step + 1 })}</small>
        {t(titles[step]!)}
      </h2>
      {step === 0 ? (
        <>
          <ClassChoice t={t} language={language} value={draft.classCode} onChange={(classCode) => set({ classCode })} />
          <div className="fld">
            <label htmlFor="what">{t('what')}</label>
            <textarea
              id="what"
              rows={4}
              maxLength={1000}
              placeholder={t('what.hint')}
              value={draft.description}
              aria-invalid={wrong ? true : undefined}
              aria-describedby="what-wrong"
              onChange={(event) => set({ description: event.target.value })}
            />
            <p id="what-wrong" className="wrong" role="alert">
              {wrong}
            </p>
          </div>
          <PhotoPicker t={t} photos={photos} onPhotos={setPhotos} />
        </>
      ) : null}
      {step === 1 ? <PlaceStep t={t} draft={draft} set={set} wrong={wrong} /> : null}
      {step === 2 ? (
        <>
          <div className="fld">
            <label htmlFor="name">{t('name')}</label>
            <input
              id="name"
              autoComplete="name"
              maxLength={50}
              value={draft.name}
              onChange={(event) => set({ name: event.target.value })}
            />
          </div>
          <div className="fld">
            <label htmlFor="phone">{t('phone')}</label>
            <input
              id="phone"
              type="tel"
              inputMode="tel"
              autoComplete="tel"
              maxLength={30}
              value={draft.phone}
              aria-invalid={wrong ? true : undefined}
              aria-describedby="phone-wrong"
              onChange={(event) => set({ phone: event.target.value })}
            />
            <p id="phone-wrong" className="wrong" role="alert">
              {wrong}
            </p>
          </div>
          <p className="note">{t('contact.note')}</p>
        </>
      ) : null}
      {failure ? (
        <div className="fail" role="alert">
          <b>{failure.title}</b>
          <p>{failure.next}</p>
          {failure.ofPhotos && photos.length > 0 ? <p>{t('photos.refused')}</p> : null}
        </div>
      ) : null}
      {failure?.ofPhotos && step === 2 ? <PhotoPicker t={t} photos={photos} onPhotos={setPhotos} /> : null}
      <div className="go">
        {step > 0 ? (
          <button type="button" className="mb" onClick={() => window.history.back()}>
            {t('back')}
          </button>
        ) : null}
        <button type="submit" className="big" disabled={sending}>
          {step < 2 ? t('next') : t(sending ? 'sending' : 'send')}
        </button>
      </div>
    </form>
  );
}
