import type { MetricResult as MetricResultSchema, RowsPage } from '@chengmai/modules/evaluation/contract.ts';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { get, queryString } from '../api/http.ts';
import { type EvalSearch, readOpen } from './eval-search.ts';

export type MetricResult = z.infer<typeof MetricResultSchema>;
export type MetricLine = MetricResult['rows'][number];

const metricParams = ({ metric, by, from, to, area, unit, classCode }: EvalSearch) => ({ metric, by, from, to, area, unit, classCode });

export const metricQuery = (search: EvalSearch) =>
  queryOptions({
    queryKey: ['evaluation', 'query', metricParams(search)],
    queryFn: ({ signal }) => get<MetricResult>(`/api/evaluation/query${queryString(metricParams(search))}`, { signal }),
    placeholderData: (previous) => previous,
  });

/** The cases behind the opened figure. */
export const rowsQuery = (search: EvalSearch) => {
  const opened = readOpen(search.open);
  // An empty key is the row without one; no key at all is the total.
  const key = opened === null || opened.total ? '' : `&key=${encodeURIComponent(opened.key ?? '')}`;
  return infiniteQueryOptions({
    queryKey: ['evaluation', 'rows', metricParams(search), search.open],
    queryFn: ({ pageParam, signal }) =>
      get<RowsPage>(
        `/api/evaluation/rows${queryString({ ...metricParams(search), part: opened?.part, cursor: pageParam, limit: 100 })}${key}`,
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    enabled: opened !== null,
  });
};
