import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ActionRow } from './action-row.ts';
import { ACTION_IDS, type ActionId } from './actions.ts';
import { allowedActions } from './allowed-actions.ts';
import type { CaseState } from './case.ts';
import { actor, calendar2026, INPUTS, LITTER, MANHOLE, PEOPLE, Play } from './example-play.ts';
import { fold } from './fold.ts';
import { currentClock } from './light.ts';
import type { Actor } from './roles.ts';
import type { LifecycleSettings } from './settings.ts';
import { isOpen, STATE_IDS, type StateId } from './states.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

const CAST: readonly Actor[] = [
  ...Object.values(PEOPLE),
  actor('acceptor', 'acceptor-2'),
  actor('collector', 'collector-2'),
  actor('dept_manager', 'manager-2', ['greening']),
  actor('handler', 'handler-2', ['greening']),
  {
    id: 'all-hands',
    kind: 'person',
    roles: ['acceptor', 'shift_leader', 'dispatcher', 'dept_manager'],
    unitIds: ['sanitation', 'greening'],
  },
];

const LIMITS = [
  { value: 2, unit: 'urgent_hour' },
  { value: 4, unit: 'work_hour' },
  { value: 2, unit: 'work_day' },
] as const;

const pick = <T>(list: readonly T[], n: number): T => list[n % list.length]!;

/** An input of the action that varies with `n`. */
function inputOf(action: ActionId, n: number, play: Play): object {
  const varied: Readonly<Partial<Record<ActionId, object>>> = {
    send_pre_check: { assigneeId: pick(['collector-1', 'collector-2'], n) },
    send_post_check: { assigneeId: pick(['collector-1', 'collector-2'], n) },
    answer_pre_check: { outcome: pick(['pass', 'fail'], n) },
    answer_post_check: { outcome: pick(['pass', 'fail'], n) },
    file: { limit: pick(LIMITS, n) },
    dispatch: { unitId: pick(['sanitation', 'greening'], n) },
    assign: { handlerId: pick(['handler-1', 'handler-2'], n) },
    review_application: { decision: pick(['grant', 'grant', 'refuse'], n) },
    review_appeal: { decision: pick(['grant', 'refuse'], n) },
    apply_suspension: { until: play.now + (1 + (n % 20)) * DAY_MS },
    reclassify: { classRef: pick([LITTER, MANHOLE], n), limit: pick([...LIMITS, undefined], n) },
    absorb: { caseId: `C${n % 5}`, limit: pick([...LIMITS, null], n), dueAt: pick([null, play.now + n * MINUTE_MS], n) },
    release: { caseId: `C${n % 5}` },
    supervise: { replyRequired: n % 2 === 0 },
    reply_supervise: { no: 1 + (n % 3) },
    split: { childIds: [`C1-${n}`] },
  };
  return { ...INPUTS[action], ...varied[action] };
}

interface Step {
  readonly choice: number;
  readonly minutes: number;
  readonly variant: number;
}

/** How often an action is drawn: steps on most, so that walks get far; ends least, so that they last. */
const WEIGHTS: Readonly<Record<ActionRow['kind'], number>> = { step: 8, return: 3, request: 3, aside: 1, end: 1 };

function walk(play: Play, steps: readonly Step[], look: (play: Play) => void): void {
  for (const step of steps) {
    play.now += step.minutes * MINUTE_MS;
    const context = { now: play.now, calendar: calendar2026, settings: play.settings };
    const offers = Map.groupBy(
      CAST.flatMap((who) => allowedActions(play.state, who, context).map((offer) => ({ who, offer }))).filter(
        ({ offer }) => !offer.blockedBy,
      ),
      ({ offer }) => offer.action,
    );
    const drawn = [...offers.values()].flatMap((group) => Array.from({ length: WEIGHTS[group[0]!.offer.kind] }, () => group));
    const { who, offer } = pick(pick(drawn, step.choice), step.variant);
    const { action } = offer;
    play.tries(action, who, inputOf(action, step.variant, play));
    if (play.state) look(play);
  }
}

function expectSane(state: CaseState): void {
  const open = state.clocks.filter(({ endedAt }) => endedAt === null);
  const running = open.filter(({ runningSince }) => runningSince !== null);
  expect(running.length).toBe(isOpen(state.state) && !['pending_review', 'suspended'].includes(state.state) ? 1 : 0);
  if (!isOpen(state.state)) expect(open).toEqual([]);
  expect(state.round).toBe(state.clocks.filter(({ kind }) => kind === 'handle').length);
  expect(state.task !== null).toBe(state.state === 'pre_checking' || state.state === 'post_checking');
  expect(state.suspension !== null).toBe(state.state === 'suspended');
  for (const clock of state.clocks) {
    expect(clock.usedMs).toBeGreaterThanOrEqual(0);
    expect(clock.allowanceMs).toBeGreaterThanOrEqual(0);
    if (clock.verdict !== 'overtime') expect(clock.overdueMs).toBe(0);
    if (clock.endedAt !== null) expect(clock.endedAt).toBeGreaterThanOrEqual(clock.startedAt);
  }
}

