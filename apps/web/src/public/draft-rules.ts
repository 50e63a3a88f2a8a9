import type { Draft } from './public-api.ts';
import type { PublicWord } from './words.ts';

const MIN_DESCRIPTION = 4;
const MIN_PLACE = 2;
/** Digits and what people put between them. */
const PHONE = /^[\d\s+()（）-]*$/;

/** What a step still lacks, in the order of the steps; `null` when it may be left. */
export function lackOf(step: number, draft: Draft): PublicWord | null {
  if (step === 0) return draft.description.trim().length < MIN_DESCRIPTION ? 'what.short' : null;
  if (step === 1) return draft.place.trim().length < MIN_PLACE ? 'where.short' : null;
  return PHONE.test(draft.phone) ? null : 'phone.letters';
}

/** The step that may be shown: an address may name one whose forerunners are empty, for instance after a reload. */
export function reachableStep(step: number, draft: Draft): number {
  for (let before = 0; before < step; before += 1) if (lackOf(before, draft)) return before;
  return step;
}

/** A tracking code as the server knows it: 12 letters and digits, however it was typed; `null` when it cannot be one. */
export function readTrackingCode(typed: string): string | null {
  const code = typed.toUpperCase().replaceAll(/[\s-]/g, '');
  return /^[A-Z0-9]{12}$/.test(code) ? code : null;
}
