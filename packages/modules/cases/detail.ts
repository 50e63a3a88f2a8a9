import { allowedActions } from '@chengmai/kernel/lifecycle/allowed-actions.ts';
import type { CaseState } from '@chengmai/kernel/lifecycle/case.ts';
import { DEFAULT_LADDER } from '@chengmai/kernel/lifecycle/escalation.ts';
import type { Queryable } from '@chengmai/platform/ports/db.ts';
import { errorText, fill } from '@chengmai/platform/runtime/error-codes.ts';
import type { Caller } from '@chengmai/platform/runtime/scope.ts';
import { undoUntil } from './act-on-case.ts';
import { iso, isoOrNull, type Reading, type StoredCase, toCaseRow } from './case-row.ts';
import type { AllowedAction, CaseDetail, HistoryEntry, Photo } from './contract.ts';
import { actorOf, type Desk, settingsOf } from './desk.ts';
import { type LinkedCase, linkedCases, recurrence90, toldRungs, unitFigures } from './detail-store.ts';
import { isPlainAction } from './inputs.ts';
import { casePhotos, type StoredPhoto } from './photo-store.ts';
import { readingFor } from './reading.ts';
import { stepsOf } from './steps.ts';
import { caseHistory, caseReports, type StoredHistory, type StoredReport } from './store.ts';

/** What the form of an action asks for, beyond what the kernel demands. */
const formFields: Readonly<Record<string, readonly { name: string; required: boolean }[]>> = {
  file: [
    { name: 'classCode', required: false },
    { name: 'conditionId', required: true },
  ],
  reclassify: [
    { name: 'classCode', required: true },
    { name: 'conditionId', required: true },
  ],
  dispatch: [{ name: 'unitId', required: true }],
  assign: [{ name: 'handlerId', required: true }],
  send_pre_check: [{ name: 'collectorId', required: false }],
  send_post_check: [{ name: 'collectorId', required: false }],
  answer_pre_check: [
    { name: 'passed', required: true },
    { name: 'photos', required: false },
  ],
  answer_post_check: [
    { name: 'passed', required: true },
    { name: 'photos', required: false },
  ],
  inspect: [
    { name: 'passed', required: true },
    { name: 'photos', required: false },
  ],
  submit_handling: [{ name: 'photos', required: true }],
  forward_close: [{ name: 'acceptorId', required: false }],
  force_close: [
    { name: 'secondPersonId', required: true },
    { name: 'photos', required: true },
  ],
  apply_suspension: [{ name: 'until', required: true }],
  review_application: [{ name: 'granted', required: true }],
  review_appeal: [{ name: 'granted', required: true }],
  supervise: [
    { name: 'kind', required: true },
    { name: 'replyRequired', required: false },
  ],
  merge: [{ name: 'caseId', required: true }],
  link_duplicate: [{ name: 'caseId', required: true }],
  split: [{ name: 'parts', required: true }],
  rate: [{ name: 'satisfaction', required: true }],
};

/** The next step of the loop that a post is there for; everything else stands behind it. */
const primaries = [
  'answer_pre_check',
  'answer_post_check',
  'review_application',
  'review_appeal',
  'file',
  'accept',
  'dispatch',
  'assign',
  'submit_handling',
  'confirm',
  'forward_close',
  'close',
];
const joining = new Set(['merge', 'unmerge', 'split', 'link_duplicate']);

export function actionsFor(desk: Desk, row: StoredCase, caller: Caller, reading: Reading): AllowedAction[] {
  const context = { now: reading.now, calendar: reading.calendar, settings: settingsOf(desk) };
  const offers = allowedActions(row.lifecycle, actorOf(caller), context).filter(
    (offer) => isPlainAction(offer.action) || joining.has(offer.action),
  );
  const primary = primaries.find((action) => offers.some((offer) => offer.action === action && !offer.blockedBy));
  return offers.map((offer) => {
    const text = offer.blockedBy ? errorText(offer.blockedBy.code) : undefined;
    return {
      action: offer.action,
      zh: offer.zh,
      en: offer.en,
      primary: offer.action === primary,
      needsReason: offer.needsReason || offer.input.includes('text'),
      fields: [...(formFields[offer.action] ?? [])],
      blockedBy: offer.blockedBy
        ? {
            code: offer.blockedBy.code,
            title: text ? fill(caller.locale === 'zh' ? text.zh : text.en, offer.blockedBy.params) : offer.blockedBy.code,
          }
        : null,
    };
  });
}

export function photoDto(photo: StoredPhoto): Photo {
  return {
    id: photo.id,
    hash: photo.hash,
    stage: photo.stage as Photo['stage'],
    takenAt: isoOrNull(photo.taken_at),
    addedAt: iso(photo.added_at),
    byName: photo.by_name,
    widthPx: photo.width_px,
    heightPx: photo.height_px,
    url: `/api/photos/${photo.hash}`,
  };
}

/** Who reported is personal; whoever may know reads it from the reports. */
const PRIVATE_INPUT = new Set(['reporter', 'reporters']);

const historyDto = (entry: StoredHistory): HistoryEntry => ({
  seq: entry.seq,
  action: entry.action,
  fromState: entry.from_state,
  toState: entry.to_state,
  at: iso(entry.at),
  actorId: entry.actor_id,
  actorName: entry.actor_name,
  actorRole: entry.actor_role,
  actorUnit: entry.actor_unit,
  reason: entry.reason,
  input: Object.fromEntries(Object.entries(entry.input).filter(([field]) => !PRIVATE_INPUT.has(field))),
});

