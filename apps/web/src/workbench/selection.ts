import type { CaseRow } from '@chengmai/modules/cases/contract.ts';
import { create } from 'zustand';

/** Rows marked for a batch, with the version that the reader saw. */
export const useSelection = create<{ rows: ReadonlyMap<string, CaseRow> }>(() => ({ rows: new Map() }));

/** The server takes at most this many in one batch. */
export const BATCH_LIMIT = 100;

export function toggleSelected(row: CaseRow): void {
  useSelection.setState(({ rows }) => {
    const next = new Map(rows);
    if (!next.delete(row.id) && next.size < BATCH_LIMIT) next.set(row.id, row);
    return { rows: next };
  });
}

export const clearSelection = (): void => useSelection.setState({ rows: new Map() });
