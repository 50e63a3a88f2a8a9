import { areas } from '@chengmai/modules/areas/contract.ts';
import type { Desk } from '@chengmai/modules/cases/desk.ts';
import { caseNumbers } from '@chengmai/modules/cases/numbers.ts';
import { unitNames } from '@chengmai/modules/cases/unit-names.ts';
import { catalogue } from '@chengmai/modules/catalogue/contract.ts';
import { evaluation } from '@chengmai/modules/evaluation/contract.ts';
import { identity } from '@chengmai/modules/identity/contract.ts';
import type { Config } from '@chengmai/platform/runtime/config.ts';
import type { Logger } from '@chengmai/platform/runtime/log.ts';
import sql from 'sql-template-tag';
import { loadCity } from '../city-package/load-city.ts';
import { loadPeople } from '../city-package/load-people.ts';
import type { Output } from '../cli/output.ts';
import { type Program, startProgram } from '../program/start-program.ts';
import { newPassword, readDemoFile, writeDemoFile } from './demo-file.ts';
import { type Played, type PlayedClock, playHistory } from './play-history.ts';
import { readStaff } from './staff.ts';

export interface DemoPlan {
  readonly dir: string;
  /** Days of made-up history before the first start, and how many cases in them. */
  readonly days: number;
  readonly cases: number;
  readonly seed: number;
}

/** The system's clock until somebody sets it. */
function playedClock(): PlayedClock {
  let at: number | null = null;
  return {
    now: () => at ?? Date.now(),
    set: (to) => {
      at = to;
    },
  };
}

/** The cases module's desk, on which the past is played. It announces nothing: nobody was there to hear, and evaluation reads the rows afterwards. */
async function deskOf({ adapters, running }: Program): Promise<Desk> {
  const people = running.use(identity);
  const units = unitNames(people, adapters.clock);
  await units.refresh(running.db);
  const ctx = { ...adapters, db: running.db, emit: async () => undefined, use: running.use, useIfThere: running.useIfThere };
  return {
    ctx,
    areas: running.use(areas),
    catalogue: running.use(catalogue),
    identity: people,
    numbers: caseNumbers(running.db, adapters.log),
    units,
  };
}

async function fill(program: Program, clock: PlayedClock, plan: DemoPlan, password: string, out: Output): Promise<Played> {
  const { running } = program;
  const people = running.use(identity);
  await loadCity(program, plan.dir, out);
  await out.step({ zh: '建立演示账号', en: 'Making the demo accounts' }, (tell) =>
    loadPeople(plan.dir, running.db, people, password, tell),
  );
  const [known] = await running.db.query<{ there: boolean }>(sql`select exists (select from cases_case) as there`);
  if (known?.there) return { cases: 0, steps: 0, refused: [] };
  const desk = await deskOf(program);
  const staff = await readStaff(plan.dir, running.db, people);
  const until = Date.now();
  const words = { zh: `推演近 ${plan.days} 天的案件（示意数据）`, en: `Playing the last ${plan.days} days (synthetic)` };
  try {
    const played = await out.step(words, (tell) => playHistory({ ...plan, desk, staff, clock, until, tell }));
    await out.step({ zh: '计算评价指标', en: 'Computing the figures' }, () => running.use(evaluation).rebuild());
    return played;
  } finally {
    desk.numbers.stop();
  }
}

/** Fills an empty place with the demo city, its accounts and its past. A second time, and after an interruption, only what is missing is added. */
export async function prepareDemo(
  config: Config,
  plan: DemoPlan,
  out: Output,
  log: Logger,
): Promise<{ password: string; played: Played | null }> {
  const known = await readDemoFile(config.dataDir);
  if (known?.ready) return { password: known.password, played: null };
  const password = known?.password ?? newPassword();
  await writeDemoFile(config.dataDir, { password, ready: false });
  const clock = playedClock();
  const program = await startProgram(config, out, log, { role: 'api', jobs: false, clock });
  try {
    const played = await fill(program, clock, plan, password, out);
    if (played.refused.length) log.warn({ refused: played.refused }, 'the made-up history met refusals');
    await writeDemoFile(config.dataDir, { password, ready: true });
    return { password, played };
  } finally {
    await program.running.stop();
  }
}
