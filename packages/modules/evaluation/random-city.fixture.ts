import { ACTIONS, type ActionId } from '@chengmai/kernel/lifecycle/actions.ts';
import { allowedActions } from '@chengmai/kernel/lifecycle/allowed-actions.ts';
import type { CaseState } from '@chengmai/kernel/lifecycle/case.ts';
import { calendar2026, INPUTS, LITTER, MANHOLE, Play } from '@chengmai/kernel/lifecycle/example-play.ts';
import type { Actor, Role } from '@chengmai/kernel/lifecycle/roles.ts';
import { isOpen } from '@chengmai/kernel/lifecycle/states.ts';
import type { Tx } from '@chengmai/platform/ports/db.ts';
import { CaseCity } from '@chengmai/testkit/case-city.ts';
import type { DatabaseKind } from '@chengmai/testkit/database.ts';
import sql from 'sql-template-tag';
import { evaluationModule } from './module.ts';

/** Numbers that are the same in every run (mulberry32). */
export function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * below) | 0;
  };
}

const uuid = (kind: number, n: number): string => `${String(kind).padStart(8, '0')}-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
export const personId = (n: number): string => uuid(9, n);
const person = (role: Role, n: number, unitIds: readonly string[] = []): Actor => ({
  id: personId(n),
  kind: 'person',
  roles: [role],
  unitIds,
});

export const UNITS = ['sanitation', 'parks'] as const;
export const HANDLERS = [personId(31), personId(32)];
const COLLECTORS = [personId(11), personId(12)];
const CAST: readonly Actor[] = [
  { id: 'citizen-1', kind: 'citizen', roles: ['citizen'], unitIds: [] },
  ...[11, 12].map((n) => person('collector', n)),
  ...[13, 14].map((n) => person('acceptor', n)),
  person('shift_leader', 15),
  ...[16, 17].map((n) => person('dispatcher', n)),
  ...UNITS.map((unit, i) => person('dept_manager', 21 + i, [unit])),
  ...UNITS.map((unit, i) => person('handler', 31 + i, [unit])),
  person('inspector', 41),
  { id: 'system', kind: 'system', roles: ['system'], unitIds: [] },
];

const STREETS = ['440604012', '440604013', '440604014', null];
const CLASSES = [LITTER, MANHOLE];
const MINUTE_MS = 60_000;
const SKIPPED: readonly ActionId[] = ['absorb', 'release', 'split', 'link_duplicate', 'recompute_clocks'];
/** The way to a closed case and through an appeal; without a push few random walks get there. */
const ONWARD: readonly ActionId[] = [
  'report',
  'file',
  'dispatch',
  'assign',
  'submit_handling',
  'confirm',
  'forward_close',
  'close',
  'apply_appeal',
  'review_appeal',
];
const WEIGHTS = { step: 8, return: 3, request: 6, aside: 1, end: 1 } as const;

/** One case that is played act by act; what was not written yet is written together. */
export interface PlayedCase {
  readonly id: string;
  readonly play: Play;
  readonly place: { readonly street: string | null; readonly community: string | null };
  written: number;
}

function inputOf(action: ActionId, who: Actor, one: PlayedCase, below: (n: number) => number): object {
  const pick = <T>(list: readonly T[]): T => list[below(list.length)]!;
  const source = who.kind === 'citizen' ? 'citizen' : 'collector';
  const reporter = { kind: who.kind === 'citizen' ? 'citizen' : 'person', id: who.id };
  const varied: Partial<Record<ActionId, object>> = {
    report: { caseId: one.id, source, reporter },
    self_handle: { caseId: one.id, source: 'collector', reporter },
    send_pre_check: { assigneeId: pick(COLLECTORS) },
    send_post_check: { assigneeId: pick(COLLECTORS) },
    answer_pre_check: { outcome: pick(['pass', 'fail']) },
    answer_post_check: { outcome: pick(['pass', 'fail']) },
    file: { classRef: pick(CLASSES), limit: { value: 4, unit: 'work_hour' } },
    dispatch: { unitId: pick(UNITS) },
    assign: { handlerId: pick(HANDLERS) },
    review_application: { decision: pick(['grant', 'grant', 'refuse']) },
    review_appeal: { decision: pick(['grant', 'grant', 'refuse']) },
    apply_suspension: { until: one.play.now + (1 + below(20)) * 1440 * MINUTE_MS },
    reclassify: { classRef: pick(CLASSES), limit: { value: 1, unit: 'work_day' } },
    rate: { score: pick(['very_satisfied', 'satisfied', 'dissatisfied']), solved: true },
  };
  return { ...INPUTS[action], ...varied[action] };
}

/** Takes one random step that the lifecycle allows, some minutes later in a quick case, days later in a slow one. */
export function playOn(one: PlayedCase, below: (n: number) => number): void {
  const quick = one.id.charCodeAt(one.id.length - 1) % 2 === 0;
  one.play.now += (below(4) === 0 && !quick ? below(4_320) : below(quick ? 8 : 40)) * MINUTE_MS;
  const context = { now: one.play.now, calendar: calendar2026, settings: one.play.settings };
  const offers = CAST.flatMap((who) => allowedActions(one.play.state, who, context).map((offer) => ({ who, ...offer }))).filter(
    ({ action, blockedBy }) => !blockedBy && !SKIPPED.includes(action),
  );
  const onward = offers.filter(({ action }) => ONWARD.includes(action));
  const straight = onward.length > 0 && below(10) < 6;
  const weighted = (straight ? onward : offers).flatMap((offer) =>
    Array.from({ length: WEIGHTS[ACTIONS[offer.action].kind] }, () => offer),
  );
  const chosen = weighted[below(weighted.length)];
  if (chosen) one.play.tries(chosen.action, chosen.who, inputOf(chosen.action, chosen.who, one, below));
}

/** Writes a case's row and the new part of its history as the cases module stores them. */
export async function writeCase(tx: Tx, one: PlayedCase): Promise<void> {
  const state: CaseState = one.play.case;
  const ref = state.classRef ?? LITTER;
  const at = new Date(state.reportedAt);
  await tx.query(sql`insert into cases_case (id, number, version, state, open, class_id, class_code, class_name, major_name, description, place, community_code,
      street_code, district_code, area_code, source, unit_id, lifecycle, last_actor, last_at, reported_at, search)
    values (${one.id}::uuid, ${one.id}, ${state.version}, ${state.state}, ${isOpen(state.state)}, ${`47678.5-2026/matter/${ref.code}@1`}, ${ref.code}, ${ref.name}, '示意',
      '示意', '示意', ${one.place.community}, ${one.place.street}, '440604', ${one.place.community ?? one.place.street ?? '440604'}, ${state.source},
      ${state.unitId}, ${JSON.stringify(state)}::jsonb, 'x', ${at}::timestamptz, ${at}::timestamptz, ''::tsvector)
    on conflict (id) do update set version = excluded.version, state = excluded.state, open = excluded.open, class_id = excluded.class_id,
      class_code = excluded.class_code, class_name = excluded.class_name, unit_id = excluded.unit_id, lifecycle = excluded.lifecycle`);
  for (const [i, entry] of one.play.history.entries()) {
    if (i < one.written) continue;
    const { act, actor, at: when } = entry;
    await tx.query(sql`insert into cases_history (case_id, seq, action, to_state, at, actor_id, actor_name, actor, input, trace, calendar_version, lifecycle_version)
      values (${one.id}::uuid, ${i + 1}, ${act.action}, 'x', ${new Date(when)}::timestamptz, ${actor.id}, '示意', ${JSON.stringify(actor)}::jsonb, ${JSON.stringify(act.input)}::jsonb, '-', 0, 0)`);
  }
  one.written = one.play.history.length;
}

/** A city in which `size` cases went through random lives, told to evaluation event by event as it happens. */
export async function randomCity(
  kind: DatabaseKind,
  size: number,
  seed: number,
): Promise<{ city: CaseCity; played: readonly PlayedCase[] }> {
  const city = await CaseCity.open(kind, [evaluationModule]);
  city.clock.set('2026-05-31T00:00:00+08:00');
  const below = seeded(seed);
  const played = Array.from({ length: size }, (_, i): PlayedCase => {
    const street = STREETS[below(STREETS.length)]!;
    const play = new Play(`0${2 + below(2)}-${String(1 + below(28)).padStart(2, '0')} 09:00`);
    const place = { street, community: street === null ? null : `${street}00${1 + below(3)}` };
    return { id: uuid(1, i + 1), play, place, written: 0 };
  });
  for (const one of played) {
    for (let part = 0; part < 3; part += 1) {
      for (let i = 0; i < 10; i += 1) playOn(one, below);
      if (one.play.state === null) continue;
      await city.running.db.tx(async (tx) => {
        await writeCase(tx, one);
        await city.running.emit(tx, [eventOf(one, `${seed}${part}`)]);
      });
    }
  }
  await city.running.drain();
  return { city, played };
}

let events = 0;
export function eventOf(one: PlayedCase, trace: string) {
  events += 1;
  return { id: uuid(2, events), type: 'cases.closed', at: one.play.now, key: one.id, trace, body: { caseId: one.id } };
}
