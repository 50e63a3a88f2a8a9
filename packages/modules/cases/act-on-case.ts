import type { Instant } from '@chengmai/kernel/calendar/types.ts';
import type { Act } from '@chengmai/kernel/lifecycle/act.ts';
import { apply } from '@chengmai/kernel/lifecycle/apply.ts';
import type { CaseState } from '@chengmai/kernel/lifecycle/case.ts';
import { undone } from '@chengmai/kernel/lifecycle/fold.ts';
import type { Part } from '@chengmai/kernel/lifecycle/several-cases.ts';
import type { Context } from '@chengmai/kernel/lifecycle/turn.ts';
import { ok, type Result, refuse } from '@chengmai/kernel/result.ts';
import type { Tx } from '@chengmai/platform/ports/db.ts';
import { Refused } from '@chengmai/platform/runtime/refused.ts';
import type { Caller } from '@chengmai/platform/runtime/scope.ts';
import type { StoredCase } from './case-row.ts';
import { columnsOf } from './columns.ts';
import type { ActionInput } from './contract.ts';
import { actorOf, calendarOf, type Desk, type Placed, settingsOf, signatureOf, toDomainEvents } from './desk.ts';
import { historyRow } from './history.ts';
import { type InputContext, toAct } from './inputs.ts';
import { attachPhotos } from './photo-store.ts';
import { searchDocument } from './search-words.ts';
import { findCase, updateCase, updateClass } from './store.ts';

/** How long the person who acted may take the last action back. */
export const UNDO_MS = 10_000;

export const placedOf = (row: StoredCase): Placed => ({
  number: row.number,
  areaCode: row.area_code,
  className: row.class_name,
  place: row.place,
});

/** Actions that reached beyond the case (another case, the citizen) or that are themselves an answer in the record. */
const NOT_UNDOABLE = new Set([
  'report',
  'self_handle',
  'merge',
  'absorb',
  'unmerge',
  'release',
  'split',
  'comment',
  'rate',
  'link_duplicate',
  'recompute_clocks',
  'undo',
]);

export const undoUntil = (row: StoredCase, lastAction: string | undefined, caller: Caller): Instant | null =>
  row.previous !== null && row.last_actor === caller.userId && lastAction !== undefined && !NOT_UNDOABLE.has(lastAction)
    ? row.last_at + UNDO_MS
    : null;

/** The kernel's context for what this caller does now. */
export const contextOf = (desk: Desk, caller: Caller): Context => ({
  now: desk.ctx.clock.now(),
  calendar: calendarOf(desk),
  actor: actorOf(caller),
  settings: settingsOf(desk),
});

/** Writes one judged act on a locked row: row, history and events together. */
export async function writePart(desk: Desk, tx: Tx, row: StoredCase, part: Part, caller: Caller, trace: string): Promise<CaseState> {
  const { act, next, events } = part;
  const unitName = caller.unitId ? (desk.units.name(caller.unitId) ?? null) : null;
  const history = historyRow(row.lifecycle, next, act, signatureOf(caller, unitName), next.updatedAt, trace, desk.catalogue.rulesVersion());
  const columns = columnsOf(next, calendarOf(desk), settingsOf(desk).warnShare);
  await updateCase(tx, next, columns, history, NOT_UNDOABLE.has(act.action) ? null : row.lifecycle);
  const placed = placedOf(row);
  if (next.classRef && next.classRef !== row.lifecycle.classRef) await rename(desk, tx, row, next);
  await desk.ctx.emit(tx, toDomainEvents(desk, events, next, next.classRef ? { ...placed, className: next.classRef.name } : placed, trace));
  return next;
}

/** Judges one act against a locked row and writes what comes of it; a refusal writes nothing. */
export async function applyToCase(
  desk: Desk,
  tx: Tx,
  row: StoredCase,
  act: Act,
  caller: Caller,
  trace: string,
): Promise<Result<CaseState>> {
  const decision = apply(row.lifecycle, act, contextOf(desk, caller));
  return decision.ok ? ok(await writePart(desk, tx, row, { act, ...decision }, caller, trace)) : decision;
}

async function rename(desk: Desk, tx: Tx, row: StoredCase, next: CaseState): Promise<void> {
  const ref = next.classRef;
  const entry = ref ? desk.catalogue.classById(`${ref.standardRef}/${ref.kind}/${ref.code}@${ref.version}`) : undefined;
  if (!entry || entry.id === row.class_id) return;
  await updateClass(tx, row.id, entry, searchDocument(entry.name, row.place, row.description.slice(0, 200), row.number));
}

