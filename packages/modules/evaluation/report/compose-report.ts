import { formatRate } from '@chengmai/kernel/evaluation/format.ts';
import { type Cycle, cycleBounds, cycleWords } from '@chengmai/kernel/evaluation/periods.ts';
import type { Tx } from '@chengmai/platform/ports/db.ts';
import { fill } from '@chengmai/platform/runtime/error-codes.ts';
import type { Caller } from '@chengmai/platform/runtime/scope.ts';
import { type Desk, utcOffsetMinutes } from '../desk.ts';
import { settingsInForce } from '../settings-store.ts';
import { type Composing, type Say, SUBJECT, SUMMARY } from './composing.ts';
import type { MonthlyReport } from './monthly-report.ts';
import { reportReader, type Subject } from './report-figures.ts';
import { praiseOf, problemsOf } from './report-findings.ts';
import { classSection, definitions, scoreSection, scoresOf, subjects, summary, suspended } from './report-sections.ts';
import { REPORT_WORDS } from './report-words.ts';

/** A month in figures, scores, lists and findings, within the caller's scope. */
export async function composeReport(desk: Desk, tx: Tx, caller: Caller, cycle: Cycle): Promise<MonthlyReport> {
  const { settings, version } = await settingsInForce(tx);
  const say: Say = (word, params) => fill(REPORT_WORDS[word][caller.locale], params);
  const rate = (value: number | null) => formatRate(value, 2, caller.locale);
  const composing: Composing = { desk, tx, caller, cycle, say, rate, reader: reportReader(desk, tx, caller, settings) };
  const [city] = await composing.reader.by('none', cycle, [...SUMMARY, ...SUBJECT]);
  const departments = bySize(await composing.reader.by('department', cycle, SUBJECT));
  const streets = bySize(await composing.reader.by('street', cycle, SUBJECT));
  const classes = (await composing.reader.by('class', cycle, SUBJECT)).toSorted(
    (a, b) => (b.figure('file') ?? 0) - (a.figure('file') ?? 0),
  );
  const scores = await scoresOf(composing);
  const offset = utcOffsetMinutes(desk);
  const local = (at: number): string => new Date(at + offset * 60_000).toISOString().slice(0, 16).replace('T', ' ');
  const running = cycleBounds(cycle, offset).to > desk.ctx.clock.now();
  const synthetic = (await desk.identity.units(tx)).some((unit) => unit.synthetic && departments.some(({ key }) => key === unit.id));
  return {
    title: say('title'),
    period: cycleWords(cycle)[caller.locale],
    facts: [
      [say('area'), say(caller.scope.areas.includes('') && caller.scope.units === null ? 'wholeCity' : 'ownScope')],
      [say('asOf'), local(desk.ctx.clock.now())],
      [say('attribution'), `${say(settings.attribution)}${version > 0 ? ` (v${version})` : ''}`],
      [say('madeBy'), caller.name],
    ],
    syntheticLabel: synthetic ? say('synthetic') : null,
    pageOf: (page, pages) => say('page', { page, pages }),
    sections: [
      await summary(composing, city!, running),
      subjects(composing, 'departments', 'department', departments, city!),
      scoreSection(composing, scores, local),
      subjects(composing, 'streets', 'street', streets, city!),
      classSection(composing, classes.slice(0, 10), city!),
      await suspended(composing, city!, local),
      praiseOf(composing, departments, scores),
      problemsOf(composing, city!, departments, classes),
      definitions(composing),
    ],
  };
}

const bySize = (subjects: readonly Subject[]): readonly Subject[] =>
  subjects.toSorted(
    (a, b) => Number(a.key === null) - Number(b.key === null) || (b.figure('need_close') ?? 0) - (a.figure('need_close') ?? 0),
  );
