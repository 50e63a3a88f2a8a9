import type {
  CaseDetail as CaseDetailSchema,
  CasePage as CasePageSchema,
  CaseRow,
  DuplicateSuggestion,
  QueueCounts as QueueCountsSchema,
  SavedView,
} from '@chengmai/modules/cases/contract.ts';
import { type InfiniteData, infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { apiFilter, apiQuery, type CaseSearch, queryOfSearch } from '../workbench/case-search.ts';
import { get } from './http.ts';

export type CaseDetail = z.infer<typeof CaseDetailSchema>;
export type CasePage = z.infer<typeof CasePageSchema>;
export type QueueCounts = z.infer<typeof QueueCountsSchema>;
export type View = z.infer<typeof SavedView>;

/** A missed event must not leave a list wrong for long. */
const LIST_REFRESH_MS = 60_000;

export const listQuery = (search: CaseSearch) =>
  infiniteQueryOptions({
    queryKey: ['cases', 'list', queryOfSearch(search)],
    queryFn: ({ pageParam, signal }) => get<CasePage>(`/api/cases${apiQuery(search, pageParam)}`, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    refetchInterval: (query) => ((query.state.data?.pages.length ?? 0) <= 2 ? LIST_REFRESH_MS : false),
  });

/** What is open under a filter, before state and light narrow it. */
export const countsQuery = (search: CaseSearch) =>
  queryOptions({
    queryKey: ['cases', 'counts', queryOfSearch({ ...search, state: [], light: [], pending: '', sort: 'due' })],
    queryFn: ({ signal }) =>
      get<QueueCounts>(`/api/cases/counts${apiFilter({ ...search, state: [], light: [], pending: '' })}`, { signal }),
    refetchInterval: LIST_REFRESH_MS,
    placeholderData: (previous) => previous,
  });

export const detailQuery = (caseId: string) =>
  queryOptions({
    queryKey: ['cases', 'detail', caseId],
    queryFn: ({ signal }) => get<CaseDetail>(`/api/cases/${caseId}`, { signal }),
    refetchInterval: LIST_REFRESH_MS,
  });

export const duplicatesQuery = (caseId: string) =>
  queryOptions({
    queryKey: ['cases', 'duplicates', caseId],
    queryFn: ({ signal }) => get<DuplicateSuggestion[]>(`/api/cases/${caseId}/duplicates`, { signal }),
    staleTime: 60_000,
  });

export const viewsQuery = queryOptions({ queryKey: ['views'], queryFn: () => get<View[]>('/api/views'), staleTime: 5 * 60_000 });

export interface HomeQueue {
  readonly id: string;
  readonly zh: string;
  readonly en: string;
  /** Of the workbench's address. */
  readonly query: string;
  readonly count: number;
  readonly red: number;
}

/** The queues of the caller's posts, the most pressing first. */
export const homeQuery = queryOptions({
  queryKey: ['home'],
  queryFn: () => get<{ queues: readonly HomeQueue[]; asOf: string }>('/api/home'),
  refetchInterval: LIST_REFRESH_MS,
});

type Lists = InfiniteData<CasePage, string | null>;

/** Changes one row wherever it is loaded; answers whether it was loaded anywhere. */
export function patchRow(client: QueryClient, caseId: string, change: (row: CaseRow) => CaseRow): boolean {
  let found = false;
  client.setQueriesData<Lists>({ queryKey: ['cases', 'list'] }, (lists) => {
    if (!lists?.pages.some((page) => page.items.some((row) => row.id === caseId))) return lists;
    found = true;
    const items = (page: CasePage) => page.items.map((row) => (row.id === caseId ? change(row) : row));
    return { ...lists, pages: lists.pages.map((page) => ({ ...page, items: items(page) })) };
  });
  return found;
}

/** The answer of an action: detail, row, and what else depends on them. */
export function keepDetail(client: QueryClient, detail: CaseDetail): void {
  client.setQueryData(detailQuery(detail.id).queryKey, detail);
  patchRow(client, detail.id, (row) => (row.version > detail.version ? row : { ...row, ...detail }));
}
