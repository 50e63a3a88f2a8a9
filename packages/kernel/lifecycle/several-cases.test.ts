import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inBeijing } from '../calendar/example-2026.ts';
import type { Result } from '../result.ts';
import { type CaseState, openClock } from './case.ts';
import { actor, calendar2026, dispatched, INPUTS, PEOPLE, Play } from './example-play.ts';
import type { Actor } from './roles.ts';
import { mergeCases, splitCase, unmergeCases } from './several-cases.ts';
import type { Context } from './turn.ts';

const contextOf = (play: Play, who: Actor = PEOPLE.shift_leader): Context => ({
  now: play.now,
  calendar: calendar2026,
  actor: who,
  settings: play.settings,
});

const unwrap = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.refusal.code);
  return result.value;
};

const codeOf = (result: Result<unknown>): string => (result.ok ? 'ok' : result.refusal.code);

/** Another citizen's report of the same thing, at `local` and under another id. */
function second(local: string, caseId = 'C2'): Play {
  return new Play(local).does('report', 'citizen', { caseId, source: 'phone', reporter: { kind: 'citizen', id: `citizen-of-${caseId}` } });
}

function merge(absorbed: Play, primary: Play): void {
  const [gone, stays] = unwrap(mergeCases(absorbed.case, primary.case, contextOf(primary)));
  absorbed.state = gone.next;
  primary.state = stays.next;
}

function unmerge(absorbed: Play, primary: Play): void {
  const [back, stays] = unwrap(unmergeCases(absorbed.case, primary.case, '并非同一问题', contextOf(primary)));
  absorbed.state = back.next;
  primary.state = stays.next;
}

const due = (play: Play) => inBeijing(openClock(play.case, 'handle')?.dueAt ?? 0);
/** A case but for the marks of having been touched. */
const essence = (state: CaseState) => ({ ...state, version: 0, updatedAt: 0 });

describe('merging', () => {
  it('keeps every reporter', () => {
    const primary = dispatched('03-02 09:00', { value: 4, unit: 'work_hour' });
    const absorbed = second('03-02 09:30');
    merge(absorbed, primary.at('03-02 09:40'));
    expect(primary.case.reporters.map(({ id }) => id)).toEqual(['citizen-1', 'citizen-of-C2']);
    expect(absorbed.case).toMatchObject({ state: 'merged', mergedInto: { caseId: 'C1' } });
  });

  it('lets the earliest deadline win, and never a later one', () => {
    const primary = dispatched('03-02 10:00', { value: 2, unit: 'work_day' });
    const urgent = second('03-02 10:00').does('file', 'acceptor', { ...INPUTS.file, limit: { value: 4, unit: 'work_hour' } });
    merge(urgent.does('dispatch', 'dispatcher'), primary);
    expect(due(primary)).toBe('03-02 16:00');
    const patient = second('03-02 10:00', 'C3').does('file', 'acceptor', { ...INPUTS.file, limit: { value: 5, unit: 'work_day' } });
    merge(patient.does('dispatch', 'dispatcher'), primary);
    expect(due(primary)).toBe('03-02 16:00');
  });

  it('holds a case that is dispatched later to the shorter of the limits', () => {
    const primary = new Play('03-02 09:00')
      .does('report', 'citizen')
      .does('file', 'acceptor', { ...INPUTS.file, limit: { value: 2, unit: 'work_day' } });
    merge(second('03-02 09:00').does('file', 'acceptor', { ...INPUTS.file, limit: { value: 1, unit: 'urgent_hour' } }), primary);
    expect(due(primary.does('dispatch', 'dispatcher'))).toBe('03-02 10:00');
  });

  it('after dispatch is the shift leader’s, and a merged case is never merged on', () => {
    const primary = dispatched('03-02 09:00', { value: 4, unit: 'work_hour' });
    const other = second('03-02 09:00').does('file', 'acceptor').does('dispatch', 'dispatcher');
    expect(codeOf(mergeCases(other.case, primary.case, contextOf(primary, PEOPLE.acceptor)))).toBe('lifecycle.needs_shift_leader');
    merge(second('03-02 09:00', 'C3'), primary);
    expect(codeOf(mergeCases(primary.case, other.case, contextOf(primary)))).toBe('lifecycle.has_merged_cases');
    expect(codeOf(mergeCases(other.case, other.case, contextOf(primary)))).toBe('lifecycle.same_case');
  });

  it('happens to both cases or to neither', () => {
    const closed = dispatched('03-02 09:00', { value: 4, unit: 'work_hour' }).does('force_close', 'shift_leader');
    expect(codeOf(mergeCases(second('03-02 09:00').case, closed.case, contextOf(closed)))).toBe('lifecycle.action_not_allowed');
  });
});

