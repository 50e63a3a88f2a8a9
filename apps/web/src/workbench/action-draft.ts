import type { AllowedAction } from '@chengmai/modules/cases/contract.ts';
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

/** Photographs of the right kind that the case already has count as given. */
function photosAtHand(action: AllowedAction, detail: CaseDetail): boolean {
  const stage = action.action === 'submit_handling' ? 'after' : action.action === 'answer_pre_check' ? 'pre_check' : 'post_check';
  return detail.photos.some((photo) => photo.stage === stage);
}

/** The fields that still miss; the reason counts as one. */
export function missing(action: AllowedAction, draft: Draft, detail: CaseDetail): readonly (keyof Input)[] {
  const keys = action.fields.filter((field) => field.required).map((field) => fieldKey(field.name));
  if (action.needsReason) keys.push('reason');
  return [...new Set(keys)].filter((key) => !isGiven(draft[key]) && !(key === 'photoIds' && photosAtHand(action, detail)));
}

/** Chosen when a class has no condition row: the default limit counts and nothing is sent. */
export const NO_CONDITION = 'none';

/** Only what was given goes to the server. */
export function cleanDraft(draft: Draft): Input {
  return Object.fromEntries(Object.entries(draft).filter(([, value]) => isGiven(value) && value !== NO_CONDITION)) as Input;
}
