import type { WordKey } from '../i18n/words.ts';

/** What the footer may claim: the equality only once all rows are here and it holds; nothing after a failure. */
export function sumWord(list: { isError: boolean; isPending: boolean; hasNextPage: boolean }, equal: boolean): WordKey | null {
  if (list.isError) return null;
  if (list.isPending) return 'drill.loading';
  if (list.hasNextPage) return 'drill.more';
  return equal ? 'drill.all' : 'drill.differs';
}
