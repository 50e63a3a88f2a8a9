import { ACTIONS, type ActionId } from '@chengmai/kernel/lifecycle/actions.ts';
import { STATES } from '@chengmai/kernel/lifecycle/states.ts';
import type { ActionInput, DuplicateSuggestion } from '@chengmai/modules/cases/contract.ts';
import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { create } from 'zustand';
import { type CaseDetail, detailQuery, duplicatesQuery, keepDetail, patchRow } from '../api/cases.ts';
import { post, Refusal } from '../api/http.ts';
import { say } from '../i18n/words.ts';
import { shortNumber } from '../time/short-number.ts';
import { toast } from '../ui/toasts.tsx';

export type Input = Omit<z.infer<typeof ActionInput>, 'version'>;

interface Undoable {
  readonly caseId: string;
  readonly version: number;
  readonly untilMs: number;
}
/** The last action that can still be taken back. */
export const useUndoable = create<{ last: Undoable | null }>(() => ({ last: null }));

/** Where the table says that an action leads; null when it depends (back, granted) or nothing moves. */
function stateAfter(action: string): string | null {
  const to = action in ACTIONS ? ACTIONS[action as ActionId].to : null;
  return to !== null && to in STATES ? to : null;
}

function afterChange(client: QueryClient, detail: CaseDetail): void {
  keepDetail(client, detail);
  void client.invalidateQueries({ queryKey: ['cases', 'list'] });
  void client.invalidateQueries({ queryKey: ['cases', 'counts'] });
  void client.invalidateQueries({ queryKey: ['home'] });
}

export async function undoLast(client: QueryClient): Promise<void> {
  const last = useUndoable.getState().last;
  if (!last || last.untilMs < Date.now()) {
    toast.done(say('action.nothingToUndo'));
    return;
  }
  useUndoable.setState({ last: null });
  try {
    afterChange(client, await post<CaseDetail>(`/api/cases/${last.caseId}/undo`, { version: last.version }));
    toast.done(say('action.undone'));
  } catch (failure) {
    toast.failed(failure);
    void client.invalidateQueries({ queryKey: detailQuery(last.caseId).queryKey });
  }
}

function offerUndo(client: QueryClient, detail: CaseDetail, verb: string): void {
  const text = say('action.done', { verb, number: shortNumber(detail.number) });
  if (!detail.undoUntil) {
    toast.done(text);
    return;
  }
  const untilMs = Date.parse(detail.undoUntil);
  useUndoable.setState({ last: { caseId: detail.id, version: detail.version, untilMs } });
  const stayMs = Math.min(10_000, Math.max(3_000, untilMs - Date.now()));
  toast.done(text, { label: say('action.undo'), key: 'Z', run: () => void undoLast(client) }, stayMs);
}

interface Act {
  readonly action: string;
  readonly verb: string;
  readonly input: Input;
}

/**
 * One lifecycle action on an open case: the state on the screen moves at once, the server's answer replaces it, a refusal puts it back.
 * On a version conflict the case is read again and the form keeps what was typed.
 */
export function useCaseAction(detail: CaseDetail, onDone: () => void) {
  const client = useQueryClient();
  const key = detailQuery(detail.id).queryKey;
  return useMutation({
    mutationFn: ({ action, input }: Act) =>
      post<CaseDetail>(`/api/cases/${detail.id}/actions/${action}`, { ...input, version: detail.version }),
    onMutate: async ({ action }) => {
      await client.cancelQueries({ queryKey: key });
      const state = stateAfter(action);
      if (state) patchRow(client, detail.id, (row) => ({ ...row, state }));
      return { before: detail };
    },
    onSuccess: (answer, { verb }) => {
      afterChange(client, answer);
      offerUndo(client, answer, verb);
      onDone();
    },
    onError: (failure, _act, context) => {
      if (context) patchRow(client, detail.id, (row) => ({ ...row, state: context.before.state }));
      if (failure instanceof Refusal && failure.status === 409) void client.invalidateQueries({ queryKey: key });
    },
  });
}

/** Merges a candidate into a case: the candidate disappears into it with its reporters. */
export function useMerge() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ from, into }: { from: DuplicateSuggestion; into: CaseDetail }) => ({
      merged: await post<CaseDetail>(`/api/cases/${from.caseId}/actions/merge`, { version: from.version, caseId: into.id }),
      into,
    }),
    onSuccess: ({ merged, into }) => {
      afterChange(client, merged);
      void client.invalidateQueries({ queryKey: duplicatesQuery(into.id).queryKey });
      void client.invalidateQueries({ queryKey: detailQuery(into.id).queryKey });
      offerUndo(client, merged, say('action.merged'));
    },
    onError: (failure, { into }) => {
      toast.failed(failure);
      void client.invalidateQueries({ queryKey: duplicatesQuery(into.id).queryKey });
    },
  });
}