export function inputContext(desk: Desk, tx: Tx, row: StoredCase): InputContext {
  const { identity, areas } = desk;
  return {
    state: row.lifecycle,
    now: desk.ctx.clock.now(),
    catalogue: desk.catalogue,
    uuid: () => desk.ctx.ids.uuid(),
    endOfDay: (day) => Date.parse(`${day}T00:00:00Z`) + 86_400_000 - desk.catalogue.calendarDefinition().utcOffsetMinutes * 60_000,
    unitExists: async (id) => (await identity.unit(tx, id)) !== null,
    holdsPost: (id, post) => holdsPost(desk, tx, id, post),
    nearestCollector: async () => {
      if (row.lon === null || row.lat === null) {
        const [any] = await areas.collectorsNear(tx, { lon: 0, lat: 0, cellCode: row.cell_code ?? row.community_code }, 1);
        return any ?? null;
      }
      const [nearest] = await areas.collectorsNear(tx, { lon: row.lon, lat: row.lat, cellCode: row.cell_code }, 1);
      return nearest ?? null;
    },
  };
}

async function holdsPost(
  desk: Desk,
  tx: Tx,
  userId: string,
  post: 'collector' | 'handler' | 'acceptor' | 'second_person',
): Promise<boolean> {
  const user = await desk.identity.user(tx, userId);
  if (!user || user.disabled) return false;
  const posts =
    post === 'second_person' ? ['shift_leader', 'leader', 'admin'] : post === 'acceptor' ? ['acceptor', 'shift_leader'] : [post];
  return user.roles.some((role) => posts.includes(role));
}

/** The stage under which photos of an action are filed. */
const photoStage: Readonly<Record<string, string>> = {
  answer_pre_check: 'pre_check',
  submit_handling: 'after',
  answer_post_check: 'post_check',
};

/**
 * One action on one case by one person. Refuses a stale version, an unknown case and whatever the lifecycle refuses;
 * nothing is written then. What is refused after something was written throws Refused, so that the transaction rolls back.
 */
export async function actOnCase(
  desk: Desk,
  tx: Tx,
  caller: Caller,
  id: string,
  action: string,
  input: ActionInput,
  trace: string,
): Promise<Result<CaseState>> {
  const row = await findCase(tx, caller, id, true);
  if (!row) return refuse('cases.not_found');
  if (row.version !== input.version) return refuse('http.version_conflict', { current: row.version });
  const act = await toAct(action, input, inputContext(desk, tx, row));
  if (!act.ok) return act;
  const decided = await applyToCase(desk, tx, row, act.value, caller, trace);
  if (!decided.ok) return decided;
  const photos = input.photoIds ?? [];
  const attached = await attachPhotos(tx, id, photos, caller.userId, photoStage[action] ?? null);
  if (attached !== photos.length) throw new Refused('cases.photo_unknown');
  return decided;
}

/** Takes the caller's last action back within ten seconds, as long as nothing happened since. */
export async function undoLast(desk: Desk, tx: Tx, caller: Caller, id: string, version: number, trace: string): Promise<Result<CaseState>> {
  const row = await findCase(tx, caller, id, true);
  if (!row) return refuse('cases.not_found');
  if (row.version !== version) return refuse('http.version_conflict', { current: row.version });
  const now = desk.ctx.clock.now();
  if (row.previous === null || row.last_actor !== caller.userId || now > row.last_at + UNDO_MS) return refuse('cases.nothing_to_undo');
  const settings = settingsOf(desk);
  const next = undone(row.lifecycle, row.previous, now);
  const by = signatureOf(caller, caller.unitId ? (desk.units.name(caller.unitId) ?? null) : null);
  const history = {
    ...historyRow(row.lifecycle, next, { action: 'comment', input: { text: '' } }, by, now, trace, desk.catalogue.rulesVersion()),
    action: 'undo',
    input: {},
    reason: null,
  };
  await updateCase(tx, next, columnsOf(next, calendarOf(desk), settings.warnShare), history, null);
  if (next.classRef && next.classRef !== row.lifecycle.classRef) await rename(desk, tx, row, next);
  const event = {
    type: 'cases.undone' as const,
    caseId: id,
    version: next.version,
    at: now,
    actorId: caller.userId,
    action: 'undo',
    from: row.lifecycle.state,
    to: next.state,
    round: next.round,
    unitId: next.unitId,
    input: {},
  };
  await desk.ctx.emit(tx, toDomainEvents(desk, [event as never], next, placedOf(row), trace));
  return ok(next);
}
