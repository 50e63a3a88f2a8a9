import { useInfiniteQuery } from '@tanstack/react-query';
import { get, queryString } from '../api/http.ts';

interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/** A keyset list: its rows so far, and how to get more. */
export function usePaged<T>(key: string, path: string, filter: Readonly<Record<string, unknown>>, limit = 50) {
  const list = useInfiniteQuery({
    queryKey: [key, 'list', filter],
    queryFn: ({ pageParam, signal }) => get<Page<T>>(`${path}${queryString({ ...filter, cursor: pageParam, limit })}`, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: (previous) => previous,
  });
  return { ...list, rows: list.data?.pages.flatMap((page) => page.items) ?? [] };
}
