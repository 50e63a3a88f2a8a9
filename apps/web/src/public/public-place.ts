/** Where somebody is on the citizen's pages. `step` is 0 … 2, or `done` on the receipt. */
export interface PublicPlace {
  readonly page: 'report' | 'follow';
  readonly code: string;
  readonly step: number | 'done';
}

/** `/s/`, `/s/#2` and `/s/#3` report, `/s/#done` is the receipt, `/s/follow` asks for a code, `/s/follow/CODE` shows the progress. */
export function readPlace({ pathname, hash }: { readonly pathname: string; readonly hash: string }): PublicPlace {
  const [, , page, code = ''] = pathname.split('/');
  if (page === 'follow') return { page, code: decoded(code), step: 0 };
  const step = hash === '#done' ? 'done' : hash === '#2' ? 1 : hash === '#3' ? 2 : 0;
  return { page: 'report', code: '', step };
}

/** An address that somebody cut off in the middle of an escape is still an address. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export const addressOfStep = (step: number | 'done'): string => (step === 0 ? '/s/' : `/s/#${step === 'done' ? step : step + 1}`);
