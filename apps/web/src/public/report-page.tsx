import type { PublicClass } from '@chengmai/modules/catalogue/contract.ts';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { PhotoPicker, type TakenPhoto } from './photo-picker.tsx';
import { PlaceStep } from './place-step.tsx';
import { type Draft, emptyDraft, newKey, PublicRefusal, publicClasses, type Receipt, sendReport } from './public-api.ts';
import type { Say } from './public-app.tsx';
import { ReceiptCard } from './receipt-card.tsx';
import type { Language } from './words.ts';

interface PageProps {
  readonly t: Say;
  readonly language: Language;
  readonly onFollow: (code: string) => void;
}

/** So many kinds are offered at first; a long list would hide the question below it. */
const FIRST_KINDS = 7;
const MIN_DESCRIPTION = 4;
const MIN_PLACE = 2;
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

/** Three short steps; what was typed stays through errors and going back. */
export function ReportPage({ t, language, onFollow }: PageProps) {
  const [step, setStep] = useState(0);
  const [draft, setDraft] = useState<Draft>(emptyDraft);
  const [photos, setPhotos] = useState<readonly TakenPhoto[]>([]);
  const [key, setKey] = useState(newKey);
  const [wrong, setWrong] = useState('');
  const [failure, setFailure] = useState<{ title: string; next: string } | null>(null);
  const [sending, setSending] = useState(false);
  const [receipt, setReceipt] = useState<Receipt | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const set = (change: Partial<Draft>) => setDraft((known) => ({ ...known, ...change }));

  const moveTo = (next: number) => {
    setStep(next);
    setWrong('');
    window.scrollTo({ top: 0 });
    requestAnimationFrame(() => heading.current?.focus());
  };
  const send = async () => {
    setSending(true);
    setFailure(null);
    try {
      setReceipt(
        await sendReport(
          draft,
          photos.map((photo) => photo.blob),
          key,
          language,
        ),
      );
    } catch (refused) {
      setFailure(refused instanceof PublicRefusal ? { title: refused.message, next: refused.next } : { title: t('failed'), next: '' });
    }
    setSending(false);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (step === 0 && draft.description.trim().length < MIN_DESCRIPTION) return setWrong(t('what.short'));
    if (step === 1 && draft.place.trim().length < MIN_PLACE) return setWrong(t('where.short'));
    if (step < 2) return moveTo(step + 1);
    void send();
  };
  const again = () => {
    setDraft(emptyDraft);
    setPhotos([]);
    setKey(newKey());
    setReceipt(null);
    moveTo(0);
  };

  if (receipt) return <ReceiptCard t={t} receipt={receipt} onFollow={onFollow} onAgain={again} />;
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
              onChange={(event) => set({ phone: event.target.value })}
            />
          </div>
          <p className="note">{t('contact.note')}</p>
        </>
      ) : null}
      {failure ? (
        <div className="fail" role="alert">
          <b>{failure.title}</b>
          <p>{failure.next}</p>
        </div>
      ) : null}
      <div className="go">
        {step > 0 ? (
          <button type="button" className="mb" onClick={() => moveTo(step - 1)}>
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
