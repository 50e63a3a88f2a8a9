import type { Act } from '@chengmai/kernel/lifecycle/act.ts';
import { apply } from '@chengmai/kernel/lifecycle/apply.ts';
import type { Reporter } from '@chengmai/kernel/lifecycle/case.ts';
import { ok, type Result, refuse } from '@chengmai/kernel/result.ts';
import type { Tx } from '@chengmai/platform/ports/db.ts';
import { Refused } from '@chengmai/platform/runtime/refused.ts';
import type { Caller } from '@chengmai/platform/runtime/scope.ts';
import type { ClassEntry } from '../catalogue/contract.ts';
import { applyToCase } from './act-on-case.ts';
import { columnsOf } from './columns.ts';
import type { NewReport } from './contract.ts';
import { actorOf, calendarOf, type Desk, dayOf, settingsOf, signatureOf, toDomainEvents } from './desk.ts';
import { historyRow } from './history.ts';
import { classRef } from './inputs.ts';
import { attachPhotos } from './photo-store.ts';
import { searchDocument } from './search-words.ts';
import { type CaseFacts, findCase, insertCase, insertReport, type ReportRow } from './store.ts';

/** What a report became. */
export interface Reported {
  readonly caseId: string;
  readonly number: string;
  readonly joined: boolean;
  readonly version: number;
}

/** Everything about a report that is not typed in by the reporter. */
export interface Intake {
  readonly report: Omit<NewReport, 'classCode'> & { readonly classCode?: string | undefined };
  readonly caller: Caller;
  readonly trace: string;
  /** SHA-256 of the tracking code that a citizen follows the case with. */
  readonly trackingHash: string | null;
  readonly synthetic?: boolean;
  readonly splitFrom?: string;
}

interface Place {
  readonly cellCode: string | null;
  readonly communityCode: string | null;
  readonly streetCode: string | null;
  readonly districtCode: string | null;
  readonly areaCode: string;
}

/** The codes of a community up to the district, whatever their lengths: by parents, not by prefix. */
function placeOfCommunity(desk: Desk, code: string): Place | null {
  const community = desk.areas.division(code);
  if (community?.level !== 'community') return null;
  const street = community.parent ? desk.areas.division(community.parent) : undefined;
  return { cellCode: null, communityCode: code, streetCode: street?.code ?? null, districtCode: street?.parent ?? null, areaCode: code };
}

/** Minutes by which another system's clock may be ahead of ours. */
const CLOCK_SKEW_MS = 5 * 60_000;

/** Grid cell by coordinates, or the chosen community without them. A point outside the grid is a mistake of whoever typed it. */
function placeOf(desk: Desk, report: Intake['report']): Result<Place> {
  const { lon, lat, communityCode } = report;
  if (lon !== undefined && lat !== undefined) {
    const located = desk.areas.locate(lon, lat);
    if (located) return ok({ ...located, areaCode: located.communityCode });
    return communityCode ? refuse('cases.place_outside', { lon, lat }) : refuse('cases.place_unknown');
  }
  const place = communityCode ? placeOfCommunity(desk, communityCode) : null;
  return place ? ok(place) : refuse('cases.place_unknown');
}

/** The city's own code: where a citizen's report without a usable place waits for an acceptor to put it right. */
const cityWide = (desk: Desk): Place => {
  const city = desk.areas.divisions().find((division) => division.level === 'city' && division.origin === 'city');
  return { cellCode: null, communityCode: null, streetCode: null, districtCode: null, areaCode: city?.code ?? '' };
};

function reportRow(desk: Desk, intake: Intake, caseId: string, at: number): ReportRow {
  const { report, caller } = intake;
  return {
    id: desk.ctx.ids.uuid(),
    caseId,
    source: report.source,
    text: report.description,
    at,
    byUser: caller.kind === 'anonymous' ? null : caller.userId,
    reporterName: report.reporterName || null,
    reporterPhone: report.reporterPhone || null,
    hidden: report.hideReporter,
    trackingHash: intake.trackingHash,
  };
}

/** The reporter says it is the same problem: the report joins that case and its reporter hears how it ends. */
async function join(desk: Desk, tx: Tx, intake: Intake, caseId: string): Promise<Result<Reported>> {
  const row = await findCase(tx, intake.caller, caseId, true);
  if (!row) return refuse('cases.not_found');
  if (!row.open) return refuse('cases.merge_target_closed');
  await insertReport(tx, reportRow(desk, intake, caseId, desk.ctx.clock.now()));
  const joined = await applyToCase(
    desk,
    tx,
    row,
    { action: 'comment', input: { text: `并入上报：${intake.report.description}` } },
    intake.caller,
    intake.trace,
  );
  if (!joined.ok) throw new Refused(joined.refusal.code, joined.refusal.params);
  return ok({ caseId, number: row.number, joined: true, version: joined.value.version });
}

