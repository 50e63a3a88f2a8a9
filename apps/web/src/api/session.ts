import type { Session as SessionAnswer } from '@chengmai/modules/identity/contract.ts';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { call, configureHttp, get, post, Refusal } from './http.ts';
import { queryClient } from './query-client.ts';

export type SessionUser = NonNullable<SessionAnswer['user']>;
export interface Session {
  readonly user: SessionUser;
  readonly csrfToken: string;
}

async function readSession(): Promise<Session | null> {
  try {
    const { user, csrfToken } = await get<SessionAnswer>('/api/session');
    configureHttp({ csrf: csrfToken ?? '' });
    return user ? { user, csrfToken: csrfToken ?? '' } : null;
  } catch (failure) {
    if (failure instanceof Refusal && failure.status === 401) return null;
    throw failure;
  }
}

export const sessionQuery = queryOptions({ queryKey: ['session'], queryFn: readSession, staleTime: 5 * 60_000 });

/** The signed-in person. Only below the shell, which does not render without one. */
export function useSession(): Session {
  const { data } = useQuery(sessionQuery);
  if (!data) throw new Error('useSession outside a signed-in page');
  return data;
}

export async function signIn(account: string, password: string): Promise<void> {
  await post('/api/session', { account, password });
  queryClient.removeQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
  await queryClient.fetchQuery({ ...sessionQuery, staleTime: 0 });
}

export async function signOut(): Promise<void> {
  await call('DELETE', '/api/session').catch((failure: unknown) => {
    if (!(failure instanceof Refusal && failure.status === 401)) throw failure;
  });
  queryClient.clear();
  queryClient.setQueryData(sessionQuery.queryKey, null);
}

configureHttp({ onExpired: () => queryClient.setQueryData(sessionQuery.queryKey, null) });
