import { describe, expect, it } from 'vitest';
import { subjectColumn } from './counts.ts';
import type { FactInput } from './fact-input.ts';
import { VALUE_COLUMNS } from './fact-row.ts';
import { caseFacts, factRows } from './facts.ts';
import { RATES } from './metrics.ts';
import { periodCounts } from './rates.ts';
import { POST_PRESETS } from './score-presets.ts';

const at = (text: string): number => Date.parse(`2026-${text}:00+08:00`);
const MARCH = { from: at('03-01T00:00'), to: at('04-01T00:00') };
const LATER = at('12-31T00:00');

const closedCase: FactInput = {
  id: 'c1',
  source: 'collector',
  reportedAt: at('03-02T09:00'),
  accept: { startedAt: at('03-02T09:00'), dueAt: at('03-02T09:15'), endedAt: at('03-02T09:10') },
  filedAt: at('03-02T09:10'),
  dispatches: [{ startedAt: at('03-02T09:10'), dueAt: at('03-02T09:25'), endedAt: at('03-02T09:20') }],
  rounds: [
    {
      startedAt: at('03-02T09:20'),
      dueAt: at('03-02T15:20'),
      endedAt: at('03-02T15:20'),
      cause: 'dispatch',
      outcome: 'confirmed',
      unit: 'u1',
      usedMinutes: 240,
      allowanceMinutes: 240,
    },
  ],
  close: { dueAt: at('03-02T15:20'), endedAt: at('03-02T15:50'), closed: true, verdict: 'intime' },
};

describe('facts of one case', () => {
  it('counts a plain case once in every stage it passed in time', () => {
    const row = caseFacts(closedCase, LATER);
    for (const column of ['report', 'valid_report', 'accept', 'intime_accept', 'file', 'intime_file', 'accurate_file'] as const) {
      expect(row[column], column).toBe(1);
    }
    for (const column of ['need_dispatch', 'intime_dispatch', 'accurate_dispatch', 'need_handle', 'handle', 'through_handle'] as const) {
      expect(row[column], column).toBe(1);
    }
    expect([row.intime_close, row.overtime_close, row.close]).toEqual([1, 0, 1]);
    expect(row.unit_id).toBe('u1');
    expect(factRows(closedCase, LATER)).toHaveLength(1);
  });

  it('takes an end exactly on the deadline as in time and one millisecond later as overdue', () => {
    expect(caseFacts(closedCase, LATER).intime_handle).toBe(1);
    const round = { ...closedCase.rounds![0]!, endedAt: at('03-02T15:20') + 1 };
    expect(caseFacts({ ...closedCase, rounds: [round] }, LATER)).toMatchObject({ intime_handle: 0, overtime_handle: 1 });
  });

  it('moves an exempted overdue to the in-time counters and changes nothing but those and the exemption mark', () => {
    const late: FactInput = {
      ...closedCase,
      rounds: [{ ...closedCase.rounds![0]!, verdict: 'overtime' }],
      close: { ...closedCase.close!, verdict: 'overtime' },
    };
    const plain = caseFacts(late, LATER);
    const exempt = caseFacts({ ...late, overdueExempt: true }, LATER);
    const changed = VALUE_COLUMNS.filter((column) => plain[column] !== exempt[column]);
    expect(changed).toEqual(['intime_handle', 'overtime_handle', 'intime_close', 'overtime_close', 'exempt']);
    expect(exempt.intime_handle - plain.intime_handle).toBe(1);
    expect(exempt.overtime_handle - plain.overtime_handle).toBe(-1);
  });

  it('never counts a forced closing as in time, even with an exemption', () => {
    const close = { ...closedCase.close!, forced: true };
    expect(caseFacts({ ...closedCase, close, overdueExempt: true }, LATER)).toMatchObject({ close: 1, force_close: 1, intime_close: 0 });
    const late = { ...close, verdict: 'overtime' as const };
    expect(caseFacts({ ...closedCase, close: late, overdueExempt: true }, LATER)).toMatchObject({ intime_close: 0, overtime_close: 1 });
  });

  it('takes a voided case out of what was due but keeps the facts that happened', () => {
    const row = caseFacts({ ...closedCase, voidedAt: at('03-03T09:00') }, LATER);
    expect(row).toMatchObject({ report: 1, file: 1, accurate_file: 0, void: 1, need_handle: 0, handle: 0, need_close: 0, close: 0 });
  });

  it('sees nothing that happens after asOf', () => {
    const row = caseFacts(closedCase, at('03-02T12:00'));
    expect(row).toMatchObject({ file: 1, need_handle: 1, handle: 0, close: 0, need_close: 1, handled_at: null, closed_at: null });
  });

  it('counts an imported case that carries only a flag by its time of report and says so', () => {
    const imported: FactInput = {
      id: 'i1',
      source: 'public',
      reportedAt: at('03-05T10:00'),
      close: { closed: true, endedAt: null, verdict: 'intime' },
    };
    expect(caseFacts(imported, LATER)).toMatchObject({ close: 1, intime_close: 1, close_time_assumed: 1, closed_at: at('03-05T10:00') });
    const neither = caseFacts({ ...imported, close: { closed: true, endedAt: null, verdict: 'unknown' } }, LATER);
    expect(neither).toMatchObject({ close: 1, intime_close: 0, overtime_close: 0 });
  });
});

