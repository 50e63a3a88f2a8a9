import type { ClockView, Light } from '@chengmai/modules/cases/contract.ts';

export interface Reading {
  /** In the clock's own time; negative once overdue. */
  readonly remainingMs: number;
  readonly usedMs: number;
  /** Used part of the allowance, 0 … 1. */
  readonly share: number;
  readonly light: Light;
  /** The limit has passed: by the clock here, by the server's light or by the deadline, whichever says so first. */
  readonly over: boolean;
}

/** Amber when no more than this share of the allowance is left; the server's own value decides until the clock has moved on. */
const WARN_SHARE = 0.2;

function lightOf(clock: ClockView, remainingMs: number, over: boolean): Light {
  if (clock.light === 'hold' || clock.light === 'none') return clock.light;
  if (over) return 'red';
  if (clock.light !== 'green') return clock.light;
  return remainingMs <= clock.allowanceMs * WARN_SHARE ? 'yellow' : 'green';
}

/**
 * Reads a clock at `now` (server time, ms). A working clock stands while `ticking` is false, so a countdown shown at night does not
 * move; the next answer of the server says when it runs again.
 */
export function readClock(clock: ClockView, now: number): Reading {
  const moving = clock.running && clock.ticking && clock.endedAt === null;
  const passedMs = moving ? Math.max(0, now - Date.parse(clock.readAt)) : 0;
  const usedMs = clock.usedMs + passedMs;
  const past = clock.light === 'red' || (moving && clock.dueAt !== null && now > Date.parse(clock.dueAt));
  const leftMs = clock.allowanceMs - usedMs;
  // The server rounds to its own second, so a clock it calls red may still have a moment left here.
  const remainingMs = past ? Math.min(leftMs, 0 - clock.overdueMs) : leftMs;
  const over = past || remainingMs < 0;
  const share = clock.allowanceMs > 0 ? Math.min(1, Math.max(0, usedMs / clock.allowanceMs)) : 1;
  return { remainingMs, usedMs, share, over, light: lightOf(clock, remainingMs, over) };
}
