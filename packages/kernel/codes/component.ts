import { ok, type Result, refuse } from '../result.ts';
import { parseAreaOfCode } from './area.ts';
import { parseClassCode } from './class-code.ts';
import { formatSequence } from './sequence.ts';

/** One installed component 部件: 6 area + 5 class + 6 sequence. GB/T 47678.5-2026 table 2, field GLBJBSM. */
export interface ComponentId {
  readonly code: string;
  readonly areaCode: string;
  readonly classCode: string;
  readonly sequence: number;
}

/**
 * Reads the 17 digits of a component. 16 digits are the 2013 form and are never guessed into the new one: import them with the map.
 * Refuses `codes.component_malformed`, `codes.component_2013_form`, and the refusals of its area and class.
 */
export function parseComponentId(text: string): Result<ComponentId> {
  if (/^\d{16}$/.test(text)) return refuse('codes.component_2013_form', { code: text });
  if (!/^\d{17}$/.test(text)) return refuse('codes.component_malformed', { code: text, length: text.length });
  const area = parseAreaOfCode(text.slice(0, 6));
  if (!area.ok) return area;
  const classCode = parseClassCode('component', text.slice(6, 11));
  if (!classCode.ok) return classCode;
  return ok({ code: text, areaCode: area.value, classCode: classCode.value.code, sequence: Number(text.slice(11)) });
}

/** The id of component `sequence` (0 … 999999) of a class in an area. Refuses bad parts and `codes.sequence_overflow`. */
export function formatComponentId(areaCode: string, classCode: string, sequence: number): Result<string> {
  const area = parseAreaOfCode(areaCode);
  if (!area.ok) return area;
  const parsed = parseClassCode('component', classCode);
  if (!parsed.ok) return parsed;
  const digits = formatSequence(sequence, 6);
  return digits.ok ? ok(areaCode + classCode + digits.value) : digits;
}

/** On save: the id must begin with the record's own area and class. Refuses `codes.area_mismatch`, `codes.class_mismatch`. */
export function checkComponentId(text: string, record: { readonly areaCode: string; readonly classCode: string }): Result<ComponentId> {
  const parsed = parseComponentId(text);
  if (!parsed.ok) return parsed;
  const { areaCode, classCode } = parsed.value;
  if (areaCode !== record.areaCode) return refuse('codes.area_mismatch', { code: text, expected: record.areaCode, found: areaCode });
  if (classCode !== record.classCode) return refuse('codes.class_mismatch', { code: text, expected: record.classCode, found: classCode });
  return parsed;
}
