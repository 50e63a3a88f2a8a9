import type { Instant } from '@chengmai/kernel/calendar/types.ts';

export interface Clock {
  now(): Instant;
}
