import type { Light } from '@chengmai/modules/cases/contract.ts';
import type { ReactNode } from 'react';

export type Mark = 'over' | 'near' | 'ok' | 'hold' | 'stale';

export const markOfLight: Readonly<Record<Light, Mark>> = { red: 'over', yellow: 'near', green: 'ok', hold: 'hold', none: 'stale' };

/** The shape carries the status without the colour. */
const shapes: Readonly<Record<Mark, ReactNode>> = {
  over: <path d="M6 0l6 6-6 6-6-6z" fill="var(--s-over)" />,
  near: <path d="M6 .5l6 11H0z" fill="var(--s-near)" />,
  ok: <circle cx="6" cy="6" r="5" fill="var(--s-ok)" />,
  hold: <path d="M2 1h3v10H2zM7 1h3v10H7z" fill="var(--s-hold)" />,
  stale: <circle cx="6" cy="6" r="4.6" fill="none" stroke="var(--s-stale)" strokeWidth="1.8" strokeDasharray="2.4 2" />,
};

export function StatusShape({ mark, sizePx = 12 }: { mark: Mark; sizePx?: number }) {
  return (
    <svg width={sizePx} height={sizePx} viewBox="0 0 12 12" aria-hidden="true">
      {shapes[mark]}
    </svg>
  );
}

/** Shape and word in the status colour. */
export function StatusMark({ mark, children }: { mark: Mark; children: ReactNode }) {
  return (
    <span className={`s s-${mark}`}>
      <StatusShape mark={mark} />
      {children}
    </span>
  );
}
