import { endClock, extendClock, pauseClock, recomputeClock, resumeClock, startClock, startClockWith } from '../calendar/clock.ts';
import type { Limit } from '../calendar/types.ts';
import type { ClockEffect, ClockVerb } from './action-row.ts';
import { type CaseClock, type CaseState, lastClock, openClock } from './case.ts';
import { lengthen, type Shortened, shorten } from './deadline-floor.ts';
import type { ClockKind, LifecycleSettings } from './settings.ts';
import type { Turn } from './turn.ts';

type Effect = (state: CaseState, kind: ClockKind, turn: Turn) => CaseState;

/** Puts a clock in the place of the one with the same kind and round, or behind the others. */
function put(state: CaseState, clock: CaseClock): CaseState {
  const at = state.clocks.findIndex(({ kind, round }) => kind === clock.kind && round === clock.round);
  return { ...state, clocks: at < 0 ? [...state.clocks, clock] : state.clocks.with(at, clock) };
}

const nextRound = (state: CaseState, kind: ClockKind): number => (lastClock(state, kind)?.round ?? 0) + 1;

/** The limit a handling round starts with; the deadlines of merged cases shorten the clock, not the limit. */
export const handlingLimit = (state: CaseState, settings: LifecycleSettings): Limit => state.limit ?? settings.defaultLimit;

function fresh(state: CaseState, kind: ClockKind, limit: Limit, { now, calendar }: Turn): CaseClock {
  const own = { round: nextRound(state, kind), unitId: null, endedBy: null, extensions: 0, shortenedMs: 0, pauses: [] };
  return { ...startClock(kind, limit, now, calendar), ...own, kind, limit };
}

const start: Effect = (state, kind, turn) => {
  const limit = kind === 'handle' ? handlingLimit(state, turn.settings) : turn.settings.allowances[kind];
  return put(state, fresh(state, kind, limit, turn));
};

const pause: Effect = (state, kind, { now, calendar }) => {
  const clock = openClock(state, kind);
  if (!clock || clock.runningSince === null) return state;
  return put(state, { ...clock, ...pauseClock(clock, now, calendar), kind, pauses: [...clock.pauses, { from: now, to: null }] });
};

/** A suspended clock resumes at the agreed date, however late somebody notices. */
const resume: Effect = (state, kind, { now, calendar }) => {
  const clock = openClock(state, kind);
  if (!clock || clock.runningSince !== null) return state;
  const at = Math.min(now, state.suspension?.until ?? now);
  const pauses = clock.pauses.map((pause) => (pause.to === null ? { ...pause, to: at } : pause));
  return put(state, { ...clock, ...resumeClock(clock, at, calendar), kind, pauses });
};

const end: Effect = (state, kind, { now, calendar, actor }) => {
  const clock = openClock(state, kind);
  return clock ? put(state, { ...clock, ...endClock(clock, now, calendar), kind, endedBy: actor.id }) : state;
};

/** A clock that did not reach its goal: what was late stays late, what was not gets no verdict and so never counts as in time. */
const cut: Effect = (state, kind, turn) => {
  const open = openClock(state, kind);
  const clock = open && lastClock(end(state, kind, turn), kind);
  if (!clock) return state;
  return put(state, { ...clock, verdict: clock.verdict === 'overtime' ? 'overtime' : null });
};

/** A new handling round for a department. The unused rest of the last one only counts where the city says so. */
function handRound(state: CaseState, unitId: string | null, isRework: boolean, turn: Turn): CaseState {
  const last = lastClock(state, 'handle');
  const started = lastClock(start(state, 'handle', turn), 'handle')!;
  const rest = isRework && turn.settings.reworkClock === 'remaining' && last ? Math.max(0, last.allowanceMs - last.usedMs) : null;
  const clock = rest === null ? started : { ...started, ...startClockWith('handle', started.basis, rest, turn.now, turn.calendar) };
  const next = put({ ...state, round: clock.round }, { ...clock, kind: 'handle', unitId });
  return floored(next, turn);
}

