import { runLoad } from '../load/run-load.ts';
import { line } from '../report/line.ts';
import type { Suite } from '../suite.ts';

export interface KernelTask {
  readonly seconds: number;
}
export type KernelRates = Readonly<Record<'due' | 'used' | 'apply' | 'fold' | 'locate' | 'build20kMs' | 'naiveLocate', number>>;

/** Pure judgement on one core, in a process of its own. */
export const kernel: Suite = {
  name: 'kernel',
  async run(bench) {
    bench.tell('kernel: calendar, lifecycle, grid');
    const rates = await runLoad<KernelTask, KernelRates>('./judge.ts', { seconds: Math.min(2, bench.options.seconds) });
    bench.emit(line('kernel.calendar.due', rates.due, '1/s', null, 'deadlines of 4 to 40 working hours from random instants of 2026'));
    bench.emit(line('kernel.calendar.used', rates.used, '1/s', null, 'working time between random instants up to ten days apart'));
    bench.emit(line('kernel.lifecycle.apply', rates.apply, '1/s', null, 'acts of the main chain, report to close, judged and applied'));
    bench.emit(line('kernel.lifecycle.fold', rates.fold, '1/s', null, 'whole histories of nine entries folded into their case'));
    const times = `${(rates.locate / rates.naiveLocate).toFixed(0)} times a scan of all cells; index built in ${rates.build20kMs.toFixed(0)} ms`;
    bench.emit(
      line(
        'kernel.locate',
        rates.locate,
        '1/s',
        { atLeast: 500_000 },
        `points found among 20,000 cells of uneven shape, a tenth outside; ${times}`,
      ),
    );
  },
};
