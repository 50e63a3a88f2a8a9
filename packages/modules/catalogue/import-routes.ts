import { ok, type Result, refuse } from '@chengmai/kernel/result.ts';
import { type Route, route } from '@chengmai/platform/http/route.ts';
import type { ModuleContext } from '@chengmai/platform/runtime/module.ts';
import { z } from 'zod';
import { identity } from '../identity/contract.ts';
import type { Change } from './change.ts';
import { ImportOutcome } from './contract.ts';
import type { Edit } from './editing.ts';
import { type ImportPlan, planImport } from './import-plan.ts';
import type { HeldCatalogue } from './snapshot.ts';
import { closeClasses, closeConditions, insertClasses, insertConditions } from './store.ts';
import { readWorkbook, type Workbook } from './workbook.ts';

const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const maxBytes = 10 * 1024 * 1024;

const ImportForm = z.object({
  edition: z.enum(['2013', '2026']),
  origin: z
    .string()
    .trim()
    .regex(/^[\w.-]{1,40}$/)
    .default('workbook'),
  dryRun: z.stringbool().default(true),
  skipRefused: z.stringbool().default(false),
});
type ImportForm = z.output<typeof ImportForm>;

function outcome(workbook: Workbook, plan: ImportPlan, applied: boolean): ImportOutcome {
  return {
    applied,
    rows: workbook.rows.length + workbook.refused.length,
    classesAdded: plan.classesAdded,
    classesChanged: plan.classesChanged,
    conditionsAdded: plan.addConditions.length,
    conditionsClosed: plan.closeConditions.length,
    conditionsUnchanged: plan.conditionsUnchanged,
    refused: [...workbook.refused],
  };
}

/** Old versions are closed before new ones come, because only one version of a class may be open. */
export async function applyPlan(change: Change, plan: ImportPlan): Promise<void> {
  await closeClasses(change.tx, plan.closeClasses, change.now);
  await insertClasses(change.tx, plan.addClasses, change.by);
  await closeConditions(change.tx, plan.closeConditions, change.now);
  await insertConditions(change.tx, plan.addConditions, change.by);
}

async function unitIds(ctx: ModuleContext): Promise<ReadonlyMap<string, string>> {
  const units = (await ctx.useIfThere(identity)?.units(ctx.db)) ?? [];
  return new Map(units.filter((unit) => !unit.disabled).map((unit) => [unit.name, unit.id]));
}

export function importRoutes(ctx: ModuleContext, held: HeldCatalogue, edit: Edit): readonly Route[] {
  return [
    route({
      method: 'POST',
      path: '/api/catalogue/import',
      created: true,
      summary: { zh: '导入立案结案标准（XLSX，可预检）', en: 'Import a filing and closing table (XLSX, with a dry run)' },
      tag: 'catalogue',
      access: ['admin'],
      body: ImportForm,
      uploads: { maxFiles: 1, maxBytes, types: [xlsx] },
      response: ImportOutcome,
      handle: async (request): Promise<Result<ImportOutcome>> => {
        const form: ImportForm = request.body;
        const file = request.files[0];
        const read = file ? await readWorkbook(file.bytes, form.edition) : refuse('catalogue.workbook_unreadable');
        if (!read.ok) return read;
        const units = await unitIds(ctx);
        const options = {
          edition: form.edition,
          origin: form.origin,
          now: ctx.clock.now(),
          unitIdOf: (name: string) => units.get(name) ?? null,
        };
        if (form.dryRun) return ok(outcome(read.value, planImport(read.value.rows, held.current(), options), false));
        if (read.value.refused.length > 0 && !form.skipRefused) {
          return refuse('catalogue.import_refused', { count: read.value.refused.length, refused: read.value.refused.slice(0, 200) });
        }
        return edit(request, 'catalogue.imported', async (change) => {
          const plan = planImport(read.value.rows, change.before, { ...options, now: change.now });
          await applyPlan(change, plan);
          return ok(outcome(read.value, plan, true));
        });
      },
    }),
  ];
}