describe('facts of repeated acts', () => {
  const rework: FactInput = {
    ...closedCase,
    rounds: [
      {
        startedAt: at('02-20T09:00'),
        dueAt: at('02-20T15:00'),
        endedAt: at('02-21T09:00'),
        cause: 'dispatch',
        outcome: 'confirmed',
        unit: 'a',
      },
      {
        startedAt: at('03-02T09:20'),
        dueAt: at('03-02T15:20'),
        endedAt: at('03-02T12:00'),
        cause: 'rework',
        outcome: 'confirmed',
        unit: 'a',
      },
      {
        startedAt: at('03-03T09:00'),
        dueAt: at('03-03T15:00'),
        endedAt: at('03-03T12:00'),
        cause: 'rework',
        outcome: 'confirmed',
        unit: 'a',
      },
    ],
  };

  it('keeps the verdict of every round on its own line', () => {
    const rows = factRows(rework, LATER);
    expect(rows.map((row) => [row.line, row.intime_handle, row.overtime_handle])).toEqual([
      [0, 1, 0],
      [1, 1, 0],
      [2, 0, 1],
    ]);
    expect(rows.map((row) => row.report)).toEqual([1, 0, 0]);
  });

  it('puts each round into its own period and counts the reworked case once', () => {
    const march = periodCounts(factRows(rework, LATER), MARCH, LATER);
    expect(march).toMatchObject({ need_handle: 2, handle: 2, overtime_handle: 0, rework: 1, rework_times: 2, through_handle: 0 });
    const february = periodCounts(factRows(rework, LATER), { from: at('02-01T00:00'), to: MARCH.from }, LATER);
    expect(february).toMatchObject({ need_handle: 1, overtime_handle: 1, rework: 0, through_handle: 1 });
  });

  it('leaves no trace on a department that passed a case on in time, and keeps an overdue one as due and not handled', () => {
    const first = { startedAt: at('03-10T08:30'), dueAt: at('03-10T17:30'), cause: 'dispatch', outcome: 'transferred', unit: 'a' } as const;
    const second = {
      startedAt: at('03-10T15:00'),
      dueAt: at('03-11T09:00'),
      endedAt: at('03-11T08:00'),
      cause: 'transfer',
      outcome: 'confirmed',
      unit: 'b',
    } as const;
    const inTime = factRows({ ...closedCase, rounds: [{ ...first, endedAt: at('03-10T10:00') }, second] }, LATER);
    expect(inTime.map((row) => [row.unit_id, row.need_handle, row.handle])).toEqual([
      ['b', 1, 1],
      ['a', 0, 0],
    ]);
    const late = factRows({ ...closedCase, rounds: [{ ...first, endedAt: at('03-10T18:00') }, second] }, LATER);
    expect(late[1]).toMatchObject({ unit_id: 'a', need_handle: 1, handle: 0, overtime_handle: 0 });
  });

  it('puts a return on the line of the unit that returned', () => {
    const rounds = [
      {
        startedAt: at('03-10T08:30'),
        dueAt: at('03-10T17:30'),
        endedAt: at('03-10T10:00'),
        cause: 'dispatch',
        outcome: 'transferred',
        unit: 'a',
      },
      { startedAt: at('03-10T15:00'), dueAt: at('03-11T09:00'), cause: 'transfer', unit: 'b' },
    ] as const;
    const rows = factRows({ ...closedCase, rounds, returns: [{ at: at('03-10T10:00'), unit: 'a' }] }, LATER);
    expect(rows.filter((row) => row.back > 0).map((row) => row.unit_id)).toEqual(['a']);
  });

  it('counts each check task with its own verdict', () => {
    const preChecks = [
      { sentAt: at('03-02T09:02'), dueAt: at('03-02T09:32'), answeredAt: at('03-02T09:41'), sentInTime: true, checker: 'x' },
      { sentAt: at('03-02T09:45'), dueAt: at('03-02T10:15'), answeredAt: at('03-02T10:00'), sentInTime: false, checker: 'y' },
    ];
    const counts = periodCounts(factRows({ ...closedCase, preChecks }, LATER), MARCH, LATER);
    expect(counts).toMatchObject({ need_pre_check: 2, pre_check: 2, intime_pre_check: 1, intime_send_pre_check: 1 });
  });
});

