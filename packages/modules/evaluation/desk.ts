import type { ModuleContext } from '@chengmai/platform/runtime/module.ts';
import type { Areas } from '../areas/contract.ts';
import type { Cases } from '../cases/contract.ts';
import type { Catalogue } from '../catalogue/contract.ts';
import type { Identity } from '../identity/contract.ts';

/** Everything the functions of this module work with: the body's context and the organs it leans on. */
export interface Desk {
  readonly ctx: ModuleContext;
  readonly areas: Areas;
  readonly catalogue: Catalogue;
  readonly identity: Identity;
  readonly cases: Cases;
}

export const utcOffsetMinutes = (desk: Desk): number => desk.catalogue.calendarDefinition().utcOffsetMinutes;
