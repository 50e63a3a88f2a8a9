import { ok, type Result, refuse } from '@chengmai/kernel/result.ts';
import type { Queryable, Tx } from '@chengmai/platform/ports/db.ts';
import type { ModuleContext } from '@chengmai/platform/runtime/module.ts';
import { identity } from '../identity/contract.ts';
import { changeAreas } from './change.ts';
import type { Cell } from './contract.ts';
import { cellCodesInside, type ListedCell, readCell, writeDuty } from './store.ts';

/** Cells with the names of those on duty. */
export async function withNames(ctx: ModuleContext, q: Queryable, cells: readonly ListedCell[]): Promise<Cell[]> {
  const ids = [...new Set(cells.flatMap((cell) => (cell.collectorId === null ? [] : [cell.collectorId])))];
  const people = ids.length > 0 ? await ctx.useIfThere(identity)?.users(q, ids) : undefined;
  return cells.map(({ code, kind, name, communityCode, collectorId, synthetic, version }) => {
    const collectorName = collectorId === null ? null : (people?.get(collectorId)?.name ?? null);
    return { code, kind, name, communityCode, collectorId, collectorName, synthetic, version };
  });
}

async function mayCollect(ctx: ModuleContext, tx: Tx, collectorId: string | null): Promise<Result<null>> {
  const people = ctx.useIfThere(identity);
  if (collectorId === null || !people) return ok(null);
  const person = await people.user(tx, collectorId);
  const active = person !== null && !person.disabled && person.roles.includes('collector');
  return active ? ok(null) : refuse('areas.collector_unknown', { id: collectorId });
}

/** Puts a collector, or nobody, on duty in one cell. `version` is the one the editor saw; without it the last one wins. */
export async function changeCellDuty(
  ctx: ModuleContext,
  tx: Tx,
  code: string,
  input: { readonly collectorId: string | null; readonly version?: number | undefined },
  trace: string,
): Promise<Result<Cell>> {
  return changeAreas(ctx, tx, trace, async () => {
    const cell = await readCell(tx, code);
    if (!cell) return refuse('areas.cell_unknown', { code });
    if (input.version !== undefined && input.version !== cell.version) return refuse('http.version_conflict', { current: cell.version });
    const allowed = await mayCollect(ctx, tx, input.collectorId);
    if (!allowed.ok) return allowed;
    await writeDuty(tx, [code], input.collectorId);
    const changed = await withNames(ctx, tx, [(await readCell(tx, code))!]);
    return ok(changed[0]!);
  });
}

/** Puts a collector, or nobody, on duty in every cell of a division. Answers how many cells changed. */
export async function changeDivisionDuty(
  ctx: ModuleContext,
  tx: Tx,
  code: string,
  collectorId: string | null,
  trace: string,
): Promise<Result<{ changed: number }>> {
  return changeAreas(ctx, tx, trace, async () => {
    const codes = await cellCodesInside(tx, code);
    if (codes.length === 0) return refuse('areas.division_unknown', { code });
    const allowed = await mayCollect(ctx, tx, collectorId);
    return allowed.ok ? ok({ changed: await writeDuty(tx, codes, collectorId) }) : allowed;
  });
}
