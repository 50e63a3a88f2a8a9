import { formatRate } from '@chengmai/kernel/evaluation/format.ts';
import { ok, type Result, refuse } from '@chengmai/kernel/result.ts';
import {
  evaluation,
  type Grouping,
  groupings,
  type MetricQuery,
  type MetricResult,
  type MetricRow,
} from '@chengmai/modules/evaluation/contract.ts';
import { DEFAULT_SETTINGS, metricInUse } from '@chengmai/modules/evaluation/metrics-in-use.ts';
import { createLog } from '@chengmai/platform/runtime/log.ts';
import type { Caller } from '@chengmai/platform/runtime/scope.ts';
import { dataOptions, defineCommand, done, type OptionValues } from '../cli/command.ts';
import type { Output } from '../cli/output.ts';
import { textTable } from '../cli/text-table.ts';
import { startProgram } from '../program/start-program.ts';
import { configOf } from '../stores/city-config.ts';

const options = {
  ...dataOptions,
  metric: {
    value: 'METRIC',
    zh: '指标或计数的编号，如 on_time_close_rate、close',
    en: 'id of a rate or count, such as on_time_close_rate or close',
  },
  by: {
    value: 'G[,G2]',
    zh: `分组，一至三项：${groupings.join('、')}；不填为合计`,
    en: `one to three groupings: ${groupings.join(', ')}; the total when left out`,
  },
  from: { value: 'DAY', zh: '第一天，如 2026-03-01', en: 'first day, such as 2026-03-01' },
  to: { value: 'DAY', zh: '最后一天（含）', en: 'last day, inclusive' },
  area: { value: 'CODE', zh: '只看某区划（代码前缀）', en: 'one division only (code prefix)' },
  unit: { value: 'ID', zh: '只看某部门', en: 'one department only' },
  class: { value: 'CODE', zh: '只看某类别', en: 'one class only' },
} as const;

const missing = (option: string) => refuse('cli.bad_option', { problem: option, command: 'evaluate' });

const isDay = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text;

/** The question as the command line asks it. Refuses what it does not name, naming the choices. */
export function questionOf(given: OptionValues<typeof options>): Result<MetricQuery> {
  if (given.metric === undefined) return missing('--metric');
  const metric = metricInUse(given.metric, DEFAULT_SETTINGS);
  if (!metric.ok) return metric;
  const by = (given.by ?? 'none').split(',').map((part) => part.trim());
  const stranger = by.find((part) => !groupings.some((grouping) => grouping === part));
  if (stranger !== undefined || by.length > 3)
    return refuse('evaluation.grouping_unknown', { by: stranger ?? given.by, choices: groupings.join(', ') });
  for (const option of ['from', 'to'] as const) {
    const day = given[option];
    if (day === undefined) return missing(`--${option}`);
    if (!isDay(day)) return refuse('evaluation.date_invalid', { option: `--${option}`, value: day });
  }
  const { from = '', to = '', area, unit, class: classCode } = given;
  return ok({ metric: given.metric, by: by as Grouping[], from, to, area, unit, classCode } as MetricQuery);
}

/** Whoever has the database on the command line sees all of it. */
const programCaller = (out: Output): Caller => ({
  kind: 'system',
  userId: '',
  name: 'chengmai',
  roles: [],
  unitId: null,
  scope: { areas: [''], units: null, userId: '', ownOnly: false },
  locale: out.lang,
  address: '',
});

const plain = ({ sourceKey, name, numerator, denominator, rate }: MetricRow) => ({ key: sourceKey, name, numerator, denominator, rate });

function show(result: MetricResult, out: Output): void {
  if (out.json) {
    out.value(result.rows.map(plain));
    return;
  }
  const zh = out.lang === 'zh';
  const isRate = result.metric.kind === 'rate';
  const cells = (row: MetricRow): string[] => [
    row.sourceKey ?? '–',
    row.name,
    String(row.numerator),
    ...(isRate ? [String(row.denominator), formatRate(row.rate, 2, out.lang)] : []),
  ];
  const words = zh
    ? ['编号', '名称', isRate ? '分子' : result.metric.zh, '分母', result.metric.zh]
    : ['Key', 'Name', isRate ? 'Numerator' : result.metric.en, 'Denominator', result.metric.en];
  const head = words.slice(0, isRate ? 5 : 3);
  const total = cells({ ...result.total, sourceKey: '' });
  for (const line of textTable(head, [...result.rows.map(cells), total], [false, false, true, true, true])) out.line(line);
  out.line();
  out.line(zh ? result.metric.formulaZh : result.metric.formulaEn);
}

export const evaluate = defineCommand({
  name: 'evaluate',
  summary: { zh: '计算评价指标', en: 'Compute an evaluation metric' },
  words: [],
  options,
  examples: [
    './chengmai evaluate --metric on_time_close_rate --by street --from 2018-01-01 --to 2018-12-31',
    './chengmai evaluate --metric close --by department,month --from 2026-01-01 --to 2026-06-30 --json',
  ],
  async run({ options: given, out, env }) {
    const question = questionOf(given);
    if (!question.ok) return question;
    const config = configOf(given, env);
    const log = createLog({ level: 'warn', pretty: process.stderr.isTTY });
    // Beside a running city the workers keep the figures; an embedded database has nobody else.
    const program = await startProgram(config, out, log, { role: config.databaseUrl ? 'api' : 'all', jobs: false, mustExist: true });
    try {
      await program.running.drain();
      const result = await program.running.use(evaluation).metric(programCaller(out), question.value);
      if (!result.ok) return result;
      show(result.value, out);
    } finally {
      await program.running.stop();
    }
    return done;
  },
});
