import { randomUUID } from 'node:crypto';
import { signIn } from '../city/browser.ts';
import { PASSWORD } from '../city/demo-city.ts';
import type { ServingProgram } from '../city/program.ts';
import { sceneOf, withPostgres } from '../city/scene.ts';
import type { CreateResult, CreateTask } from '../load/create-cases.ts';
import { runLoad } from '../load/run-load.ts';
import { cpuMsOf } from '../report/cpu.ts';
import { line, percentile } from '../report/line.ts';
import type { Bench } from '../suite.ts';
import { barePeer } from './bare-insert.ts';

const CONNECTIONS = 16;

interface Written {
  readonly cases: number;
  readonly history: number;
  readonly events: number;
}

/** What the database holds of the acknowledged cases: rows, first history entries, and events still in the outbox or already in the log. */
function written(database: string, ids: readonly string[]): Promise<Written> {
  return withPostgres(database, async (db) => {
    const count = async (text: string): Promise<number> => (await db.query<{ n: number }>({ text, values: [ids] }))[0]?.n ?? 0;
    return {
      cases: await count('select count(*)::int as n from cases_case where id = any($1::uuid[])'),
      history: await count('select count(*)::int as n from cases_history where case_id = any($1::uuid[]) and seq = 1'),
      events: await count(`select count(*)::int as n from (
          select key from platform_outbox where type = 'cases.reported' union all select key from platform_event where type = 'cases.reported'
        ) e where e.key = any($1::text[])`),
    };
  });
}

/** Creating cases over HTTP, and afterwards whether everything acknowledged is there. */
export async function createLine(bench: Bench, program: ServingProgram, database: string): Promise<void> {
  const scene = await withPostgres(database, sceneOf);
  const credentials = await signIn(program.address, 'acceptor', PASSWORD);
  const mark = randomUUID().slice(0, 8);
  bench.tell('creating cases over HTTP');
  const measureMs = bench.options.seconds * 1000;
  const task = { address: program.address, credentials, scene, connections: CONNECTIONS, warmUpMs: 4000, measureMs, mark };
  const postgresPid = await (await bench.postgres()).pid();
  const before = [cpuMsOf(program.pid), cpuMsOf(postgresPid)] as const;
  const result = await runLoad<CreateTask, CreateResult>('./create-cases.ts', task);
  const each = (pid: number, since: number): string => ((cpuMsOf(pid) - since) / result.ids.length).toFixed(2);
  const cpu = `CPU a case: program ${each(program.pid, before[0])} ms, database ${each(postgresPid, before[1])} ms`;
  const there = await written(database, result.ids);
  const complete = there.cases === result.ids.length && there.history === result.ids.length && there.events === result.ids.length;
  const perSecond = result.measured / result.seconds;
  const bare = await barePeer(bench, database, CONNECTIONS);
  const refused = Object.keys(result.refused).length === 0 ? '' : `; refused ${JSON.stringify(result.refused)}`;
  const share = `${((100 * perSecond) / bare).toFixed(0)} % of ${bare.toFixed(0)}/s of bare INSERTs of the same row (pgbench)`;
  const p95 = percentile(result.latenciesMs, 0.95);
  bench.emit(
    line(
      'cases.create',
      perSecond,
      '1/s',
      { atLeast: 800 },
      `${CONNECTIONS} connections, p95 ${p95.toFixed(1)} ms; ${share}; ${cpu}${refused}`,
    ),
  );
  const missing = `${result.ids.length} acknowledged; ${there.cases} rows, ${there.history} histories, ${there.events} events`;
  bench.emit(line('cases.create.missing', complete ? 0 : 1, 'faults', { exactly: 0 }, missing));
}
