import type { ReactNode } from 'react';

export function SectionHead({ title, note, children }: { title: string; note?: string; children?: ReactNode }) {
  return (
    <header className="page-head">
      <h1>{title}</h1>
      {note ? <span className="tagline">{note}</span> : null}
      <span className="grow" />
      {children}
    </header>
  );
}