/** Same department again: its clock resumes. Another one: the old round ends without a verdict, a new one starts with a full limit. */
const handOver: Effect = (state, kind, turn) => {
  const unitId = turn.input.unitId ?? null;
  const open = openClock(state, kind);
  if (open && open.unitId === unitId) return resume(state, kind, turn);
  return handRound(cut(state, kind, turn), unitId, state.returnedFrom === 'pending_close', turn);
};

const newRound: Effect = (state, _kind, turn) => handRound(state, state.unitId, true, turn);

/** Only the last grant moves anything: an extension lengthens, a suspension pauses. */
const grant: Effect = (state, kind, turn) => {
  if (turn.input.decision !== 'grant' || state.application?.level !== 'dispatcher') return state;
  if (state.application.kind === 'suspension') return pause(state, kind, turn);
  const clock = openClock(state, kind);
  if (!clock) return state;
  return put(state, { ...clock, ...extendClock(clock, clock.limit, turn.calendar), kind, extensions: clock.extensions + 1 });
};

/** The handling clock under another limit, from its original start through the same pauses and extensions. */
const replay: Effect = (state, kind, turn) => {
  const { limit } = turn.input;
  const old = openClock(state, kind);
  if (!old || !limit) return state;
  let clock = startClock(kind, limit, old.startedAt, turn.calendar);
  for (const { from, to } of old.pauses) {
    clock = pauseClock(clock, from, turn.calendar);
    if (to !== null) clock = resumeClock(clock, to, turn.calendar);
  }
  for (let granted = 0; granted < old.extensions; granted += 1) clock = extendClock(clock, limit, turn.calendar);
  const forgotten = state.mergedFrom.map((one) => (one.round === old.round ? { ...one, shortensMs: null, round: null } : one));
  return floored(put({ ...state, mergedFrom: forgotten }, { ...old, ...clock, kind, limit, shortenedMs: 0 }), turn);
};

const recompute: Effect = (state, _kind, { calendar }) => ({
  ...state,
  clocks: state.clocks.map((clock) => ({ ...clock, ...recomputeClock(clock, calendar), kind: clock.kind })),
});

const withFloor = (state: CaseState, { clock, mergedFrom }: Shortened): CaseState => put({ ...state, mergedFrom }, clock);

/** Holds the handling clock to the deadlines of the cases merged in. */
function floored(state: CaseState, { now, calendar }: Turn): CaseState {
  const clock = openClock(state, 'handle');
  return clock ? withFloor(state, shorten(clock, state.mergedFrom, now, calendar)) : state;
}

const shortenHandle: Effect = (state, _kind, turn) => {
  const { caseId = '', limit = null, dueAt = null } = turn.input;
  const joined = { caseId, at: turn.now, limit, dueAt, shortensMs: null, round: null };
  return floored({ ...state, mergedFrom: [...state.mergedFrom, joined] }, turn);
};

const lengthenHandle: Effect = (state, _kind, turn) => {
  const mergedFrom = state.mergedFrom.filter(({ caseId }) => caseId !== turn.input.caseId);
  const clock = openClock(state, 'handle');
  return clock ? withFloor({ ...state, mergedFrom }, lengthen(clock, mergedFrom, turn.calendar)) : { ...state, mergedFrom };
};

const EFFECTS: Readonly<Record<ClockVerb, Effect>> = {
  start,
  pause,
  resume,
  end,
  cut,
  hand_over: handOver,
  new_round: newRound,
  grant,
  replay,
  recompute,
  shorten: shortenHandle,
  lengthen: lengthenHandle,
};

/** Runs the clock column of a table row, in its order. `all` means every clock that has not ended. */
export function runClocks(state: CaseState, effects: readonly ClockEffect[], turn: Turn): CaseState {
  return effects.reduce((now, effect) => {
    const [verb, kind] = effect.split(' ') as [ClockVerb, ClockKind | 'all'];
    if (kind !== 'all') return EFFECTS[verb](now, kind, turn);
    const open = now.clocks.filter(({ endedAt }) => endedAt === null).map((clock) => clock.kind);
    return open.reduce((next, each) => EFFECTS[verb](next, each, turn), now);
  }, state);
}