describe('unmerging', () => {
  it('puts both back exactly as they were, clocks and all', () => {
    const primary = dispatched('03-02 09:00', { value: 2, unit: 'work_day' });
    const absorbed = second('03-02 09:00').does('file', 'acceptor', { ...INPUTS.file, limit: { value: 1, unit: 'urgent_hour' } });
    const [before, after] = [primary.case, absorbed.case];
    merge(absorbed, primary.at('03-02 09:20'));
    unmerge(absorbed, primary.at('03-03 09:20'));
    expect(essence(primary.case)).toEqual(essence(before));
    expect(essence(absorbed.case)).toEqual(essence(after));
  });

  it('gives back only what the released case had taken, in any order', () => {
    const primary = dispatched('03-02 09:00', { value: 2, unit: 'work_day' });
    const hour = second('03-02 09:00', 'C2').does('file', 'acceptor', { ...INPUTS.file, limit: { value: 1, unit: 'work_hour' } });
    const day = second('03-02 09:00', 'C3').does('file', 'acceptor', { ...INPUTS.file, limit: { value: 1, unit: 'work_day' } });
    merge(hour, primary);
    merge(day, primary);
    expect(due(primary)).toBe('03-02 10:00');
    unmerge(hour, primary);
    expect(due(primary)).toBe('03-03 09:00');
    unmerge(day, primary);
    expect(due(primary)).toBe('03-04 09:00');
  });

  it('knows of a paused clock which deadline it had missed, if any', () => {
    const deadlines = (limitHours: number) => {
      const primary = dispatched('03-02 09:00', { value: limitHours, unit: 'work_hour' });
      const absorbed = second('03-02 09:00').does('file', 'acceptor', { ...INPUTS.file, limit: { value: 1, unit: 'work_hour' } });
      merge(absorbed, primary);
      primary.at('03-02 16:00').does('return_to_dispatcher', 'dept_manager');
      const merged = openClock(primary.case, 'handle')?.dueAt ?? null;
      unmerge(absorbed, primary);
      return [merged, openClock(primary.case, 'handle')?.dueAt ?? null].map((at) => at && inBeijing(at));
    };
    expect(deadlines(8)).toEqual(['03-02 10:00', null]);
    expect(deadlines(4)).toEqual(['03-02 10:00', '03-02 15:00']);
  });

  it('is refused for cases that were not merged with each other', () => {
    const primary = dispatched('03-02 09:00', { value: 2, unit: 'work_day' });
    expect(codeOf(unmergeCases(second('03-02 09:00').case, primary.case, '误并', contextOf(primary)))).toBe('lifecycle.not_absorbed');
  });

  it('still finds a wrongly merged case a way out when the other one is closed', () => {
    const primary = dispatched('03-02 09:00', { value: 2, unit: 'work_day' });
    const absorbed = second('03-02 09:00');
    merge(absorbed, primary);
    unmerge(absorbed, primary.does('force_close', 'shift_leader'));
    expect(absorbed.case.state).toBe('reported');
  });

  const acts = ['dispatch', 'return_to_dispatcher', 'assign', 'revoke_assign', 'suspend', 'resume', 'extend', 'recompute_clocks'] as const;
  const steps = fc.array(fc.record({ act: fc.constantFrom(...acts), minutes: fc.nat(400) }), { maxLength: 12 });

  /** Takes one step; false when the case refuses it. */
  function take(play: Play, act: (typeof acts)[number], minutes: number): boolean {
    play.now += minutes * 60_000;
    const request = { suspend: 'apply_suspension', extend: 'apply_extension' } as const;
    if (act === 'suspend' || act === 'extend') {
      return play.tries(request[act], 'dept_manager').ok && play.tries('review_application', 'dispatcher').ok;
    }
    const who = act === 'dispatch' || act === 'resume' ? 'dispatcher' : act === 'recompute_clocks' ? 'system' : 'dept_manager';
    return play.tries(act, who).ok;
  }

  it('leaves no trace of the merge in the deadlines, whatever was done in between', () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 30 }), fc.nat(4), (taken, hours, after) => {
        const alone = dispatched('03-02 09:00', { value: 3, unit: 'work_day' });
        const joined = dispatched('03-02 09:00', { value: 3, unit: 'work_day' });
        const other = second('03-02 09:00').does('file', 'acceptor', { ...INPUTS.file, limit: { value: hours, unit: 'work_hour' } });
        for (const [index, { act, minutes }] of taken.entries()) {
          if (index === after) merge(other, joined);
          // A shortened clock may be overdue where the other is not, and then refuses an extension: from there they differ rightly.
          if (take(joined, act, minutes) !== take(alone, act, minutes)) return;
        }
        if (joined.case.mergedFrom.length > 0) unmerge(other, joined);
        expect(joined.case.clocks).toEqual(alone.case.clocks);
      }),
      { numRuns: 300 },
    );
  });
});

describe('splitting', () => {
  it('makes each part a report of its own that names where it came from', () => {
    const play = new Play('03-02 09:00').does('report', 'citizen', { ...INPUTS.report, classRef: INPUTS.file.classRef, occurredAt: 7 });
    const child = (caseId: string) => ({ action: 'report', input: { ...INPUTS.report, caseId } }) as const;
    const [parent, ...children] = unwrap(splitCase(play.case, [child('C1-1'), child('C1-2')], contextOf(play)));
    expect(parent?.next.splitInto).toEqual(['C1-1', 'C1-2']);
    for (const { next } of children) {
      expect(next).toMatchObject({ state: 'reported', splitFrom: 'C1', occurredAt: 7, classRef: { code: '06010' } });
    }
  });

  it('is over once the case is with a department', () => {
    expect(dispatched('03-02 09:00', { value: 1, unit: 'work_hour' }).refusal('split', 'acceptor')).toBe('lifecycle.action_not_allowed');
  });

  it('is nothing for a stranger', () => {
    const play = new Play('03-02 09:00').does('report', 'citizen').does('claim', 'acceptor');
    expect(play.refusal('split', actor('acceptor', 'acceptor-2'))).toBe('lifecycle.not_holder');
  });
});
