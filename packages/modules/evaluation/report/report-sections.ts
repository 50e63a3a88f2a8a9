import { formatNumber } from '@chengmai/kernel/evaluation/format.ts';
import { cycleBounds, cycleKey, previousCycle, yearEarlier } from '@chengmai/kernel/evaluation/periods.ts';
import type { ScoreResult } from '../contract.ts';
import { utcOffsetMinutes } from '../desk.ts';
import { describeMetric, metricInUse } from '../metrics-in-use.ts';
import { publication } from '../publication-store.ts';
import { rowsBehind } from '../rows-store.ts';
import { computeScores, frozen, scoreAskedOf, withinScope } from '../score-query.ts';
import { type Composing, column, SUBJECT, SUMMARY } from './composing.ts';
import type { CellValue, ReportSection } from './monthly-report.ts';
import type { Subject } from './report-figures.ts';

const SCORED_BY = 'unit_egova';
const SUSPENDED_SHOWN = 60;

const wordsOf = ({ reader, caller }: Composing, metric: string): string => {
  const used = metricInUse(metric, reader.settings);
  return used.ok ? describeMetric(used.value)[caller.locale] : metric;
};

/** One metric a row, so that counts and rates stand in one table: cells are written out as text. */
export async function summary(composing: Composing, city: Subject, running: boolean): Promise<ReportSection> {
  const { reader, cycle, say, rate } = composing;
  const [before] = await reader.by('none', previousCycle(cycle), SUMMARY);
  const [yearAgo] = await reader.by('none', yearEarlier(cycle), SUMMARY);
  const shown = (subject: Subject | undefined, metric: string): string => {
    const value = subject?.figure(metric) ?? null;
    return metric.endsWith('_rate') ? rate(value) : formatNumber(value);
  };
  return {
    title: say('summary'),
    sheet: say('summarySheet'),
    notes: running ? [say('running')] : [],
    table: {
      columns: [
        column(say('metric'), 'text', 3),
        column(say('thisMonth'), 'score', 1.4),
        column(say('lastMonth'), 'score', 1.4),
        column(say('lastYear'), 'score', 1.4),
      ],
      rows: SUMMARY.map((metric) => [wordsOf(composing, metric), shown(city, metric), shown(before, metric), shown(yearAgo, metric)]),
    },
  };
}

export function subjects(
  { say }: Composing,
  title: 'departments' | 'streets',
  name: 'department' | 'street',
  list: readonly Subject[],
  city: Subject,
): ReportSection {
  const closed = city.figure('close') ?? 0;
  const cells = (subject: Subject, label: string): CellValue[] => [
    label,
    subject.figure('need_handle'),
    subject.figure('need_close'),
    subject.figure('close'),
    subject.figure('intime_close'),
    subject.figure('close_rate'),
    subject.figure('intime_close_rate'),
    closed === 0 ? null : (subject.figure('close') ?? 0) / closed,
    subject.figure('to_close'),
    subject.figure('overtime_to_close'),
  ];
  const counts = (['received', 'dueCases', 'closed', 'inTime'] as const).map((word) => column(say(word), 'count', 1));
  const rates = (['rate', 'inTimeRate', 'share'] as const).map((word) => column(say(word), 'rate', 1.25));
  return {
    title: say(title),
    sheet: say(`${title}Sheet`),
    notes: [],
    table: {
      columns: [
        column(say(name), 'text', 3),
        ...counts,
        ...rates,
        column(say('backlog'), 'count', 1),
        column(say('overdue'), 'count', 1.2),
      ],
      rows: list.map((subject) => cells(subject, subject.name)).filter((row) => row.some((cell) => typeof cell === 'number' && cell > 0)),
      total: cells(city, say('total')),
    },
  };
}

/** As published where that is so. */
export async function scoresOf({ desk, tx, caller, cycle }: Composing): Promise<ScoreResult | null> {
  const asked = await scoreAskedOf(desk, tx, { preset: SCORED_BY, period: cycleKey(cycle), by: 'department' });
  if (!asked.ok) return null;
  const found = await publication(tx, { cycle: cycleKey(cycle), formulaId: SCORED_BY, grouping: 'department' }, null);
  if (found) return withinScope(caller, 'department', frozen(found));
  const computed = await computeScores(desk, tx, caller, asked.value, 0);
  return computed.ok ? computed.value : null;
}

