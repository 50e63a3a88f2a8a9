import { Browser, signIn } from '../city/browser.ts';
import { PASSWORD } from '../city/demo-city.ts';
import type { ServingProgram } from '../city/program.ts';
import { reportNo, sceneOf, withPostgres } from '../city/scene.ts';
import type { ActResult, ActTask, Step } from '../load/act-openly.ts';
import { runLoad } from '../load/run-load.ts';
import { line, median, percentile } from '../report/line.ts';
import type { Bench } from '../suite.ts';

const PER_SECOND = 200;
const UNIT = 'enforcement';
const MANAGER = 'manager-enforcement';

/** Five steps of the loop by three posts; the class and its condition are given so that filing has nothing to guess. */
async function stepsFor(program: ServingProgram): Promise<{ steps: Step[]; classCode: string }> {
  const browser = await Browser.open(program.address, 'acceptor', PASSWORD);
  const classes = (await browser.get('/api/catalogue/classes?kind=matter')).body as { id: string; code: string }[];
  const entry = classes.find(({ code }) => code === '06010') ?? classes[0]!;
  const detail = (await browser.get(`/api/catalogue/classes/${encodeURIComponent(entry.id)}`)).body as { conditions: { id: string }[] };
  await browser.close();
  const conditionId = detail.conditions[0]?.id;
  return {
    classCode: entry.code,
    steps: [
      { who: 'acceptor', action: 'claim', input: {} },
      { who: 'acceptor', action: 'file', input: { classCode: entry.code, ...(conditionId ? { conditionId } : {}) } },
      { who: 'dispatcher', action: 'dispatch', input: { unitId: UNIT } },
      { who: MANAGER, action: 'apply_extension', input: { reason: '示意：等待吊车' } },
      { who: 'dispatcher', action: 'review_application', input: { granted: true, reason: '示意：同意' } },
    ],
  };
}

async function prepareCases(
  program: ServingProgram,
  database: string,
  classCode: string,
  count: number,
): Promise<{ id: string; version: number }[]> {
  const scene = await withPostgres(database, sceneOf);
  const browser = await Browser.open(program.address, 'acceptor', PASSWORD, 8);
  const made: { id: string; version: number }[] = [];
  let n = 0;
  const worker = async (): Promise<void> => {
    while (n < count) {
      n += 1;
      const answer = await browser.post('/api/cases', { ...reportNo(scene, n, 'actions'), classCode });
      if (answer.status !== 201) throw new Error(`a case was refused: ${answer.status} ${JSON.stringify(answer.body)}`);
      made.push({ id: answer.body.id, version: answer.body.version });
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  await browser.close();
  return made;
}

/** Lifecycle actions over HTTP at a fixed pace. */
export async function actionLine(bench: Bench, program: ServingProgram, database: string): Promise<void> {
  bench.tell(`lifecycle actions at ${PER_SECOND} a second`);
  const { steps, classCode } = await stepsFor(program);
  // A second and a half between two steps of one case at least, so that the answer before has come.
  const count = Math.max(PER_SECOND * 2, Math.round((PER_SECOND * bench.options.seconds) / steps.length));
  const cases = await prepareCases(program, database, classCode, count);
  const credentials = Object.fromEntries(
    await Promise.all(
      [...new Set(steps.map(({ who }) => who))].map(async (who) => [who, await signIn(program.address, who, PASSWORD)] as const),
    ),
  );
  const task = { address: program.address, credentials, cases, steps, perSecond: PER_SECOND, connections: 16, warmUp: count };
  const { latenciesMs, refused, seconds } = await runLoad<ActTask, ActResult>('./act-openly.ts', task);
  const refusals = Object.values(refused).reduce((sum, n) => sum + n, 0);
  const note = [
    `p95 of ${latenciesMs.length} actions (${steps.map(({ action }) => action).join(', ')}) due ${PER_SECOND} a second, each from when it was due`,
    `median ${median(latenciesMs).toFixed(1)} ms, p99 ${percentile(latenciesMs, 0.99).toFixed(1)} ms, ${((cases.length * steps.length) / seconds).toFixed(0)} a second done`,
    refusals === 0 ? 'none refused' : `refused ${JSON.stringify(refused)}`,
  ].join('; ');
  bench.emit(line('cases.action', percentile(latenciesMs, 0.95), 'ms', { atMost: 25 }, note));
  bench.emit(line('cases.action.refused', refusals, 'actions', { exactly: 0 }, 'answers other than 200'));
}
