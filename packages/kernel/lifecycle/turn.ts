import type { Calendar, Instant } from '../calendar/types.ts';
import type { AnyInput } from './act.ts';
import type { Actor } from './roles.ts';
import type { LifecycleSettings } from './settings.ts';

/** What an act is judged against. All of it comes in: the kernel has no clock and no configuration of its own. */
export interface Context {
  readonly now: Instant;
  readonly calendar: Calendar;
  readonly actor: Actor;
  readonly settings: LifecycleSettings;
}

/** One act being applied: its context and its input. */
export interface Turn extends Context {
  readonly input: AnyInput;
}