function factsOf(intake: Intake, id: string, number: string, place: Place, entry: ClassEntry | undefined, at: number): CaseFacts {
  const { report } = intake;
  return {
    id,
    number,
    classId: entry?.id ?? '',
    classCode: entry?.code ?? '',
    className: entry?.name ?? '待分类',
    majorName: entry?.majorName ?? '',
    description: report.description,
    place: report.place,
    componentId: report.componentId ?? null,
    ...place,
    lon: report.lon ?? null,
    lat: report.lat ?? null,
    accuracyM: report.accuracyM ?? null,
    source: report.source,
    synthetic: intake.synthetic ?? false,
    reportedAt: at,
    searchWords: searchDocument(entry?.name ?? null, report.place, report.description.slice(0, 200), number),
  };
}

const reporterOf = ({ caller, trackingHash }: Intake): Pick<Reporter, 'kind' | 'id'> => {
  if (caller.kind === 'system') return { kind: 'system', id: null };
  return caller.kind === 'anonymous' ? { kind: 'citizen', id: trackingHash } : { kind: 'person', id: caller.userId };
};

/** What the kernel is asked: an ordinary report, or one that its collector settled on the spot. */
function openingAct(intake: Intake, caseId: string, entry: ClassEntry | undefined): Act {
  const { report } = intake;
  const opening = {
    caseId,
    source: report.source,
    reporter: reporterOf(intake),
    occurredAt: report.occurredAt ? Date.parse(report.occurredAt) : null,
    splitFrom: intake.splitFrom ?? null,
  };
  if (report.selfHandled && entry) {
    const { before, after } = report.selfHandled;
    return { action: 'self_handle', input: { ...opening, classRef: classRef(entry), photosBefore: before, photosAfter: after } };
  }
  return { action: 'report', input: { ...opening, ...(entry ? { classRef: classRef(entry) } : {}) } };
}

/** Every photo that the report names, filed under its stage. Refuses when one is not there or not the reporter's. */
async function attachAll(tx: Tx, { report, caller }: Intake, caseId: string): Promise<void> {
  const groups = [
    [report.photoIds, 'report'],
    [report.selfHandled?.before ?? [], 'before'],
    [report.selfHandled?.after ?? [], 'after'],
  ] as const;
  for (const [ids, stage] of groups)
    if ((await attachPhotos(tx, caseId, ids, caller.userId, stage)) !== ids.length) throw new Refused('cases.photo_unknown');
}

/**
 * A report 上报 opens a case, or joins the one its reporter named. Row, history, report and events in the given transaction.
 * Refuses an unknown class, and (from staff) a place in no grid cell and no community.
 */
export async function reportCase(desk: Desk, tx: Tx, intake: Intake): Promise<Result<Reported>> {
  const { report, caller, trace } = intake;
  if (report.joinCaseId) return join(desk, tx, intake, report.joinCaseId);
  const now = desk.ctx.clock.now();
  const entry = report.classCode === undefined ? undefined : desk.catalogue.classOf(report.classCode, now);
  if (report.classCode !== undefined && !entry) return refuse('cases.class_unknown', { code: report.classCode });
  if (report.occurredAt && Date.parse(report.occurredAt) > now + CLOCK_SKEW_MS)
    return refuse('cases.occurred_in_future', { at: report.occurredAt });
  const found = placeOf(desk, report);
  if (!found.ok && caller.kind !== 'anonymous') return found;
  const place = found.ok ? found.value : cityWide(desk);
  const number = await desk.numbers.next(tx, place.districtCode ?? place.areaCode, dayOf(desk, now));
  if (!number.ok) return number;
  const id = desk.ctx.ids.uuid();
  const settings = settingsOf(desk);
  const calendar = calendarOf(desk);
  const act = openingAct(intake, id, entry);
  const decision = apply(null, act, { now, calendar, actor: actorOf(caller), settings });
  if (!decision.ok) return decision;
  const facts = factsOf(intake, id, number.value, place, entry, now);
  const unitName = caller.unitId ? (desk.units.name(caller.unitId) ?? null) : null;
  const history = historyRow(null, decision.next, act, signatureOf(caller, unitName), now, trace, desk.catalogue.rulesVersion());
  await insertCase(
    tx,
    facts,
    decision.next,
    columnsOf(decision.next, calendar, settings.warnShare),
    history,
    reportRow(desk, intake, id, now),
  );
  await attachAll(tx, intake, id);
  await desk.ctx.emit(
    tx,
    toDomainEvents(
      desk,
      decision.events,
      decision.next,
      { number: number.value, areaCode: place.areaCode, className: facts.className, place: facts.place },
      trace,
    ),
  );
  return ok({ caseId: id, number: number.value, joined: false, version: decision.next.version });
}
