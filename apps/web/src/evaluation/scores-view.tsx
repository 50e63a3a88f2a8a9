import { EvalControls } from './eval-controls.tsx';
import type { EvalSearch } from './eval-search.ts';

export function ScoresView({ search, set }: { search: EvalSearch; set: (change: Partial<EvalSearch>) => void }) {
  return <EvalControls search={search} set={set} withoutMetric />;
}