/** The next step that leads on to closing, taken by whoever holds the case. */
function onward(state: CaseState): readonly [ActionId, Actor, object?] {
  const acceptor = actor('acceptor', state.acceptorId ?? 'acceptor-1');
  const manager = actor('dept_manager', 'anyone', [state.unitId ?? '']);
  const collector = actor('collector', state.task?.assigneeId ?? '');
  const file = ['file', PEOPLE.shift_leader] as const;
  const unanswered = state.supervisions.find((one) => one.replyRequired && one.repliedAt === null);
  const close = state.postCheck === 'fail' ? (['send_post_check', acceptor] as const) : (['close', PEOPLE.shift_leader] as const);
  const ways: Readonly<Partial<Record<StateId, readonly [ActionId, Actor, object?]>>> = {
    reported: file,
    pre_checking: ['answer_pre_check', collector],
    pending_filing: file,
    pending_dispatch: ['dispatch', PEOPLE.dispatcher, { unitId: state.unitId ?? 'sanitation' }],
    pending_assign: ['assign', manager],
    handling: ['submit_handling', actor('handler', state.handlerId ?? '')],
    pending_confirm: ['confirm', manager],
    suspended: ['resume', PEOPLE.dispatcher],
    pending_review: ['forward_close', PEOPLE.dispatcher],
    post_checking: ['answer_post_check', collector],
    pending_close: unanswered ? ['reply_supervise', acceptor, { no: unanswered.no, text: '已办' }] : close,
  };
  return ways[state.state]!;
}

const step = fc.record({ choice: fc.nat(10_000), minutes: fc.oneof(fc.nat(15), fc.nat(15), fc.nat(3_000)), variant: fc.nat(1_000) });
const walks = fc.array(step, { minLength: 5, maxLength: 60 });
const cities = fc.record({
  filing: fc.constantFrom('one_step', 'one_step', 'two_step'),
  reworkClock: fc.constantFrom('restart', 'remaining'),
  postCheckRequired: fc.boolean(),
} as const) satisfies fc.Arbitrary<Partial<LifecycleSettings>>;

/** Every third walk begins with a case that its collector settled on the spot. */
const start = (city: Partial<LifecycleSettings>, steps: readonly Step[]): Play => {
  const play = new Play('03-02 09:00', city);
  return steps.length % 3 === 0 ? play.does('self_handle', 'collector') : play.does('report', 'citizen');
};
const prove = (runs: number, claim: (city: Partial<LifecycleSettings>, steps: readonly Step[]) => void, seed?: number): void =>
  fc.assert(fc.property(cities, walks, claim), { numRuns: runs, ...(seed !== undefined && { seed }) });

describe('whatever people do', () => {
  it('walks reach every state and take every action, so that what follows means something', { timeout: 120_000 }, () => {
    const states = new Set<string>();
    const actions = new Set<string>();
    prove(
      400,
      (city, steps) => {
        const play = start(city, steps);
        walk(play, steps, ({ case: state }) => states.add(state.state));
        for (const { act } of play.history) actions.add(act.action);
      },
      2026,
    );
    expect(STATE_IDS.filter((id) => !states.has(id))).toEqual([]);
    expect(ACTION_IDS.filter((id) => !actions.has(id))).toEqual([]);
  });

  it('history is the case: replaying it gives the stored state, one version an entry', { timeout: 120_000 }, () => {
    prove(80, (city, steps) => {
      const play = start(city, steps);
      walk(play, steps, () => {});
      expect(fold(play.history, () => ({ calendar: calendar2026, settings: play.settings }))).toEqual(play.case);
      expect(play.case.version).toBe(play.history.length);
    });
  });

  it('one clock runs at a time, and none when the case has ended', { timeout: 120_000 }, () => {
    prove(80, (city, steps) => walk(start(city, steps), steps, (play) => expectSane(play.case)));
  });

  it.each(['void', 'force_close'] as const)('a suspended case that ends by %s is suspended no longer', (action) => {
    const play = new Play('03-02 09:00', {}).does('report', 'citizen').does('file', 'shift_leader').does('dispatch', 'dispatcher');
    play
      .does('apply_suspension', 'dept_manager', { ...INPUTS.apply_suspension, until: play.now + DAY_MS })
      .does('review_application', 'dispatcher', { decision: 'grant' });
    expect(play.case.state).toBe('suspended');
    expectSane(play.does(action, 'shift_leader', INPUTS[action]).case);
  });

  it('no case gets stuck: from wherever it stands, its holders can bring it to closing', { timeout: 120_000 }, () => {
    prove(80, (city, steps) => {
      const play = start(city, steps);
      walk(play, steps, () => {});
      for (let left = 20; isOpen(play.case.state) && left > 0; left -= 1) {
        if (play.settings.filing === 'two_step' && play.case.state === 'reported')
          play.does('accept', actor('acceptor', play.case.acceptorId ?? 'a'));
        if (play.settings.postCheckRequired && play.case.state === 'pending_close' && play.case.postCheck === null)
          play.does('send_post_check', 'shift_leader');
        play.does(...onward(play.case));
      }
      expect(isOpen(play.case.state)).toBe(false);
    });
  });

  it('the clock people look at is the one that runs', { timeout: 120_000 }, () => {
    prove(60, (city, steps) =>
      walk(start(city, steps), steps, ({ case: state }) => {
        const clock = currentClock(state);
        const paused = state.clocks.find(({ endedAt }) => endedAt === null);
        if (!clock) expect(paused).toBeUndefined();
        else expect(clock.runningSince !== null || state.state === 'suspended').toBe(true);
      }),
    );
  });
});
