import { resolve } from 'node:path';
import { refuse } from '@chengmai/kernel/result.ts';
import { cases, type ImportSummary } from '@chengmai/modules/cases/contract.ts';
import { createLog } from '@chengmai/platform/runtime/log.ts';
import { dataOptions, defineCommand, done } from '../cli/command.ts';
import { startProgram } from '../program/start-program.ts';
import { configOf } from '../stores/city-config.ts';

export const importFile = defineCommand({
  name: 'import',
  summary: { zh: '导入外部案件表（CSV、XLSX、gz）', en: 'Import a foreign table of cases (CSV, XLSX, gz)' },
  words: ['cases', 'FILE'],
  options: {
    ...dataOptions,
    map: {
      value: 'MAP',
      zh: '映射：内置 egova、nyc311，或映射文件路径',
      en: 'map: built-in egova or nyc311, or the path of a mapping file',
    },
    'dry-run': { zh: '只检查，不写入', en: 'check only, write nothing' },
    rejects: { value: 'FILE', zh: '不合规行的清单；默认在源文件旁', en: 'where refused rows are listed; beside the source by default' },
  },
  examples: [
    './chengmai import cases cases.csv.gz --map egova --data /var/lib/chengmai',
    './chengmai import cases export.xlsx --map my-map.json --dry-run --json',
  ],
  async run({ options, words, out, env }) {
    const [what, file] = words as [string, string];
    if (what !== 'cases') return refuse('cli.bad_option', { problem: what, command: 'import' });
    if (options.map === undefined) return refuse('cli.bad_option', { problem: '--map', command: 'import' });
    const log = createLog({ level: 'warn', pretty: process.stderr.isTTY });
    const program = await startProgram(configOf(options, env), out, log, { role: 'all', jobs: false });
    try {
      const path = resolve(file);
      const rejectsFile = resolve(options.rejects ?? `${path}.rejects.csv`);
      const map = options.map;
      const summary = await out.step({ zh: '导入案件', en: 'Importing cases' }, (tell) =>
        program.running
          .use(cases)
          .importFile({ file: path, map, dryRun: options['dry-run'], rejectsFile, progress: (n) => tell(String(n)) }),
      );
      if (!summary.dryRun) await out.step({ zh: '更新评价数据', en: 'Bringing evaluation up to date' }, () => program.running.drain());
      if (out.json) out.value(summary);
      else for (const line of lines(summary)) out.line(out.say(line));
    } finally {
      await program.running.stop();
    }
    return done;
  },
});

function lines(s: ImportSummary): { zh: string; en: string }[] {
  const did = s.dryRun ? { zh: '可新增', en: 'would be added' } : { zh: '新增', en: 'added' };
  return [
    {
      zh: `读取 ${s.rows} 行（${s.encoding}）：${did.zh} ${s.added}，已有 ${s.known}，不合规 ${s.rejected}，用时 ${s.seconds.toFixed(1)} s`,
      en: `${s.rows} rows read (${s.encoding}): ${s.added} ${did.en}, ${s.known} known, ${s.rejected} refused, ${s.seconds.toFixed(1)} s`,
    },
    ...(s.rejectsFile ? [{ zh: `不合规行见 ${s.rejectsFile}`, en: `Refused rows are listed in ${s.rejectsFile}` }] : []),
    ...(s.dryRun
      ? []
      : [
          {
            zh: `在“${s.map}”名下新建区划 ${s.created.divisions}、类别 ${s.created.classes}、单位 ${s.created.units}，可在管理页面与本市目录对应`,
            en: `Created under “${s.map}”: ${s.created.divisions} divisions, ${s.created.classes} classes, ${s.created.units} units; map them to the city's own under Administration`,
          },
        ]),
  ];
}
