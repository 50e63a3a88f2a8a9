import { ok, type Result, refuse } from '../result.ts';
import { parseArea, parseAreaOfCode } from './area.ts';
import { formatSequence } from './sequence.ts';

/** A unit grid cell 单元网格: 6 area + 3 street + 3 community + 3 sequence. GB/T 47678.3. */
export interface Grid {
  readonly code: string;
  readonly areaCode: string;
  readonly streetCode: string;
  readonly communityCode: string;
  readonly sequence: number;
}

/**
 * Reads the 15 digits of a unit grid cell. The 12 and 16 digit forms of older systems are refused: they belong into an alias.
 * Refuses `codes.grid_malformed` and the refusals of its area.
 */
export function parseGrid(text: string): Result<Grid> {
  if (!/^\d{15}$/.test(text)) return refuse('codes.grid_malformed', { code: text, length: text.length });
  const area = parseAreaOfCode(text.slice(0, 6));
  if (!area.ok) return area;
  const codes = { areaCode: area.value, streetCode: text.slice(0, 9), communityCode: text.slice(0, 12) };
  return ok({ code: text, ...codes, sequence: Number(text.slice(12)) });
}

/** The cell `sequence` (0 … 999) of a community. Refuses what is no 12-digit community, and `codes.sequence_overflow`. */
export function formatGrid(communityCode: string, sequence: number): Result<string> {
  const community = parseArea(communityCode);
  if (!community.ok) return community;
  if (community.value.level !== 'community') return refuse('codes.area_malformed', { code: communityCode });
  const digits = formatSequence(sequence, 3);
  return digits.ok ? ok(communityCode + digits.value) : digits;
}
