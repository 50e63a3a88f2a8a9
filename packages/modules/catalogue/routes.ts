import type { Result } from '@chengmai/kernel/result.ts';
import { ok, refuse } from '@chengmai/kernel/result.ts';
import { type Route, route } from '@chengmai/platform/http/route.ts';
import type { ModuleContext } from '@chengmai/platform/runtime/module.ts';
import { z } from 'zod';
import { calendarRoutes } from './calendar-routes.ts';
import { ClassDetail, ClassEntry, Condition, classKeyOf, PublicClass, standard2026 } from './contract.ts';
import { addClass, ClassChange, changeClass, mapClass, NewClass, retireClass } from './edit-class.ts';
import { addCondition, ConditionChange, changeCondition, NewCondition } from './edit-condition.ts';
import { type Edit, editing } from './editing.ts';
import { importRoutes } from './import-routes.ts';
import type { HeldCatalogue, Snapshot } from './snapshot.ts';

const tag = 'catalogue';
const Id = z.object({ id: z.string().max(200) });

export function detailOf(snapshot: Snapshot, id: string): Result<ClassDetail> {
  const entry = snapshot.classById(id) ?? snapshot.versionsOf(classKeyOf(id)).at(-1);
  if (!entry) return refuse('catalogue.class_unknown', { id });
  const versions = [...snapshot.versionsOf(classKeyOf(entry.id))].reverse();
  return ok({ ...entry, conditions: [...snapshot.conditionsOf(entry.id)], versions });
}

function readRoutes(held: HeldCatalogue): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/catalogue/classes',
      summary: { zh: '类别目录', en: 'The classes in use' },
      tag,
      access: 'signed-in',
      query: z.object({
        kind: z.enum(['component', 'matter', 'event']).optional(),
        origin: z.string().max(64).optional(),
        imported: z.stringbool().optional(),
      }),
      response: z.array(ClassEntry),
      handle: async ({ query }) =>
        ok(
          held
            .current()
            .classes.filter(
              (entry) =>
                (query.kind === undefined || entry.kind === query.kind) &&
                (query.origin === undefined || entry.origin === query.origin) &&
                (query.imported === undefined || (entry.standardRef !== standard2026) === query.imported),
            ),
        ),
    }),
    route({
      method: 'GET',
      path: '/api/catalogue/classes/:id',
      summary: { zh: '类别及其立案条件', en: 'A class with its conditions and versions' },
      tag,
      access: 'signed-in',
      params: Id,
      response: ClassDetail,
      handle: async ({ params }) => detailOf(held.current(), params.id),
    }),
    route({
      method: 'GET',
      path: '/api/catalogue/public-classes',
      summary: { zh: '公众可选的常见问题', en: 'The short list of the public form' },
      tag,
      access: 'public',
      response: z.array(PublicClass),
      handle: async () =>
        ok(
          held
            .current()
            .classes.filter((entry) => entry.publicRank !== null)
            .sort((a, b) => a.publicRank! - b.publicRank!)
            .map(({ code, name, nameEn, majorName }) => ({ code, name, nameEn, majorName })),
        ),
    }),
  ];
}

function classRoutes(held: HeldCatalogue, edit: Edit): readonly Route[] {
  const detail = (id: string) => detailOf(held.current(), id);
  return [
    route({
      method: 'POST',
      path: '/api/catalogue/classes',
      summary: { zh: '新增自定义类别', en: 'Add a class of your own' },
      tag,
      access: ['admin'],
      body: NewClass,
      response: ClassDetail,
      created: true,
      handle: async (request) => {
        const added = await edit(request, 'catalogue.class_added', (change) => addClass(change, request.body));
        return added.ok ? detail(added.value) : added;
      },
    }),
    route({
      method: 'PUT',
      path: '/api/catalogue/classes/:id',
      summary: { zh: '修改类别（生成新版本）', en: 'Change a class (makes a new version)' },
      tag,
      access: ['admin'],
      params: Id,
      body: ClassChange,
      response: ClassDetail,
      handle: async (request) => {
        const changed = await edit(request, 'catalogue.class_changed', (change) => changeClass(change, request.params.id, request.body));
        return changed.ok ? detail(changed.value) : changed;
      },
    }),
    route({
      method: 'POST',
      path: '/api/catalogue/classes/:id/retire',
      summary: { zh: '停用类别', en: 'Retire a class' },
      tag,
      access: ['admin'],
      params: Id,
      body: z.object({ version: z.int() }),
      response: ClassDetail,
      handle: async (request) => {
        const { id } = request.params;
        const retired = await edit(request, 'catalogue.class_retired', (change) => retireClass(change, id, request.body.version));
        return retired.ok ? detail(retired.value) : retired;
      },
    }),
    route({
      method: 'PUT',
      path: '/api/catalogue/classes/:id/mapping',
      summary: { zh: '将导入的类别对应到标准类别', en: 'Map an imported class to one of ours' },
      tag,
      access: ['admin'],
      params: Id,
      body: z.object({ to: z.string().max(200).nullable() }),
      response: ClassDetail,
      handle: async (request) => {
        const mapped = await edit(request, 'catalogue.class_mapped', (change) => mapClass(change, request.params.id, request.body.to));
        return mapped.ok ? detail(mapped.value) : mapped;
      },
    }),
  ];
}

function conditionRoutes(held: HeldCatalogue, edit: Edit): readonly Route[] {
  const one = (id: string): Result<Condition> => {
    const condition = held.current().condition(id);
    return condition ? ok(condition) : refuse('catalogue.condition_unknown', { id });
  };
  return [
    route({
      method: 'POST',
      path: '/api/catalogue/classes/:id/conditions',
      summary: { zh: '新增立案条件', en: 'Add a condition' },
      tag,
      access: ['admin'],
      params: Id,
      body: NewCondition,
      response: Condition,
      created: true,
      handle: async (request) => {
        const { id } = request.params;
        const added = await edit(request, 'catalogue.condition_added', (change) => addCondition(change, id, request.body));
        return added.ok ? one(added.value) : added;
      },
    }),
    route({
      method: 'PUT',
      path: '/api/catalogue/conditions/:id',
      summary: { zh: '修改或停用立案条件（生成新版本）', en: 'Change or close a condition (makes a new version)' },
      tag,
      access: ['admin'],
      params: Id,
      body: ConditionChange,
      response: Condition,
      handle: async (request) => {
        const { id } = request.params;
        const changed = await edit(request, 'catalogue.condition_changed', (change) => changeCondition(change, id, request.body));
        return changed.ok ? one(changed.value) : changed;
      },
    }),
  ];
}

export function catalogueRoutes(ctx: ModuleContext, held: HeldCatalogue): readonly Route[] {
  const edit = editing(ctx, held);
  return [
    ...readRoutes(held),
    ...classRoutes(held, edit),
    ...conditionRoutes(held, edit),
    ...calendarRoutes(held, edit),
    ...importRoutes(ctx, held, edit),
  ];
}
