import type { Instant } from '@chengmai/kernel/calendar/types.ts';
import type { Clock } from '@chengmai/platform/ports/clock.ts';

/** A clock that stands until it is moved. */
export class FakeClock implements Clock {
  #now: Instant;
  /** Starts at an ISO instant; default 2026-03-02 (a Monday) 09:00 in Shanghai. */
  constructor(start = '2026-03-02T09:00:00+08:00') {
    this.#now = Date.parse(start);
  }
  now(): Instant {
    return this.#now;
  }
  set(iso: string): void {
    this.#now = Date.parse(iso);
  }
  advance(ms: number): void {
    this.#now += ms;
  }
  advanceMinutes(minutes: number): void {
    this.advance(minutes * 60_000);
  }
}
