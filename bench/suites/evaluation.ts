import { Browser } from '../city/browser.ts';
import { PASSWORD, scratchDir } from '../city/demo-city.ts';
import { largeCity } from '../city/large-city.ts';
import { serveProgram } from '../city/program.ts';
import { line, median, percentile } from '../report/line.ts';
import type { Bench, Suite } from '../suite.ts';

const METRIC = 'on_time_close_rate';
const local = (at: Date): string => at.toISOString().slice(0, 10);

/** Whole months are answered from the kept sums; from the second of a month on only the lines know. */
function periods(): { standing: string; lines: string } {
  const now = new Date();
  const last = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 0));
  const from = (day: number): string => local(new Date(Date.UTC(now.getUTCFullYear() - 3, now.getUTCMonth() - 1, day)));
  return { standing: `from=${from(1)}&to=${local(last)}`, lines: `from=${from(2)}&to=${local(last)}` };
}

interface Asked {
  readonly ms: readonly number[];
  readonly rows: number;
  readonly denominator: number;
  readonly basis: string;
}

async function ask(browser: Browser, query: string, times: number): Promise<Asked> {
  const ms: number[] = [];
  let last: Awaited<ReturnType<Browser['get']>> | undefined;
  for (let i = 0; i < times + 2; i += 1) {
    last = await browser.get(`/api/evaluation/query?metric=${METRIC}&${query}`);
    if (last.status !== 200) throw new Error(`evaluation answered ${last.status} ${JSON.stringify(last.body)}`);
    if (i >= 2) ms.push(last.ms);
  }
  return { ms, rows: last?.body.rows.length, denominator: last?.body.total.denominator, basis: last?.body.basis };
}

const described = (asked: Asked): string =>
  `p95 of ${asked.ms.length} over HTTP, median ${median(asked.ms).toFixed(0)} ms; ${METRIC}; ${asked.rows} groups over ${asked.denominator} cases; basis ${asked.basis}`;

async function figures(bench: Bench, browser: Browser): Promise<void> {
  const period = periods();
  const cross = 'by=street,class,month';
  const fromLines = await ask(browser, `${cross}&${period.lines}`, 7);
  bench.emit(
    line('evaluation.lines', percentile(fromLines.ms, 0.95) / 1000, 's', { atMost: 2 }, `street × class × month; ${described(fromLines)}`),
  );
  const kept = await ask(browser, `by=street,month&${period.standing}`, 20);
  const ratio = `${(median(fromLines.ms) / median(kept.ms)).toFixed(0)} times faster than from lines`;
  bench.emit(line('evaluation.standing', percentile(kept.ms, 0.95), 'ms', { atMost: 50 }, `street × month; ${described(kept)}; ${ratio}`));
  for (const by of ['street', 'department', 'class', 'community', 'month']) {
    const one = await ask(browser, `by=${by}&${period.standing}`, 10);
    bench.emit(line(`evaluation.standing.${by}`, percentile(one.ms, 0.95), 'ms', { atMost: 50 }, described(one)));
  }
  const whole = await ask(browser, `${cross}&${period.standing}`, 5);
  bench.emit(
    line(
      'evaluation.standing.cross',
      percentile(whole.ms, 0.95),
      'ms',
      null,
      `street × class × month, all of it as JSON; ${described(whole)}`,
    ),
  );
}

/** Figures of the large city, from lines and from kept sums. */
export const evaluation: Suite = {
  name: 'evaluation',
  async run(bench) {
    const host = await bench.postgres();
    await host.copy(await largeCity(bench), 'bench_evaluation');
    const program = await serveProgram({ database: host.url('bench_evaluation'), dataDir: scratchDir('evaluation') });
    try {
      bench.tell('evaluation over HTTP');
      const browser = await Browser.open(program.address, 'leader', PASSWORD);
      await figures(bench, browser).finally(() => browser.close());
    } finally {
      await program.stop();
      await host.drop('bench_evaluation');
    }
  },
};
