import { parseDay } from '../calendar/civil.ts';
import type { Day } from '../calendar/types.ts';
import { ok, type Result, refuse } from '../result.ts';
import { parseAreaOfCode } from './area.ts';
import { formatSequence } from './sequence.ts';

/** A case number 案件编码: 6 area + 8 date + 5 sequence of the day, from 1. The structure is this project's choice. */
export interface CaseNumber {
  readonly code: string;
  readonly areaCode: string;
  readonly day: Day;
  readonly sequence: number;
}

const LAST_OF_DAY = 99_999;

/** The number of the day's `sequence`-th case. Refuses a bad area or day, and `codes.case_sequence_overflow` outside 1 … 99999. */
export function formatCaseNumber(areaCode: string, day: Day, sequence: number): Result<string> {
  const area = parseAreaOfCode(areaCode);
  if (!area.ok) return area;
  if (parseDay(day) === null) return refuse('codes.case_number_day', { day });
  const digits = formatSequence(sequence, 5);
  if (!digits.ok || sequence === 0) return refuse('codes.case_sequence_overflow', { areaCode, day, sequence, max: LAST_OF_DAY });
  return ok(areaCode + day.replaceAll('-', '') + digits.value);
}

/** Reads 19 digits. Refuses `codes.case_number_malformed`, `codes.case_number_day` (no such date), and a bad area. */
export function parseCaseNumber(text: string): Result<CaseNumber> {
  const sequence = Number(text.slice(14));
  if (!/^\d{19}$/.test(text) || sequence === 0) return refuse('codes.case_number_malformed', { code: text });
  const area = parseAreaOfCode(text.slice(0, 6));
  if (!area.ok) return area;
  const day = `${text.slice(6, 10)}-${text.slice(10, 12)}-${text.slice(12, 14)}`;
  if (parseDay(day) === null) return refuse('codes.case_number_day', { code: text, day });
  return ok({ code: text, areaCode: area.value, day, sequence });
}
