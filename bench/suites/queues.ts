import { signIn } from '../city/browser.ts';
import { PASSWORD } from '../city/demo-city.ts';
import type { ServingProgram } from '../city/program.ts';
import { withPostgres } from '../city/scene.ts';
import { runLoad } from '../load/run-load.ts';
import type { WalkResult, WalkTask } from '../load/walk-queues.ts';
import { line, median, percentile } from '../report/line.ts';
import type { Bench } from '../suite.ts';
import { queueRequests, readValues } from './queue-filters.ts';

const LIMIT_MS = 30;
/** Whole city, a department's own cases, one street only, one's own work only: each scope is another condition in the query. */
const CALLERS = ['leader', 'acceptor', 'dispatcher', 'manager-enforcement', 'manager-zumiao', 'handler', 'collector'] as const;
const OTHERS = 3;
/** Combinations that are asked again and longer, because a few samples on a busy machine say little. */
const SUSPECTS = 12;

interface Found {
  readonly who: string;
  readonly name: string;
  readonly path: string;
  readonly p95Ms: number;
  readonly ms: readonly number[];
}

type Ask = (who: string, requests: WalkTask['requests'], times: number) => Promise<WalkResult>;

const address = (query: Readonly<Record<string, string>>): string => `/api/cases?${new URLSearchParams(query).toString()}`;

async function asking(program: ServingProgram): Promise<Ask> {
  const credentials = new Map(await Promise.all(CALLERS.map(async (who) => [who, await signIn(program.address, who, PASSWORD)] as const)));
  return (who, requests, times) =>
    runLoad<WalkTask, WalkResult>('./walk-queues.ts', {
      address: program.address,
      credentials: credentials.get(who as (typeof CALLERS)[number])!,
      requests,
      times,
      warmUp: 1,
      patienceMs: 300,
    });
}

function evaluated(who: string, result: WalkResult, requests: WalkTask['requests']): Found[] {
  const odd = result.samples.find(({ status }) => status !== 200);
  if (odd) throw new Error(`${who} ${odd.name}: status ${odd.status}`);
  return result.samples.map(({ name, ms }, i) => ({ who, name, path: requests[i]!.path, ms, p95Ms: percentile(ms, 0.95) }));
}

/** Every combination a few times, then the slowest again often enough to trust their p95. */
async function measure(bench: Bench, ask: Ask, requests: WalkTask['requests']): Promise<{ all: Found[]; suspects: Found[] }> {
  const all: Found[] = [];
  for (const [at, who] of CALLERS.entries()) {
    // The whole city asks for everything; every other caller for another part, together for all of it.
    const own = at === 0 ? requests : requests.filter((_, i) => i % OTHERS === at % OTHERS);
    bench.tell(`queues of ${who}: ${own.length} requests`);
    all.push(...evaluated(who, await ask(who, own, at === 0 ? 2 : 1), own));
  }
  const slowest = all.toSorted((a, b) => median(b.ms) - median(a.ms)).slice(0, SUSPECTS);
  const suspects: Found[] = [];
  for (const one of slowest) {
    const again = [{ name: one.name, path: one.path }];
    suspects.push(...evaluated(one.who, await ask(one.who, again, 40), again));
  }
  return { all, suspects: suspects.toSorted((a, b) => b.p95Ms - a.p95Ms) };
}

/** The same deep page by OFFSET, which reads everything before it; ms, in the database alone. */
function offsetPeer(database: string): Promise<number> {
  return withPostgres(database, async (db) => {
    const started = performance.now();
    await db.query({ text: 'select * from cases_case c order by c.reported_at desc, c.id desc offset 500000 limit 51', values: [] });
    return performance.now() - started;
  });
}

/** Every standard queue filter over HTTP at the size of the large city; the worst one by name. */
export async function queueLines(bench: Bench, program: ServingProgram, database: string): Promise<void> {
  const requests = queueRequests(await withPostgres(database, readValues)).flatMap((group) =>
    group.requests.map(({ name, query }) => ({ name, path: address(query) })),
  );
  const { all, suspects } = await measure(bench, await asking(program), requests);
  const worst = suspects[0]!;
  const deep = all.filter(({ who, name }) => who === 'leader' && name.startsWith('all/none/newest/deep'));
  const deepMs = median(deep.flatMap(({ ms }) => ms));
  const peerMs = await offsetPeer(database);
  const over = all.filter(({ ms }) => median(ms) > LIMIT_MS).length;
  for (const one of suspects) bench.tell(`${one.p95Ms.toFixed(1)} ms p95, ${median(one.ms).toFixed(1)} median: ${one.who} ${one.name}`);
  const size = `${bench.options.rows} cases, ${all.length} combinations of caller, view, filter, sort and page`;
  const note = `p95 of the slowest, ${worst.who} ${worst.name} (its median ${median(worst.ms).toFixed(1)} ms); ${size}; ${over} with a median over ${LIMIT_MS} ms`;
  bench.emit(line('cases.queue.worst', worst.p95Ms, 'ms', { atMost: LIMIT_MS }, note));
  bench.emit(
    line(
      'cases.queue.all',
      percentile(
        all.flatMap(({ ms }) => ms),
        0.95,
      ),
      'ms',
      { atMost: LIMIT_MS },
      `p95 over all combinations; ${size}`,
    ),
  );
  const ratio = `${(peerMs / deepMs).toFixed(0)} times faster than the same page by OFFSET in SQL alone (${peerMs.toFixed(0)} ms)`;
  bench.emit(
    line('cases.queue.deep', deepMs, 'ms', { atMost: LIMIT_MS }, `median of a page half a million cases deep over HTTP; ${ratio}`),
  );
}
