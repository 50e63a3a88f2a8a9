import { createCalendar } from '@chengmai/kernel/calendar/calendar.ts';
import { beijing, CALENDAR_2026 } from '@chengmai/kernel/calendar/example-2026.ts';
import { type Cell, createCellIndex } from '@chengmai/kernel/geo/cell-index.ts';
import { apply } from '@chengmai/kernel/lifecycle/apply.ts';
import type { CaseState } from '@chengmai/kernel/lifecycle/case.ts';
import { calendar2026, closing, dispatched, type Play } from '@chengmai/kernel/lifecycle/example-play.ts';
import { fold } from '@chengmai/kernel/lifecycle/fold.ts';
import { DEFAULT_SETTINGS } from '@chengmai/kernel/lifecycle/settings.ts';
import type { KernelRates, KernelTask } from '../suites/kernel.ts';
import { answerTask } from './run-load.ts';

/** A small generator of equal numbers in every run (Park and Miller). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** Rounds of `work` a second times what one round does; the first half second only warms up. What the rounds give is used, so that none is left out. */
function rate(seconds: number, perRound: number, work: () => number): number {
  let kept = 0;
  const warm = performance.now() + 500;
  while (performance.now() < warm) kept += work();
  let rounds = 0;
  const start = performance.now();
  const end = start + seconds * 1000;
  while (performance.now() < end) {
    kept += work();
    rounds += 1;
  }
  if (Number.isNaN(kept)) throw new Error('the measured work gave nothing');
  return (rounds * perRound * 1000) / (performance.now() - start);
}

const START = beijing('01-05 00:00');
const YEAR_MS = 340 * 86_400_000;

function calendarRates(seconds: number): Pick<KernelRates, 'due' | 'used'> {
  const calendar = createCalendar(CALENDAR_2026);
  const random = randomFrom(7);
  const points = Array.from({ length: 1000 }, () => ({
    at: START + random() * YEAR_MS,
    hours: 4 + Math.floor(random() * 36),
    later: random() * 864e6,
  }));
  return {
    due: rate(seconds, points.length, () =>
      points.reduce((sum, { at, hours }) => sum + (calendar.due(at, { value: hours, unit: 'work_hour' }).at % 2), 0),
    ),
    used: rate(seconds, points.length, () => points.reduce((sum, { at, later }) => sum + calendar.used(at, at + later, 'working'), 0)),
  };
}

function lifecycleRates(seconds: number): Pick<KernelRates, 'apply' | 'fold'> {
  const play: Play = closing(dispatched('03-02 09:00', { value: 4, unit: 'work_hour' })).does('close', 'acceptor');
  const context = { calendar: calendar2026, settings: DEFAULT_SETTINGS };
  const chain = (): number => {
    let state: CaseState | null = null;
    for (const { act, actor, at } of play.history) {
      if (act.action === 'undo') throw new Error('the main chain takes nothing back');
      const decision = apply(state, act, { ...context, now: at, actor });
      if (!decision.ok) throw new Error(decision.refusal.code);
      state = decision.next;
    }
    return state?.version ?? Number.NaN;
  };
  return {
    apply: rate(seconds, play.history.length, chain),
    fold: rate(seconds, 1, () => fold(play.history, () => context)?.version ?? Number.NaN),
  };
}

const SIDE = 142;
const STEP = 0.001;

/** 20,000 neighbouring cells whose corners are moved, so that no edge is straight along a parallel. */
function cells(): Cell[] {
  const random = randomFrom(42);
  const corners = Array.from({ length: SIDE + 1 }, (_, y) =>
    Array.from({ length: SIDE + 1 }, (_, x) => [113 + (x + random() * 0.6) * STEP, 23 + (y + random() * 0.6) * STEP] as [number, number]),
  );
  const corner = (x: number, y: number): [number, number] => corners[y]![x]!;
  return Array.from({ length: SIDE * SIDE }, (_, i) => {
    const [x, y] = [i % SIDE, Math.floor(i / SIDE)];
    const ring = [corner(x, y), corner(x + 1, y), corner(x + 1, y + 1), corner(x, y + 1), corner(x, y)];
    return { id: String(i).padStart(6, '0'), polygon: { type: 'Polygon' as const, coordinates: [ring] } };
  });
}

function locateRates(seconds: number): Pick<KernelRates, 'locate' | 'build20kMs' | 'naiveLocate'> {
  const all = cells();
  const started = performance.now();
  const index = createCellIndex(all);
  const build20kMs = performance.now() - started;
  const random = randomFrom(3);
  const span = SIDE * STEP;
  const points = Array.from(
    { length: 10_000 },
    () => [113 - 0.02 * span + random() * span * 1.07, 23 - 0.02 * span + random() * span * 1.07] as const,
  );
  const single = all.slice(0, 2_000).map((cell) => createCellIndex([cell]));
  return {
    build20kMs,
    locate: rate(seconds, points.length, () => points.reduce((sum, [lon, lat]) => sum + (index.find(lon, lat) === null ? 0 : 1), 0)),
    // A tenth of the cells, so that the peer does not take longer than all else; a scan of all would be ten times slower still.
    naiveLocate:
      rate(Math.min(1, seconds), 1, () => {
        const [lon, lat] = points[Math.floor(random() * points.length)]!;
        return single.reduce((sum, one) => sum + (one.find(lon, lat) === null ? 0 : 1), 0);
      }) / 10,
  };
}

answerTask(async ({ seconds }: KernelTask) => ({ ...calendarRates(seconds), ...lifecycleRates(seconds), ...locateRates(seconds) }));
