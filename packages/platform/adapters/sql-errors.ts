import { DbConflict, DbUnavailable } from '../ports/db.ts';

/** What pg and PGlite errors have in common. */
export interface SqlError extends Error {
  readonly code?: string;
  readonly constraint?: string;
}

/** Unique and exclusion violations: a competing writer was first. */
const conflicts = new Set(['23505', '23P01']);

/** SQLSTATEs after which the connection is of no use: 08 connection, 57P shutting down, 25P0x idle transaction timeout. */
const lostCodes = /^(08...|57P0[1-5]|25P0[34])$/;

/** "Not now" rather than "wrong": 53 no disk, memory or connections left, 58 system error, 57014 statement timeout, 40 deadlock, 55P03 lock timeout. */
const busyCodes = /^(53...|58...|57014|40001|40P01|55P03)$/;

const network = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
  'ENOSPC',
]);

/** node-postgres reports a lost connection without a code. */
const lostConnection =
  /Connection terminated|connection timeout|timeout exceeded when trying to connect|Query read timeout|not queryable|pool after calling end/i;

/** Is the connection (not the statement) what failed? Such a connection is thrown away. */
export function isLost(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as SqlError;
  if (code === undefined) return lostConnection.test(error.message);
  return network.has(code) || lostCodes.test(code);
}

/** The port's error for a driver's error; anything else is a bug and stays what it is. */
export function toDbError(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(String(error));
  const { code, constraint } = error as SqlError;
  if (code !== undefined && conflicts.has(code)) return new DbConflict(constraint ?? 'unknown', { cause: error });
  if ((code !== undefined && busyCodes.test(code)) || isLost(error)) return new DbUnavailable(error.message, { cause: error });
  return error;
}

/** A migration changed a table under a prepared statement: outside a transaction it is simply prepared anew. */
export const isStalePlan = (error: unknown): boolean =>
  error instanceof Error && (error as SqlError).code === '0A000' && /cached plan/.test(error.message);