export function scoreSection({ say, caller }: Composing, scores: ScoreResult | null, local: (at: number) => string): ReportSection {
  const rows = scores?.rows ?? [];
  const terms = rows[0]?.terms ?? [];
  const published = scores?.published;
  const status = published
    ? say('published', { version: published.version, at: local(Date.parse(published.at)), by: published.byName })
    : say('unpublished');
  const name = scores ? scores.formula[caller.locale] : '';
  return {
    title: say('scores'),
    sheet: say('scoresSheet'),
    notes: [`${name}${caller.locale === 'zh' ? '。' : '. '}${status}`],
    table: {
      columns: [
        column(say('rank'), 'count', 0.8),
        column(say('department'), 'text', 3),
        ...terms.map((term) => column(`${term[caller.locale]}${term.weight === null ? '' : ` (${term.weight})`}`, 'score', 1.6)),
        column(say('score'), 'score', 1.2),
        column(say('grade'), 'text', 0.8),
      ],
      rows: rows.map((row) => [row.rank, row.name, ...row.terms.map((term) => term.points), row.value, row.grade ?? '–']),
    },
  };
}

export function classSection({ say }: Composing, classes: readonly Subject[], city: Subject): ReportSection {
  const filed = city.figure('file') ?? 0;
  return {
    title: say('classes'),
    sheet: say('classesSheet'),
    notes: [],
    table: {
      columns: [
        column(say('class'), 'text', 3),
        column(say('reports'), 'count', 1),
        column(say('filed'), 'count', 1),
        column(say('share'), 'rate', 1.2),
        column(say('closed'), 'count', 1),
        column(say('inTimeRate'), 'rate', 1.2),
        column(say('overdue'), 'count', 1.2),
      ],
      rows: classes.map((one) => [
        one.name,
        one.figure('report'),
        one.figure('file'),
        filed === 0 ? null : (one.figure('file') ?? 0) / filed,
        one.figure('close'),
        one.figure('intime_close_rate'),
        one.figure('overtime_to_close'),
      ]),
    },
  };
}

export async function suspended(
  { desk, tx, caller, cycle, reader, say }: Composing,
  city: Subject,
  local: (at: number) => string,
): Promise<ReportSection> {
  const offset = utcOffsetMinutes(desk);
  const figures = {
    counts: ['hang' as const],
    by: ['none' as const],
    period: cycleBounds(cycle, offset),
    asOf: desk.ctx.clock.now(),
    attribution: reader.settings.attribution,
    cycles: [],
    utcOffsetMinutes: offset,
    scope: caller.scope,
  };
  const behind = await rowsBehind(tx, figures, [{ id: 'hang', sign: 1 }], null, null, SUSPENDED_SHOWN);
  const cases = await desk.cases.rows(
    tx,
    caller,
    behind.map((row) => row.case_id),
  );
  const all = city.figure('hang') ?? 0;
  const empty = cases.length === 0;
  return {
    title: say('suspended'),
    sheet: say('suspendedSheet'),
    notes: empty ? [say('noSuspended')] : all > cases.length ? [say('moreSuspended', { shown: cases.length, all })] : [],
    table: empty
      ? null
      : {
          columns: [
            column(say('number'), 'text', 2.6),
            column(say('class'), 'text', 1.6),
            column(say('place'), 'text', 3),
            column(say('department'), 'text', 2),
            column(say('since'), 'text', 1.8),
          ],
          rows: cases.map((row) => [row.number, row.className, row.place, row.unitName ?? '–', local(Date.parse(row.reportedAt))]),
        },
  };
}

/** Every metric the report speaks of, with its formula in force. */
export function definitions(composing: Composing): ReportSection {
  const { reader, caller, say } = composing;
  const used = [...new Set([...SUMMARY, ...SUBJECT])].flatMap((id) => {
    const metric = metricInUse(id, reader.settings);
    return metric.ok ? [describeMetric(metric.value)] : [];
  });
  return {
    title: say('definitions'),
    sheet: say('definitionsSheet'),
    notes: [],
    table: {
      columns: [column(say('metric'), 'text', 1.5), column(say('definition'), 'text', 4.2), column(say('source'), 'text', 3.3)],
      rows: used.map((metric) => [
        metric[caller.locale],
        caller.locale === 'zh' ? metric.formulaZh : metric.formulaEn,
        caller.locale === 'zh' ? metric.source : metric.sourceEn,
      ]),
    },
  };
}
