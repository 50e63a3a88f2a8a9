import type { AllowedAction, Photo } from '@chengmai/modules/cases/contract.ts';
import type { CaseDetail } from '../api/cases.ts';
import type { Input } from './use-case-action.ts';

export type Draft = Input;

/** Field names of the server and the input that they fill. */
const inputOf: Readonly<Record<string, keyof Input>> = {
  photos: 'photoIds',
  photosAfter: 'photoIds',
  photosBefore: 'photoIds',
  attachments: 'photoIds',
  caseIds: 'caseId',
  intoCaseId: 'caseId',
  assigneeId: 'collectorId',
  classRef: 'classCode',
  decision: 'granted',
  outcome: 'passed',
  score: 'satisfaction',
  text: 'reason',
};

export const fieldKey = (name: string): keyof Input => inputOf[name] ?? (name as keyof Input);

/** What the form starts with: the suggestion that the server ranks first, the condition that already applies. */
export function firstDraft(action: AllowedAction, detail: CaseDetail): Draft {
  const draft: Draft = {};
  for (const { name } of action.fields) {
    const key = fieldKey(name);
    if (key === 'unitId' && detail.suggestedUnits[0]) draft.unitId = detail.suggestedUnits[0].unitId;
    if (key === 'conditionId' && detail.conditionId) draft.conditionId = detail.conditionId;
    if (key === 'classCode' && action.action !== 'reclassify') draft.classCode = detail.classCode;
    if (key === 'kind') draft.kind = 'important';
  }
  return draft;
}

const isGiven = (value: unknown): boolean => (Array.isArray(value) ? value.length > 0 : value !== undefined && value !== '');

const stageOf: Readonly<Record<string, Photo['stage']>> = {
  submit_handling: 'after',
  answer_pre_check: 'pre_check',
  answer_post_check: 'post_check',
};
/** The stage of the photographs that an action hands in. */
export const photoStageOf = (action: string): Photo['stage'] => stageOf[action] ?? 'other';

/** Photographs of an action's stage that no earlier round has handed in: after a rework the old ones prove nothing. */
export function photosAtHand(action: string, detail: Pick<CaseDetail, 'photos' | 'history'>): readonly Photo[] {
  const at = detail.history.findLastIndex((entry) => entry.action === action);
  const takenBack = detail.history[at + 1]?.action === 'undo';
  const handedInAt = at < 0 || takenBack ? Number.NEGATIVE_INFINITY : Date.parse(detail.history[at]!.at);
  return detail.photos.filter((photo) => photo.stage === photoStageOf(action) && Date.parse(photo.addedAt) > handedInAt);
}

/** The draft with the photographs that lie ready for its action, however they came to the case. */
export function withPhotos(action: AllowedAction, draft: Draft, detail: CaseDetail): Draft {
  if (!action.fields.some((field) => fieldKey(field.name) === 'photoIds')) return draft;
  const ready = photosAtHand(action.action, detail).map((photo) => photo.id);
  return { ...draft, photoIds: [...new Set([...ready, ...(draft.photoIds ?? [])])] };
}

/** The fields that still miss; the reason counts as one. */
export function missing(action: AllowedAction, draft: Draft, detail: CaseDetail): readonly (keyof Input)[] {
  const keys = action.fields.filter((field) => field.required).map((field) => fieldKey(field.name));
  if (action.needsReason) keys.push('reason');
  const given = withPhotos(action, draft, detail);
  return [...new Set(keys)].filter((key) => !isGiven(given[key]));
}

/** Chosen when a class has no condition row: the default limit counts and nothing is sent. */
export const NO_CONDITION = 'none';

/** Only what was given goes to the server. */
export function cleanDraft(draft: Draft): Input {
  return Object.fromEntries(Object.entries(draft).filter(([, value]) => isGiven(value) && value !== NO_CONDITION)) as Input;
}
