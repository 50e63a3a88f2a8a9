import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ok, type Result, refuse } from '@chengmai/kernel/result.ts';
import { defineCommand } from '../cli/command.ts';
import type { Words } from '../cli/language.ts';
import type { Output } from '../cli/output.ts';
import { programRoot } from '../cli/version.ts';
import { installCommand, mayInstall, needs } from '../test-run/environment.ts';
import { add, type Counts, countReport, readJson, runShown, stopChildren } from '../test-run/stage.ts';

const none: Counts = { passed: 0, failed: 0, skipped: 0 };
const limitMinutes = 29;

interface Stage {
  readonly name: string;
  readonly title: Words;
  run(out: Output): Promise<Counts>;
}

const scratch = join(programRoot, '.chengmai');
const reportFile = (name: string) => join(scratch, `test-${name}-${process.pid}.json`);

/** Missing programs are installed when that is allowed; what stays missing is a visible skip, or in CI a failure. */
async function environment(out: Output): Promise<Counts> {
  let missing = needs.filter((need) => !need.present());
  if (missing.length && mayInstall()) {
    const command = `apt-get update -q && DEBIAN_FRONTEND=noninteractive ${installCommand(missing)}`;
    out.line(`$ ${command}`);
    await runShown('sh', ['-c', command], 480);
    missing = needs.filter((need) => !need.present());
  }
  for (const need of needs) {
    const there = !missing.includes(need);
    out.line(
      `${there ? '✓' : '↓'} ${out.say(need.name)}${there ? '' : ` — ${out.say({ zh: '缺少，相关测试将跳过；安装', en: 'missing, its tests are skipped; to run them' })}: ${installCommand([need])}`}`,
    );
  }
  return process.env.CI === 'true' ? { ...none, failed: missing.length } : { ...none, skipped: missing.length };
}

async function check(): Promise<Counts> {
  const file = reportFile('check');
  const status = await runShown(process.execPath, ['checks/run.ts', '--json', file], 600);
  const counts = await readJson<Counts>(file);
  return counts && (status === 0 || counts.failed > 0) ? counts : { ...none, failed: 1 };
}

async function webBuild(): Promise<Counts> {
  const status = await runShown('npx', ['vite', 'build', 'apps/web', '--logLevel', 'warn'], 300);
  return { ...none, [status === 0 ? 'passed' : 'failed']: 1 };
}

const vitest = (project: string, limitSeconds: number) => async (out: Output) => {
  const file = reportFile(project);
  const args = [
    'vitest',
    'run',
    '--project',
    project,
    '--passWithNoTests',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ];
  const status = await runShown('npx', args, limitSeconds);
  const { counts, skipped } = countReport(await readJson(file), status);
  for (const name of skipped) out.line(`↓ ${name}`);
  return counts;
};

const stages: readonly Stage[] = [
  { name: 'environment', title: { zh: '环境', en: 'Environment' }, run: environment },
  { name: 'check', title: { zh: '静态检查与单元测试', en: 'Checks and unit tests' }, run: check },
  { name: 'web', title: { zh: '构建网页', en: 'Web build' }, run: webBuild },
  { name: 'embedded', title: { zh: '内嵌数据库', en: 'Embedded database' }, run: vitest('embedded', 900) },
  { name: 'real', title: { zh: '真实数据库与消息服务器', en: 'Real servers' }, run: vitest('real', 900) },
  { name: 'e2e', title: { zh: '真实浏览器', en: 'Real browser' }, run: vitest('e2e', 900) },
];

async function runStages(out: Output, chosen: readonly Stage[]): Promise<Counts> {
  let total = none;
  for (const [index, stage] of chosen.entries()) {
    const started = performance.now();
    out.line(`\n== ${index + 1}/${chosen.length} ${out.say(stage.title)}`);
    const counts = await stage.run(out);
    total = add(total, counts);
    out.line(
      `== ${out.say(stage.title)}: ${counts.passed} ✓ ${counts.failed} ✗ ${counts.skipped} ↓ (${((performance.now() - started) / 1000).toFixed(0)} s)`,
    );
  }
  return total;
}

export const test = defineCommand({
  name: 'test',
  summary: { zh: '运行全部检查与测试（与持续集成相同）', en: 'Run every check and test, exactly what CI runs' },
  words: [],
  options: {
    only: {
      value: 'STAGE',
      zh: `只运行一个阶段：${stages.map((s) => s.name).join('、')}`,
      en: `only one stage: ${stages.map((s) => s.name).join(', ')}`,
    },
  },
  examples: ['./chengmai test', 'CI=true ./chengmai test', './chengmai test --only e2e'],
  async run({ options, out }): Promise<Result<number>> {
    const chosen = stages.filter((stage) => options.only === undefined || stage.name === options.only);
    if (chosen.length === 0) return refuse('cli.bad_option', { problem: `--only ${options.only}`, command: 'test' });
    if (!existsSync(scratch)) mkdirSync(scratch);
    const stop = (status: number) => () => {
      stopChildren();
      process.exit(status);
    };
    process.once('SIGINT', stop(130)).once('SIGTERM', stop(143));
    const deadline = setTimeout(() => {
      out.note(out.say({ zh: `超过 ${limitMinutes} 分钟，停止`, en: `longer than ${limitMinutes} minutes: stopped` }));
      stop(1)();
    }, limitMinutes * 60_000);
    const total = await runStages(out, chosen);
    clearTimeout(deadline);
    stopChildren();
    out.line(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
    return ok(total.failed === 0 ? 0 : 1);
  },
});
