import type { Calendar, Instant } from '@chengmai/kernel/calendar/types.ts';
import type { CaseState } from '@chengmai/kernel/lifecycle/case.ts';
import type { LifecycleEvent } from '@chengmai/kernel/lifecycle/events.ts';
import type { Actor } from '@chengmai/kernel/lifecycle/roles.ts';
import { DEFAULT_SETTINGS, type LifecycleSettings } from '@chengmai/kernel/lifecycle/settings.ts';
import type { DomainEvent } from '@chengmai/platform/ports/bus.ts';
import type { ModuleContext } from '@chengmai/platform/runtime/module.ts';
import type { Caller } from '@chengmai/platform/runtime/scope.ts';
import type { Areas } from '../areas/contract.ts';
import type { Catalogue } from '../catalogue/contract.ts';
import type { Identity } from '../identity/contract.ts';
import type { CaseEventBody } from './contract.ts';
import type { Signature } from './history.ts';
import type { Numbers } from './numbers.ts';
import type { UnitNames } from './unit-names.ts';

/** Everything the functions of this module work with: the body's context and the three organs it leans on. */
export interface Desk {
  readonly ctx: ModuleContext;
  readonly areas: Areas;
  readonly catalogue: Catalogue;
  readonly identity: Identity;
  readonly numbers: Numbers;
  readonly units: UnitNames;
}

export const settingsOf = (desk: Desk): LifecycleSettings => ({ ...DEFAULT_SETTINGS, ...desk.catalogue.lifecycleSettings() });
export const calendarOf = (desk: Desk): Calendar => desk.catalogue.calendar();

/** Local date of an instant in the city's time zone. */
export const dayOf = (desk: Desk, at: Instant): string => calendarOf(desk).dayOf(at);

/** `+08:00` */
export function utcOffset(desk: Desk): string {
  const minutes = desk.catalogue.calendarDefinition().utcOffsetMinutes;
  const pad = (n: number): string => String(Math.floor(n)).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${pad(Math.abs(minutes) / 60)}:${pad(Math.abs(minutes) % 60)}`;
}

/** The kernel's view of who acts: an administrator of the programme is no post of the case loop unless given one. */
export function actorOf(caller: Caller): Actor {
  if (caller.kind === 'system') return { id: caller.userId, kind: 'system', roles: ['system', ...caller.roles], unitIds: [] };
  if (caller.kind === 'anonymous') return { id: caller.userId, kind: 'citizen', roles: ['citizen'], unitIds: [] };
  return { id: caller.userId, kind: 'person', roles: caller.roles, unitIds: caller.scope.units ?? (caller.unitId ? [caller.unitId] : []) };
}

export function signatureOf(caller: Caller, unitName: string | null): Signature {
  return {
    actor: actorOf(caller),
    name: caller.name,
    role: caller.roles[0] ?? (caller.kind === 'system' ? 'system' : 'citizen'),
    unitName,
  };
}

/** What a queue, a live screen or a statistic needs to know of a case to place an event. */
export interface Placed {
  readonly number: string;
  readonly areaCode: string;
  readonly className: string;
  readonly place: string;
}

const told = new Set(['cases.clock_ended']);

/** The lifecycle's events as they travel. Clock verdicts stay inside: they stand in the state that everybody can read. */
export function toDomainEvents(
  desk: Desk,
  events: readonly LifecycleEvent[],
  state: CaseState,
  placed: Placed,
  trace: string,
): DomainEvent[] {
  return events
    .filter((event) => !told.has(event.type))
    .map((event) => ({
      id: desk.ctx.ids.uuid(),
      type: event.type,
      at: event.at,
      key: event.caseId,
      trace,
      body: {
        caseId: event.caseId,
        number: placed.number,
        version: event.version,
        action: event.action,
        state: event.to,
        areaCode: placed.areaCode,
        unitId: state.unitId,
        userIds: [state.handlerId, state.task?.assigneeId ?? null].filter((id) => id !== null),
        className: placed.className,
        place: placed.place,
        input: event.input as unknown as Record<string, unknown>,
      } satisfies CaseEventBody,
    }));
}
