import { ok, type Result, refuse } from '../result.ts';

export type ClassKind = 'component' | 'matter';

/** A class 小类 of the 2026 catalogue; the five digits are unique only together with the kind. GB/T 47678.5-2026. */
export interface ClassCode {
  readonly kind: ClassKind;
  readonly code: string;
  readonly major: string;
  readonly minor: string;
}

/** Components have majors 01–05, matters 01–10 (01–05: the component is abnormal). */
const LAST_MAJOR: Readonly<Record<ClassKind, number>> = { component: 5, matter: 10 };
/** A draft reserves minor codes from 080 for a city's own classes. */
const FIRST_LOCAL_MINOR = 80;

/**
 * Reads 2 major + 3 minor digits as a class of this kind. Whether the class exists is the catalogue's to say.
 * Refuses `codes.class_malformed`, `codes.class_major_unknown`, `codes.class_is_matter` (a matter class where a component's is due).
 */
export function parseClassCode(kind: ClassKind, text: string): Result<ClassCode> {
  if (!/^\d{5}$/.test(text)) return refuse('codes.class_malformed', { code: text });
  const [major, minor] = [text.slice(0, 2), text.slice(2)];
  if (Number(major) < 1 || Number(major) > LAST_MAJOR.matter) return refuse('codes.class_major_unknown', { code: text, major });
  if (Number(major) > LAST_MAJOR[kind]) return refuse('codes.class_is_matter', { code: text, major });
  return ok({ kind, code: text, major, minor });
}

/** A city's own class: private to the city, to be mapped by its name and never by its number. */
export const isLocalClass = (code: ClassCode): boolean => Number(code.minor) >= FIRST_LOCAL_MINOR;

/** The component class whose abnormal state a matter 01–05 is, or null for the matters 06–10. */
export const componentClassOf = (matter: ClassCode): string | null => (Number(matter.major) <= LAST_MAJOR.component ? matter.code : null);