describe('figures of a period', () => {
  const open = (id: string, dueAt: string, ended: string | null): FactInput => ({
    id,
    source: 'collector',
    reportedAt: at('02-10T09:00'),
    filedAt: at('02-10T09:10'),
    rounds: [
      {
        startedAt: at('02-10T09:20'),
        dueAt: at(dueAt),
        endedAt: ended ? at(ended) : null,
        cause: 'dispatch',
        outcome: ended ? 'confirmed' : null,
      },
    ],
    close: { dueAt: at(dueAt), endedAt: ended ? at(ended) : null, closed: ended !== null },
  });
  const rows = [
    open('due in March, closed in time', '03-10T12:00', '03-10T11:00'),
    open('due in March, open', '03-20T12:00', null),
    open('due in February, closed in February', '02-20T12:00', '02-21T12:00'),
    open('due in February, closed in March', '02-20T12:00', '03-05T12:00'),
    open('due in February, open', '02-20T12:00', null),
    open('due in April, closed in March', '04-10T12:00', '03-25T12:00'),
    open('due in April, open', '04-10T12:00', null),
  ].flatMap((input) => factRows(input, LATER));

  it('needs closing: what is due in the period, plus what earlier periods left open', () => {
    expect(periodCounts(rows, MARCH, LATER).need_close).toBe(4);
  });

  it('counts closings by their own time under "event" and only among those due under "due"', () => {
    expect(periodCounts(rows, MARCH, LATER, 'event')).toMatchObject({ close: 3, intime_close: 2, overtime_close: 1 });
    expect(periodCounts(rows, MARCH, LATER, 'due')).toMatchObject({ close: 2, intime_close: 1, overtime_close: 1, need_close: 4 });
  });

  it('reads standing figures at the end of the period', () => {
    expect(periodCounts(rows, MARCH, LATER)).toMatchObject({
      to_close: 3,
      overtime_to_close: 2,
      to_handle: 3,
      overtime_to_handle: 2,
      intime_to_handle: 1,
    });
    expect(periodCounts(rows, MARCH, LATER).grid_red).toBe(2);
    expect(periodCounts(rows, MARCH, LATER).public_red).toBe(0);
  });

  it('ends a running period at asOf', () => {
    const counts = periodCounts(rows, MARCH, at('03-15T00:00'));
    expect(counts).toMatchObject({ close: 2, overtime_to_close: 1, to_close: 4 });
  });

  it('keeps a suspended case out of the overdue ones and in the suspended ones until it resumes', () => {
    const hung: FactInput = {
      ...open('hung', '03-20T12:00', null),
      suspension: { from: at('03-04T11:00'), to: at('04-16T15:00') },
      rounds: [{ startedAt: at('02-10T09:20'), dueAt: null, cause: 'dispatch' }],
      close: { dueAt: null, endedAt: null, closed: false },
    };
    expect(periodCounts(factRows(hung, LATER), MARCH, LATER)).toMatchObject({
      hang: 1,
      his_hang: 1,
      overtime_to_handle: 0,
      intime_to_handle: 1,
      need_close: 0,
    });
    const april = { from: MARCH.to, to: at('05-01T00:00') };
    expect(periodCounts(factRows(hung, LATER), april, LATER)).toMatchObject({ hang: 0, his_hang: 0 });
  });

  it('gathers a cohort by time of report under "reported"', () => {
    const february = { from: at('02-01T00:00'), to: MARCH.from };
    expect(periodCounts(rows, february, LATER, 'reported')).toMatchObject({ report: 7, close: 4, need_close: 7 });
    expect(periodCounts(rows, MARCH, LATER, 'reported')).toMatchObject({ report: 0, close: 0, need_close: 0 });
  });
});

describe('attribution to people', () => {
  it('takes numerator and denominator of every post score from the same person', () => {
    for (const post of ['collector', 'acceptor', 'shift_leader', 'dispatcher'] as const) {
      const formula = POST_PRESETS.find((preset) => preset.id === `post_${post}`)!;
      for (const term of formula.terms) {
        if (!('of' in term) || !('metric' in term.of)) continue;
        const { numerator, denominator } = RATES.get(term.of.metric)!;
        const columns = new Set([...numerator.plus, ...denominator.plus].map((id) => subjectColumn(id, post)));
        expect(columns.size, `${post} ${term.of.metric}`).toBe(1);
      }
    }
  });

  it('stands on every line of a case', () => {
    const people = { reporter: 'r', dutyCollector: 'd', acceptor: 'a', filer: 'f', closer: 'c' };
    const task = { sentAt: at('03-02T09:02'), answeredAt: at('03-02T09:10') };
    const rows = factRows({ ...closedCase, people, preChecks: [task, task] }, LATER);
    expect(rows.map((row) => [row.reporter_id, row.duty_collector_id, row.acceptor_id, row.filer_id, row.closer_id])).toEqual([
      ['r', 'd', 'a', 'f', 'c'],
      ['r', 'd', 'a', 'f', 'c'],
    ]);
  });
});