const seesReporter = new Set(['acceptor', 'shift_leader', 'dispatcher', 'leader', 'inspector']);

/** Reporter's name and telephone: for those who talk to citizens, and never of a hidden reporter outside the acceptors' desk. */
function reportDto(report: StoredReport, caller: Caller): CaseDetail['reportsList'][number] {
  const may =
    caller.roles.some((role) => seesReporter.has(role)) &&
    (!report.hidden || caller.roles.some((role) => role === 'acceptor' || role === 'shift_leader'));
  return {
    id: report.id,
    at: iso(report.at),
    source: report.source as CaseDetail['source'],
    text: report.text,
    reporterName: may ? report.reporter_name : null,
    reporterPhone: may ? report.reporter_phone : null,
    hidden: report.hidden,
    joinedFrom: report.first_case_id === report.case_id ? null : report.first_case_id,
    satisfaction: report.satisfaction as CaseDetail['reportsList'][number]['satisfaction'],
  };
}

/** The ladder's words by the last part of the key; a rung that the ladder no longer has keeps its id. */
function wordsOf(stepKey: string): { zh: string; en: string } {
  const id = stepKey.slice(stepKey.lastIndexOf(':') + 1);
  const step = DEFAULT_LADDER.find((one) => one.id === id);
  return { zh: step?.zh ?? id, en: step?.en ?? id };
}

const linkKinds = (state: CaseState): [string, CaseDetail['links'][number]['kind']][] => [
  ...(state.mergedInto ? [[state.mergedInto.caseId, 'merged_into'] as [string, 'merged_into']] : []),
  ...state.mergedFrom.map((one) => [one.caseId, 'merged_from'] as [string, 'merged_from']),
  ...state.splitInto.map((id) => [id, 'split_into'] as [string, 'split_into']),
  ...(state.splitFrom ? [[state.splitFrom, 'split_from'] as [string, 'split_from']] : []),
  ...state.duplicateOf.map((id) => [id, 'recurrence'] as [string, 'recurrence']),
];

function links(state: CaseState, found: readonly LinkedCase[]): CaseDetail['links'] {
  return linkKinds(state).flatMap(([id, kind]) => {
    const linked = found.find((one) => one.id === id);
    return linked ? [{ kind, caseId: id, number: linked.number, title: `${linked.class_name} ${linked.place}`, state: linked.state }] : [];
  });
}

async function suggestedUnits(desk: Desk, q: Queryable, row: StoredCase, now: number): Promise<CaseDetail['suggestedUnits']> {
  const byTable = row.class_id ? desk.catalogue.conditionsOf(row.class_id).flatMap((condition) => condition.unitId ?? []) : [];
  const figures = await unitFigures(q, row, [...new Set(byTable)], new Date(now - 30 * 86_400_000));
  return figures.map((figure) => ({
    unitId: figure.unit_id,
    name: desk.units.name(figure.unit_id) ?? figure.unit_id,
    why: byTable.includes(figure.unit_id)
      ? { zh: '类别目录指定承办', en: 'Named by the catalogue for this class' }
      : { zh: `近 90 日在本社区办过同类 ${figure.here} 件`, en: `Handled ${figure.here} of this class in this community in 90 days` },
    open: figure.open,
    inTime: figure.in_time,
    closed: figure.handled,
  }));
}

/** The whole of one case as a caller may see it. `readsPersonal` tells the route to write the audit entry. */
export async function caseDetail(
  desk: Desk,
  q: Queryable,
  row: StoredCase,
  caller: Caller,
): Promise<{ detail: CaseDetail; readsPersonal: boolean }> {
  const history = await caseHistory(q, [row.id]);
  const photos = await casePhotos(q, [row.id]);
  const reports = await caseReports(q, row.id);
  const linked = await linkedCases(
    q,
    caller,
    linkKinds(row.lifecycle).map(([id]) => id),
  );
  const reading = await readingFor(desk, q, [row]);
  const recurrence = await recurrence90(q, row);
  const condition = row.condition_id ? desk.catalogue.condition(row.condition_id) : undefined;
  const reportsList = reports.map((report) => reportDto(report, caller));
  const detail: CaseDetail = {
    ...toCaseRow(row, reading),
    description: row.description,
    classId: row.class_id,
    majorName: row.major_name,
    componentId: row.component_id,
    cellCode: row.cell_code,
    streetCode: row.street_code,
    districtCode: row.district_code,
    accuracyM: row.accuracy_m,
    conditionId: row.condition_id,
    filing: condition?.filing ?? null,
    closing: condition?.closing ?? null,
    limit: row.lifecycle.limit ? { ...row.lifecycle.limit } : null,
    suggestedUnits: row.open ? await suggestedUnits(desk, q, row, reading.now) : [],
    steps: stepsOf(row.lifecycle, history, reading),
    history: history.map(historyDto),
    photos: photos.map(photoDto),
    reportsList,
    links: links(row.lifecycle, linked),
    recurrence90: recurrence,
    overdueExempt: row.lifecycle.overdueExempt,
    actions: actionsFor(desk, row, caller, reading),
    escalations: (await toldRungs(q, row.id)).map((rung) => ({
      at: iso(rung.at),
      ...wordsOf(rung.step_key),
      notified: [...rung.notified],
    })),
    undoUntil: isoOrNull(undoUntil(row, history.at(-1)?.action, caller)),
  };
  return { detail, readsPersonal: reportsList.some((report) => report.reporterName !== null || report.reporterPhone !== null) };
}
