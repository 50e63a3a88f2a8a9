import type { CaseRow } from '@chengmai/modules/cases/contract.ts';
import { Dialog } from '../ui/dialog.tsx';

export function BatchDialog({ rows, onClose }: { rows: readonly CaseRow[]; onClose: () => void }) {
  return (
    <Dialog title={String(rows.length)} onClose={onClose}>
      {null}
    </Dialog>
  );
}
