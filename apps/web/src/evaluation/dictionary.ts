import { COUNT_IDS, COUNTS } from '@chengmai/kernel/evaluation/counts.ts';
import { RATES } from '@chengmai/kernel/evaluation/metrics.ts';

export interface DictionaryEntry {
  readonly id: string;
  readonly zh: string;
  readonly en: string;
}

/** The metric dictionary is the kernel's: the same one that the server computes with. */
export const rateEntries: readonly DictionaryEntry[] = [...RATES.values()].map(({ id, zh, en }) => ({ id, zh, en }));
export const countEntries: readonly DictionaryEntry[] = COUNT_IDS.map((id) => ({ id, zh: COUNTS[id].zh, en: COUNTS[id].en }));
