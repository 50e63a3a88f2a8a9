import type { Cell, Division, Located } from '@chengmai/modules/areas/contract.ts';
import type { ClassEntry, Condition } from '@chengmai/modules/catalogue/contract.ts';
import { queryOptions } from '@tanstack/react-query';
import { get } from './http.ts';

const HOUR_MS = 3_600_000;

export const divisionsQuery = queryOptions({
  queryKey: ['areas', 'divisions'],
  queryFn: () => get<Division[]>('/api/areas/divisions'),
  staleTime: HOUR_MS,
});

export const cellsQuery = (community: string) =>
  queryOptions({
    queryKey: ['areas', 'cells', community],
    queryFn: () => get<Cell[]>(`/api/areas/cells?community=${encodeURIComponent(community)}`),
    staleTime: HOUR_MS,
    enabled: community !== '',
  });

export type LocatedNames = Located & { readonly names?: string };
export const locate = (lon: number, lat: number) => get<LocatedNames | null>(`/api/areas/locate?lon=${lon}&lat=${lat}`);

export const classesQuery = queryOptions({
  queryKey: ['catalogue', 'classes', 'matter'],
  queryFn: () => get<ClassEntry[]>('/api/catalogue/classes?kind=matter'),
  staleTime: HOUR_MS,
});

export type ClassDetail = ClassEntry & { readonly conditions: readonly Condition[] };
export const classQuery = (classId: string) =>
  queryOptions({
    queryKey: ['catalogue', 'class', classId],
    queryFn: () => get<ClassDetail>(`/api/catalogue/classes/${encodeURIComponent(classId)}`),
    staleTime: 10 * 60_000,
    enabled: classId !== '',
  });
