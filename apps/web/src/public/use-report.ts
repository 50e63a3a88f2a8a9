import { useState } from 'react';
import type { TakenPhoto } from './photo-picker.tsx';
import { type Draft, emptyDraft, newKey, type Receipt } from './public-api.ts';

export interface ReportInHand {
  readonly draft: Draft;
  readonly set: (change: Partial<Draft>) => void;
  readonly photos: readonly TakenPhoto[];
  readonly setPhotos: (photos: readonly TakenPhoto[]) => void;
  /** Repeats with a retry; a refused report gets a new one, because a changed body under an old key is refused again. */
  readonly key: string;
  readonly renewKey: () => void;
  readonly receipt: Receipt | null;
  /** Keeps the receipt and empties the form: going back from it must not send the same report again. */
  readonly received: (receipt: Receipt) => void;
}

/** The report somebody is writing, and the receipt of the last one. */
export function useReport(): ReportInHand {
  const [draft, setDraft] = useState<Draft>(emptyDraft);
  const [photos, setPhotos] = useState<readonly TakenPhoto[]>([]);
  const [key, setKey] = useState(newKey);
  const [receipt, setReceipt] = useState<Receipt | null>(null);
  return {
    draft,
    set: (change) => setDraft((known) => ({ ...known, ...change })),
    photos,
    setPhotos,
    key,
    renewKey: () => setKey(newKey()),
    receipt,
    received: (got) => {
      for (const photo of photos) URL.revokeObjectURL(photo.url);
      setReceipt(got);
      setDraft(emptyDraft);
      setPhotos([]);
      setKey(newKey());
    },
  };
}
