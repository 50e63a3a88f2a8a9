import { ok, type Result, refuse } from '@chengmai/kernel/result.ts';
import { type Route, route } from '@chengmai/platform/http/route.ts';
import { z } from 'zod';
import { NewUnit, Unit, UnitChange } from './contract.ts';
import type { Desk } from './desk.ts';
import { addUnit, changeUnit, unitTaken } from './organisations.ts';
import { listUnits, visibleUnit } from './unit-store.ts';

const IdParam = z.object({ id: z.string().min(1).max(100) });

const listRoute = (desk: Desk): Route =>
  route({
    method: 'GET',
    path: '/api/units',
    summary: { zh: '机构树（上级在前）', en: 'The tree of units, parents before children' },
    tag: 'units',
    access: 'signed-in',
    response: z.object({ items: z.array(Unit) }),
    handle: async ({ caller }) => ok({ items: await listUnits(desk.db, caller.scope) }),
  });

const readRoute = (desk: Desk): Route =>
  route({
    method: 'GET',
    path: '/api/units/:id',
    summary: { zh: '机构详情', en: 'One unit' },
    tag: 'units',
    access: 'signed-in',
    params: IdParam,
    response: Unit,
    async handle({ params, caller }) {
      const unit = await visibleUnit(desk.db, caller.scope, params.id);
      return unit === null ? refuse('http.not_found') : ok(unit);
    },
  });

const createRoute = (desk: Desk): Route =>
  route({
    method: 'POST',
    path: '/api/units',
    summary: { zh: '新建机构', en: 'Create a unit' },
    tag: 'units',
    access: ['admin'],
    created: true,
    body: NewUnit,
    response: Unit,
    handle: ({ body, caller, once, trace }) =>
      desk.db
        .tx((tx) =>
          once(tx, async () => {
            const made = await addUnit(tx, desk, body, caller.scope);
            if (!made.ok) return made;
            const detail = { name: made.value.name, kind: made.value.kind, parent: made.value.parentId };
            await desk.trail.auditIn(tx, caller, trace, [{ action: 'unit.created', subject: `unit:${made.value.id}`, detail }]);
            return made;
          }),
        )
        .catch(unitTaken),
  });

const watched = ['parentId', 'name', 'nameEn', 'kind', 'creditCode', 'areaCode', 'disabled'] as const;
const differences = (before: Unit, after: Unit): Record<string, unknown> =>
  Object.fromEntries(
    watched.filter((field) => before[field] !== after[field]).map((field) => [field, { from: before[field], to: after[field] }]),
  );

const changeRoute = (desk: Desk): Route =>
  route({
    method: 'PATCH',
    path: '/api/units/:id',
    summary: { zh: '修改或移动机构', en: 'Change or move a unit' },
    tag: 'units',
    access: ['admin'],
    params: IdParam,
    body: UnitChange,
    response: Unit,
    async handle({ params, body, caller, trace }) {
      const changed = await desk.db
        .tx(async (tx): Promise<Result<Unit>> => {
          const result = await changeUnit(tx, desk, params.id, body, caller.scope);
          if (!result.ok) return result;
          const { before, after } = result.value;
          await desk.trail.auditIn(tx, caller, trace, [
            { action: 'unit.changed', subject: `unit:${after.id}`, detail: differences(before, after) },
          ]);
          return ok(after);
        })
        .catch(unitTaken);
      // Moving a unit changes what its people see.
      desk.authenticator.forget();
      return changed;
    },
  });

export const unitRoutes = (desk: Desk): Route[] => [listRoute(desk), readRoute(desk), createRoute(desk), changeRoute(desk)];
