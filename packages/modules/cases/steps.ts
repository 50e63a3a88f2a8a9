import type { CaseState } from '@chengmai/kernel/lifecycle/case.ts';
import type { ClockKind } from '@chengmai/kernel/lifecycle/settings.ts';
import { STATES, type Stage } from '@chengmai/kernel/lifecycle/states.ts';
import type { z } from 'zod';
import { clockView, iso, type Reading } from './case-row.ts';
import type { Step } from './contract.ts';
import type { StoredHistory } from './store.ts';

type StepDto = z.infer<typeof Step>;
type StepStage = StepDto['stage'];

/** The seven steps 七步: which clocks belong to each and which actions complete it. */
const table: readonly { stage: StepStage; clocks: readonly ClockKind[]; doneBy: readonly string[] }[] = [
  { stage: 'collect', clocks: ['pre_check'], doneBy: ['report', 'self_handle'] },
  { stage: 'file', clocks: ['accept'], doneBy: ['file', 'self_handle'] },
  { stage: 'dispatch', clocks: ['dispatch'], doneBy: ['dispatch'] },
  { stage: 'handle', clocks: ['handle'], doneBy: ['confirm', 'self_handle'] },
  { stage: 'feedback', clocks: [], doneBy: ['forward_close', 'self_handle'] },
  { stage: 'close', clocks: ['post_check', 'close'], doneBy: ['close', 'force_close'] },
  { stage: 'evaluate', clocks: [], doneBy: ['close', 'force_close'] },
];

const order = table.map((row) => row.stage);

function statusOf(stage: StepStage, at: Stage, last: StoredHistory | undefined): StepDto['status'] {
  if (at === 'end') return last ? 'done' : 'skipped';
  const here = order.indexOf(at as StepStage);
  const there = order.indexOf(stage);
  if (there === here) return stage === 'evaluate' ? 'done' : 'now';
  return there > here ? 'todo' : last ? 'done' : 'skipped';
}

/** The timeline of a case. A step shows its last completion; earlier rounds stay in the history and in the clocks' round numbers. */
export function stepsOf(state: CaseState, history: readonly StoredHistory[], reading: Reading): StepDto[] {
  const at = STATES[state.state].stage;
  return table.map(({ stage, clocks, doneBy }) => {
    const last = history.findLast((entry) => doneBy.includes(entry.action));
    const status = statusOf(stage, at, last);
    return {
      stage,
      status,
      at: last && status === 'done' ? iso(last.at) : null,
      by: last && status === 'done' ? last.actor_name : null,
      note: status === 'done' ? (last?.reason ?? '') : '',
      clocks: state.clocks.filter((clock) => clocks.includes(clock.kind)).map((clock) => clockView(clock, reading)),
    };
  });
}
