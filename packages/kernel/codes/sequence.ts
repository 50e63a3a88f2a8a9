import { ok, type Result, refuse } from '../result.ts';

/** A running number in a fixed width. Refuses `codes.sequence_overflow` outside 0 … 10^width − 1 and for parts of a number. */
export function formatSequence(sequence: number, width: number): Result<string> {
  const max = 10 ** width - 1;
  if (!Number.isInteger(sequence) || sequence < 0 || sequence > max) return refuse('codes.sequence_overflow', { sequence, max });
  return ok(String(sequence).padStart(width, '0'));
}
