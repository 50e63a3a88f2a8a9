import { useQuery } from '@tanstack/react-query';
import type { CaseDetail } from '../api/cases.ts';
import { type ClassDetail, classesQuery, classQuery } from '../api/places.ts';
import type { Draft } from './action-draft.ts';

/** The class that the form has chosen, else the case's own, with its conditions; `undefined` while it loads and for a case without a class. */
export function useChosenClass(detail: CaseDetail, draft: Draft): ClassDetail | undefined {
  const { data: classes } = useQuery(classesQuery);
  const other = draft.classCode && draft.classCode !== detail.classCode;
  const id = other ? classes?.find((each) => each.code === draft.classCode)?.id : detail.classId;
  return useQuery(classQuery(id ?? '')).data;
}
