import type { Role } from '@chengmai/kernel/lifecycle/roles.ts';
import type { Unit, User } from '@chengmai/modules/identity/contract.ts';
import { queryOptions } from '@tanstack/react-query';
import { get, queryString } from './http.ts';

/** Lists come bare or as a page. */
export const itemsOf = <T>(answer: T[] | { items: T[] }): T[] => (Array.isArray(answer) ? answer : answer.items);

export const unitsQuery = queryOptions({
  queryKey: ['units'],
  queryFn: async () => itemsOf(await get<Unit[] | { items: Unit[] }>('/api/units')),
  staleTime: 10 * 60_000,
});

export const peopleQuery = (filter: { role?: Role; unitId?: string }) =>
  queryOptions({
    queryKey: ['users', 'pick', filter],
    queryFn: async () => itemsOf(await get<User[] | { items: User[] }>(`/api/users${queryString({ ...filter, limit: 100 })}`)),
    staleTime: 60_000,
  });
