import { parseCalendarDefinition } from '@chengmai/kernel/calendar/definition.ts';
import type { CalendarDefinition } from '@chengmai/kernel/calendar/types.ts';
import { ok, type Result, refuse } from '@chengmai/kernel/result.ts';
import type { Change } from './change.ts';
import { catalogueEvents } from './contract.ts';
import { type LifecycleSettingsDto, parseLifecycleSettings } from './lifecycle-settings.ts';
import { insertCalendar, insertLifecycle } from './store.ts';

/** Reads a calendar definition; what the kernel refuses is said as `catalogue.calendar_refused`. */
export function readCalendarDefinition(input: unknown): Result<CalendarDefinition> {
  const parsed = parseCalendarDefinition(input);
  if (parsed.ok) return parsed;
  const { code, params = {} } = parsed.refusal;
  const at = [params.field, params.value].filter((part) => part !== undefined).map((part) => JSON.stringify(part));
  return refuse('catalogue.calendar_refused', { ...params, reason: code, at: at.join(' ') || '-' });
}

/** A changed calendar is a new version; `input.version` is the one that the editor saw. Open clocks are recomputed by those who hold them. */
export async function changeCalendar(change: Change, input: unknown): Promise<Result<CalendarDefinition>> {
  const parsed = readCalendarDefinition(input);
  if (!parsed.ok) return parsed;
  const current = change.before.calendar.definition.version;
  if (parsed.value.version !== current) return refuse('http.version_conflict', { current });
  const next: CalendarDefinition = { ...parsed.value, version: current + 1 };
  await insertCalendar(change.tx, next, change.now, change.by);
  await change.announce(catalogueEvents.calendarChanged, { version: next.version });
  return ok(next);
}

export async function changeLifecycle(
  change: Change,
  input: { version: number; settings: unknown },
): Promise<Result<{ version: number; settings: LifecycleSettingsDto }>> {
  const parsed = parseLifecycleSettings(input.settings);
  if (!parsed.ok) return parsed;
  const current = change.before.lifecycle.version;
  if (input.version !== current) return refuse('http.version_conflict', { current });
  await insertLifecycle(change.tx, current + 1, parsed.value, change.now, change.by);
  return ok({ version: current + 1, settings: parsed.value });
}
