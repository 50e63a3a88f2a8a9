import { join } from 'node:path';
import { areas } from '@chengmai/modules/areas/contract.ts';
import { createLog } from '@chengmai/platform/runtime/log.ts';
import { Refused } from '@chengmai/platform/runtime/refused.ts';
import { dataOptions, defineCommand, done } from '../cli/command.ts';
import { type Output, sentence } from '../cli/output.ts';
import { programRoot } from '../cli/version.ts';
import { prepareDemo } from '../demo/prepare-demo.ts';
import { webBuildState } from '../doctor/look-at-machine.ts';
import { buildWeb } from '../program/build-web.ts';
import { type Serving, serveCity } from '../program/serve-city.ts';
import { untilStopped } from '../program/until-stopped.ts';
import { startSimulators } from '../simulators/simulators.ts';
import { configOf } from '../stores/city-config.ts';
import { listenOptions } from './serve.ts';

const plan = { dir: join(programRoot, 'cities/demo'), days: 30, cases: 240, seed: 4406 };
const citizenEverySeconds = 120;

/** One account of each post, as the demo city's people.json has them. */
const shownAccounts: readonly { account: string; zh: string; en: string }[] = [
  { account: 'acceptor', zh: '受理员', en: 'Acceptor' },
  { account: 'shift', zh: '值班长', en: 'Shift leader' },
  { account: 'dispatcher', zh: '派遣员', en: 'Dispatcher' },
  { account: 'manager-sanitation', zh: '专业部门管理员', en: 'Department manager' },
  { account: 'handler2', zh: '处置人员', en: 'Handler' },
  { account: 'collector', zh: '采集员', en: 'Collector' },
  { account: 'leader', zh: '领导', en: 'Leader' },
  { account: 'inspector', zh: '督查员', en: 'Inspector' },
  { account: 'evaluator', zh: '评价员', en: 'Evaluator' },
  { account: 'admin', zh: '管理员', en: 'Administrator' },
];

function introduce(out: Output, address: string, password: string): void {
  const width = Math.max(...shownAccounts.map(({ account }) => account.length));
  out.line();
  out.line(out.say({ zh: `城脉演示已启动   ${address}`, en: `The Chengmai demo is running   ${address}` }));
  out.line(out.say({ zh: `市民上报         ${address}/s/`, en: `Citizen's form                 ${address}/s/` }));
  out.line();
  for (const { account, zh, en } of shownAccounts) out.line(`  ${account.padEnd(width)}   ${password}   ${out.say({ zh, en })}`);
  out.line();
  out.line(
    out.say({
      zh: '图形、人员与案件均为示意数据；口令只属于本次安装。按 Ctrl-C 停止。',
      en: 'Geometry, people and cases are synthetic (示意数据); the password belongs to this installation alone. Ctrl-C stops it.',
    }),
  );
}

function spotsOf({ program }: Serving) {
  const divisions = program.running.use(areas).divisions();
  return divisions.flatMap(({ level, name, lon, lat }) =>
    level === 'community' && lon !== null && lat !== null ? { name, lon, lat } : [],
  );
}

/** A build that fails stops a first start; later the one that is there still serves, and the failure is said. */
async function finishBuild(build: Promise<void>, hasOld: boolean, out: Output): Promise<void> {
  try {
    await out.step({ zh: '构建网页', en: 'Building the web app' }, () => build);
  } catch (error) {
    if (!hasOld || !(error instanceof Refused)) throw error;
    out.note(`${sentence(error.refusal, out.lang)} ${out.say({ zh: '继续使用已有的网页。', en: 'The web app that is there is used.' })}`);
  }
}

export const demo = defineCommand({
  name: 'demo',
  summary: { zh: '一条命令启动演示城市', en: 'Start a living demo city with one command' },
  words: [],
  options: {
    ...dataOptions,
    ...listenOptions,
    'no-simulators': { zh: '不启动模拟的市民与采集员', en: 'without the simulated citizens and collectors' },
  },
  examples: ['./chengmai demo', './chengmai demo --port 9000 --no-simulators'],
  async run({ options, out, env }) {
    const config = configOf(options, env, 'demo');
    const log = createLog({ level: env.CHENGMAI_LOG_LEVEL ? config.logLevel : 'warn', pretty: process.stderr.isTTY });
    // The web build runs beside the database work: a first start has both to do.
    const built = webBuildState();
    const build = built === 'fresh' ? null : buildWeb();
    build?.catch(() => undefined);
    const { password } = await prepareDemo(config, plan, out, log);
    if (build) await finishBuild(build, built === 'stale', out);
    const serving = await serveCity(config, 'all', out, log);
    if (out.json)
      out.value({ address: serving.address, port: serving.port, password, accounts: shownAccounts.map(({ account }) => account) });
    else introduce(out, serving.address, password);
    const simulated = {
      address: serving.address,
      password,
      dir: plan.dir,
      spots: spotsOf(serving),
      everySeconds: citizenEverySeconds,
      log,
    };
    const stopSimulators = options['no-simulators'] ? null : await startSimulators(simulated);
    await untilStopped(async () => {
      await stopSimulators?.();
      await serving.stop();
    }, out);
    return done;
  },
});
