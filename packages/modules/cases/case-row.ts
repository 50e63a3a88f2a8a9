import { clockReading } from '@chengmai/kernel/calendar/clock.ts';
import type { Calendar, Instant } from '@chengmai/kernel/calendar/types.ts';
import type { CaseClock, CaseState } from '@chengmai/kernel/lifecycle/case.ts';
import { currentClock } from '@chengmai/kernel/lifecycle/light.ts';
import type { Areas } from '../areas/contract.ts';
import type { CaseRow, ClockView, Light, Source } from './contract.ts';

/** A row of cases_case as the database gives it: the columns that lists and details share. */
export interface StoredCase {
  readonly id: string;
  readonly number: string;
  readonly version: number;
  readonly state: string;
  readonly open: boolean;
  readonly class_id: string;
  readonly class_code: string;
  readonly class_name: string;
  readonly major_name: string;
  readonly description: string;
  readonly place: string;
  readonly component_id: string | null;
  readonly cell_code: string | null;
  readonly community_code: string | null;
  readonly street_code: string | null;
  readonly district_code: string | null;
  readonly area_code: string;
  readonly lon: number | null;
  readonly lat: number | null;
  readonly accuracy_m: number | null;
  readonly source: Source;
  readonly origin: string;
  readonly synthetic: boolean;
  readonly unit_id: string | null;
  readonly handler_id: string | null;
  readonly collector_id: string | null;
  readonly condition_id: string | null;
  readonly pending_kind: CaseRow['pendingApplication'];
  readonly returned_from: string | null;
  readonly urged: boolean;
  readonly reports: number;
  readonly reworks: number;
  readonly extensions: number;
  readonly lifecycle: CaseState;
  readonly previous: CaseState | null;
  readonly last_actor: string;
  readonly last_at: Instant;
  readonly due_at: Instant | null;
  readonly reported_at: Instant;
  readonly closed_at: Instant | null;
}

/** A row as a list reads it: with the state of an open case only. */
export type ListedCase = Omit<StoredCase, 'lifecycle' | 'previous'> & { readonly lifecycle: CaseState | null };

/** What turns codes into names and instants into readings. */
export interface Reading {
  readonly now: Instant;
  readonly calendar: Calendar;
  readonly warnShare: number;
  readonly areas: Pick<Areas, 'division'>;
  unitName(id: string): string | null;
  unitNameEn(id: string): string | null;
  classNameEn(id: string): string | null;
  userName(id: string): string | null;
}

export const iso = (at: Instant): string => new Date(at).toISOString();
export const isoOrNull = (at: Instant | null): string | null => (at === null ? null : iso(at));

function ticking(clock: CaseClock, reading: Reading): boolean {
  if (clock.runningSince === null) return false;
  if (clock.basis === 'continuous') return true;
  return reading.calendar.used(reading.now, reading.now + 1000, 'working') > 0;
}

export function clockView(clock: CaseClock, reading: Reading): ClockView {
  const shown = clockReading(clock, reading.now, reading.calendar, reading.warnShare);
  return {
    kind: clock.kind,
    round: clock.round,
    basis: clock.basis,
    allowanceMs: clock.allowanceMs,
    usedMs: shown.usedMs,
    readAt: iso(clock.endedAt ?? reading.now),
    running: clock.runningSince !== null && clock.endedAt === null,
    ticking: clock.endedAt === null && ticking(clock, reading),
    startedAt: iso(clock.startedAt),
    dueAt: isoOrNull(clock.dueAt),
    endedAt: isoOrNull(clock.endedAt),
    verdict: clock.verdict,
    overdueMs: shown.overdueMs,
    light: shown.light,
    provisional: clock.provisional,
  };
}

function lightOf(state: string, clock: ClockView | null): Light {
  if (state === 'suspended') return 'hold';
  return clock?.light ?? 'none';
}

export function toCaseRow(row: ListedCase, reading: Reading): CaseRow {
  const running = row.open && row.lifecycle ? currentClock(row.lifecycle) : null;
  const clock = running ? clockView(running, reading) : null;
  return {
    id: row.id,
    number: row.number,
    version: row.version,
    state: row.state,
    title: row.class_name,
    classCode: row.class_code,
    className: row.class_name,
    classNameEn: reading.classNameEn(row.class_id),
    communityNameEn: row.community_code ? (reading.areas.division(row.community_code)?.nameEn ?? null) : null,
    streetNameEn: row.street_code ? (reading.areas.division(row.street_code)?.nameEn ?? null) : null,
    unitNameEn: row.unit_id ? reading.unitNameEn(row.unit_id) : null,
    place: row.place,
    communityCode: row.community_code,
    communityName: row.community_code ? (reading.areas.division(row.community_code)?.name ?? null) : null,
    streetName: row.street_code ? (reading.areas.division(row.street_code)?.name ?? null) : null,
    source: row.source,
    unitId: row.unit_id,
    unitName: row.unit_id ? reading.unitName(row.unit_id) : null,
    handlerName: row.handler_id ? reading.userName(row.handler_id) : null,
    reportedAt: iso(row.reported_at),
    dueAt: isoOrNull(row.due_at),
    clock,
    light: lightOf(row.state, clock),
    returnedFrom: row.returned_from,
    urged: row.urged,
    reports: row.reports,
    reworks: row.reworks,
    extensions: row.extensions,
    pendingApplication: row.pending_kind,
    lon: row.lon,
    lat: row.lat,
    synthetic: row.synthetic,
  };
}
