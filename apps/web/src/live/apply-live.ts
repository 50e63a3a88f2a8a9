import type { QueryClient } from '@tanstack/react-query';
import { create } from 'zustand';
import { type CaseDetail, detailQuery, keepDetail, patchRow } from '../api/cases.ts';
import { get } from '../api/http.ts';
import type { LiveEvent } from './live-leader.ts';

/** Changes that the loaded list cannot show without being read again from the start. */
export const useQueueNews = create<{ count: number }>(() => ({ count: 0 }));

/** At most this many open cases are read again one by one for one burst of events. */
const SINGLE_ROWS = 4;
const BURST_MS = 1_000;

const changed = new Set<string>();
let _timer: ReturnType<typeof setTimeout> | undefined;
let flushedAt = 0;

function refreshLists(client: QueryClient): void {
  const deep = client.getQueryCache().findAll({ queryKey: ['cases', 'list'], type: 'active' });
  const pages = deep.map((query) => (query.state.data as { pages?: unknown[] } | undefined)?.pages?.length ?? 0);
  if (pages.some((count) => count > 2)) useQueueNews.setState(({ count }) => ({ count: count + 1 }));
  else void client.invalidateQueries({ queryKey: ['cases', 'list'] });
}

async function refreshRow(client: QueryClient, caseId: string): Promise<void> {
  try {
    keepDetail(client, await get<CaseDetail>(`/api/cases/${caseId}`));
  } catch {
    // Out of scope by now: the list says so when it is read again.
    void client.invalidateQueries({ queryKey: ['cases', 'list'] });
  }
}

function flush(client: QueryClient): void {
  _timer = undefined;
  flushedAt = Date.now();
  const open = [...changed].filter((id) => client.getQueryState(detailQuery(id).queryKey) !== undefined);
  for (const id of open.slice(0, SINGLE_ROWS)) void refreshRow(client, id);
  changed.clear();
  refreshLists(client);
  void client.invalidateQueries({ queryKey: ['cases', 'counts'] });
  void client.invalidateQueries({ queryKey: ['home'] });
}

/**
 * One event: the row changes at once from what the event says; an open case is read again; lists and counts follow, the first event
 * immediately and a burst at most once a second.
 */
export function applyLive(client: QueryClient, event: LiveEvent): void {
  const { caseId, version, state } = event.body;
  if (typeof caseId !== 'string' || typeof version !== 'number') return;
  const known = client.getQueryData(detailQuery(caseId).queryKey);
  if (known && known.version >= version) return;
  patchRow(client, caseId, (row) => (row.version >= version || typeof state !== 'string' ? row : { ...row, version, state }));
  changed.add(caseId);
  _timer ??= setTimeout(() => flush(client), Math.max(0, flushedAt + BURST_MS - Date.now()));
}
