import type { Photo } from '@chengmai/modules/cases/contract.ts';
import { type ChangeEvent, type ReactNode, useRef, useState } from 'react';
import { useWords } from '../i18n/words.ts';
import { toast } from '../ui/toasts.tsx';
import { type PhotoStage, sendPhoto } from './photo-file.ts';
import { countUpload } from './photo-uploads.ts';

interface PhotoInputProps {
  readonly stage: PhotoStage;
  readonly caseId: string | null;
  readonly onPhoto: (photo: Photo) => void;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A button that takes photographs: the camera on a phone, files elsewhere; several at once. */
export function PhotoInput({ stage, caseId, onPhoto, className = 'b', children }: PhotoInputProps) {
  const { t } = useWords();
  const input = useRef<HTMLInputElement>(null);
  const [sending, setSending] = useState(0);
  const take = async (event: ChangeEvent<HTMLInputElement>) => {
    const files = [...(event.target.files ?? [])];
    event.target.value = '';
    setSending(files.length);
    await countUpload(async () => {
      for (const file of files) {
        try {
          onPhoto(await sendPhoto(file, stage, caseId));
        } catch (failure) {
          toast.failed(failure);
        }
        setSending((n) => n - 1);
      }
    });
  };
  return (
    <>
      <input
        ref={input}
        type="file"
        accept="image/jpeg,image/png,image/webp"
        multiple
        className="sr"
        tabIndex={-1}
        aria-label={t('photo.choose')}
        onChange={(event) => void take(event)}
      />
      <button type="button" className={className} disabled={sending > 0} onClick={() => input.current?.click()}>
        {sending > 0 ? t('photo.sending', { n: sending }) : children}
      </button>
    </>
  );
}
