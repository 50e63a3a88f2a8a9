import type { Result } from '@chengmai/kernel/result.ts';
import type { Request } from '@chengmai/platform/http/route.ts';
import type { Tx } from '@chengmai/platform/ports/db.ts';
import type { ModuleContext } from '@chengmai/platform/runtime/module.ts';
import { type Change, changeCatalogue } from './change.ts';
import type { HeldCatalogue } from './snapshot.ts';

/** Runs one change for a request; the new catalogue is in memory when it answers. */
export type Edit = <T>(
  request: Request<unknown, unknown, unknown>,
  action: string,
  work: (change: Change) => Promise<Result<T>>,
) => Promise<Result<T>>;

export function editing(ctx: ModuleContext, held: HeldCatalogue): Edit {
  return async (request, action, work) => {
    const who = { by: request.caller.userId, trace: request.trace };
    const run = (tx: Tx) => changeCatalogue(ctx, tx, who, work);
    const result = await ctx.db.tx((tx) => (request.idempotency ? request.once(tx, () => run(tx)) : run(tx)));
    if (!result.ok) return result;
    await held.reload();
    await request.audit({ action, subject: String((request.params as { id?: string } | undefined)?.id ?? 'catalogue') });
    return result;
  };
}
