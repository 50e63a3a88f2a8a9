import type { CaseFilter, CaseQuery } from '@chengmai/modules/cases/contract.ts';
import type { z } from 'zod';
import { queryString } from '../api/http.ts';

export type Sort = z.infer<typeof CaseQuery>['sort'];

/** What the workbench's address says: the whole filter and the order. Every view is a link. */
export interface CaseSearch {
  readonly view: CaseFilter['view'];
  readonly sort: Sort;
  readonly state: readonly string[];
  readonly light: readonly string[];
  readonly source: readonly string[];
  readonly area: string;
  readonly unit: string;
  readonly classCode: string;
  readonly q: string;
  readonly from: string;
  readonly to: string;
  readonly pending: string;
  readonly urged: string;
}

export const defaultSearch: CaseSearch = {
  view: 'mine',
  sort: 'due',
  state: [],
  light: [],
  source: [],
  area: '',
  unit: '',
  classCode: '',
  q: '',
  from: '',
  to: '',
  pending: '',
  urged: '',
};

const views: readonly string[] = ['mine', 'open', 'all', 'closed'] satisfies CaseFilter['view'][];
const sorts: readonly string[] = ['due', 'newest', 'oldest'] satisfies Sort[];
const lightNames = ['green', 'yellow', 'red', 'hold', 'none'];

const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, 200) : '');
const list = (value: unknown): readonly string[] => [...new Set(text(value).split(',').filter(Boolean))];
const day = (value: unknown): string => (/^\d{4}-\d{2}-\d{2}$/.test(text(value)) ? text(value) : '');

/** Reads an address written by anybody: unknown values fall back to the default instead of failing. */
export function decodeSearch(raw: Readonly<Record<string, unknown>>): CaseSearch {
  return {
    view: (views.includes(text(raw.view)) ? text(raw.view) : 'mine') as CaseSearch['view'],
    sort: (sorts.includes(text(raw.sort)) ? text(raw.sort) : 'due') as Sort,
    state: list(raw.state),
    light: list(raw.light).filter((light) => lightNames.includes(light)),
    source: list(raw.source),
    area: text(raw.area),
    unit: text(raw.unit),
    classCode: text(raw.classCode),
    q: text(raw.q).slice(0, 100),
    from: day(raw.from),
    to: day(raw.to),
    pending: ['extension', 'suspension', 'appeal'].includes(text(raw.pending)) ? text(raw.pending) : '',
    urged: raw.urged === 'true' ? 'true' : '',
  };
}

/** The address of a filter, defaults left out, in a fixed order, so that equal filters have equal addresses. */
export function encodeSearch(search: CaseSearch): Record<string, string> {
  const out: Record<string, string> = {};
  for (const name of Object.keys(defaultSearch) as (keyof CaseSearch)[]) {
    const value = search[name];
    const written = Array.isArray(value) ? value.join(',') : String(value);
    if (written !== '' && written !== defaultSearch[name]) out[name] = written;
  }
  return out;
}

/** The filter as the server takes it; `view` is always said. */
export function apiFilter(search: CaseSearch): string {
  const { sort: _sort, ...filter } = search;
  return queryString(filter);
}

export const apiQuery = (search: CaseSearch, cursor: string | null, limit = 50): string => queryString({ ...search, cursor, limit });

/** Whether something beyond the view narrows the list; an empty list then advises to widen it. */
export function isNarrowed(search: CaseSearch): boolean {
  return Object.keys(encodeSearch(search)).some((name) => name !== 'view' && name !== 'sort');
}

/** Reads the query of a saved view or of a role-home queue. */
export const searchOfQuery = (query: string): CaseSearch => decodeSearch(Object.fromEntries(new URLSearchParams(query)));
export const queryOfSearch = (search: CaseSearch): string => new URLSearchParams(encodeSearch(search)).toString();
