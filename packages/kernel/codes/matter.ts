import { ok, type Result, refuse } from '../result.ts';
import { parseAreaOfCode } from './area.ts';
import { parseClassCode } from './class-code.ts';

/** A matter class in an area 事项代码: 6 area + 5 class. No instance id: it repeats for every occurrence. GB/T 47678.5-2026 table 3. */
export interface MatterCode {
  readonly code: string;
  readonly areaCode: string;
  readonly classCode: string;
}

/**
 * Reads the 11 digits of a matter. 10 digits are a 2013 event: import them with the map.
 * Refuses `codes.matter_malformed`, `codes.matter_2013_form`, and the refusals of its area and class.
 */
export function parseMatterCode(text: string): Result<MatterCode> {
  if (/^\d{10}$/.test(text)) return refuse('codes.matter_2013_form', { code: text });
  if (!/^\d{11}$/.test(text)) return refuse('codes.matter_malformed', { code: text, length: text.length });
  const area = parseAreaOfCode(text.slice(0, 6));
  if (!area.ok) return area;
  const classCode = parseClassCode('matter', text.slice(6));
  if (!classCode.ok) return classCode;
  return ok({ code: text, areaCode: area.value, classCode: classCode.value.code });
}

/** The matter code of a class in an area. Refuses bad parts. */
export function formatMatterCode(areaCode: string, classCode: string): Result<string> {
  const area = parseAreaOfCode(areaCode);
  if (!area.ok) return area;
  const parsed = parseClassCode('matter', classCode);
  return parsed.ok ? ok(areaCode + classCode) : parsed;
}

/** On save: the code must be made of the record's own area and class. Refuses `codes.area_mismatch`, `codes.class_mismatch`. */
export function checkMatterCode(text: string, record: { readonly areaCode: string; readonly classCode: string }): Result<MatterCode> {
  const parsed = parseMatterCode(text);
  if (!parsed.ok) return parsed;
  const { areaCode, classCode } = parsed.value;
  if (areaCode !== record.areaCode) return refuse('codes.area_mismatch', { code: text, expected: record.areaCode, found: areaCode });
  if (classCode !== record.classCode) return refuse('codes.class_mismatch', { code: text, expected: record.classCode, found: classCode });
  return parsed;
}
