import { QueryClient } from '@tanstack/react-query';
import { Refusal } from './http.ts';

/** Refusals are answers and are not asked again; an unreachable or recovering server is. */
const retry = (failures: number, error: Error): boolean => {
  if (error instanceof Refusal && error.status !== 503) return false;
  return failures < 4;
};

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { retry, retryDelay: (n) => Math.min(1_000 * 2 ** n, 8_000), staleTime: 15_000, refetchOnWindowFocus: true },
    mutations: { retry: false },
  },
});
