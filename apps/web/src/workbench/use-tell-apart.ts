import type { DuplicateSuggestion } from '@chengmai/modules/cases/contract.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { duplicatesQuery } from '../api/cases.ts';
import { put } from '../api/http.ts';
import { toast } from '../ui/toasts.tsx';

/** A person's word that two cases are different problems, or its taking back. The answer is the panel as it is then. */
export function useTellApart(caseId: string, otherId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (apart: boolean) => put<DuplicateSuggestion[]>(`/api/cases/${caseId}/not-same/${otherId}`, { apart }),
    onSuccess: (suggestions) => {
      client.setQueryData(duplicatesQuery(caseId).queryKey, suggestions);
      void client.invalidateQueries({ queryKey: duplicatesQuery(otherId).queryKey });
    },
    onError: (failure) => toast.failed(failure),
  });
}
