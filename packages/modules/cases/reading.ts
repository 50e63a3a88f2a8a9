import type { Queryable } from '@chengmai/platform/ports/db.ts';
import type { ListedCase, Reading } from './case-row.ts';
import { calendarOf, type Desk, settingsOf } from './desk.ts';

/** Names and clock readings for rows that are about to be shown; one look-up of people for all of them. */
export async function readingFor(desk: Desk, q: Queryable, rows: readonly ListedCase[]): Promise<Reading> {
  const people = [...new Set(rows.flatMap((row) => row.handler_id ?? []))];
  const found = people.length ? await desk.identity.users(q, people) : new Map<string, { name: string }>();
  await desk.units.refresh(q);
  return {
    now: desk.ctx.clock.now(),
    calendar: calendarOf(desk),
    warnShare: settingsOf(desk).warnShare,
    areas: desk.areas,
    unitName: (id) => desk.units.name(id) ?? null,
    unitNameEn: (id) => desk.units.nameEn(id),
    classNameEn: (id) => desk.catalogue.classById(id)?.nameEn ?? null,
    userName: (id) => found.get(id)?.name ?? null,
  };
}
