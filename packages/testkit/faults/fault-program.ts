import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFileBlob } from '@chengmai/platform/adapters/blob-fs.ts';
import { createMemoryBus } from '@chengmai/platform/adapters/bus-memory.ts';
import { systemClock } from '@chengmai/platform/adapters/clock-system.ts';
import { openPglite } from '@chengmai/platform/adapters/db-pglite.ts';
import { openPostgres } from '@chengmai/platform/adapters/db-postgres.ts';
import { RandomIds } from '@chengmai/platform/adapters/ids-random.ts';
import type { Bus } from '@chengmai/platform/ports/bus.ts';
import type { Db } from '@chengmai/platform/ports/db.ts';
import { createLog } from '@chengmai/platform/runtime/log.ts';
import { defineModule, type ModuleContext } from '@chengmai/platform/runtime/module.ts';
import { type ProgramRole, type Running, startModules } from '@chengmai/platform/runtime/start.ts';
import sql from 'sql-template-tag';

/** Where the writing program keeps its data. */
export type FaultPlace = { readonly kind: 'pglite'; readonly dir: string } | { readonly kind: 'postgres'; readonly url: string };

export interface Change {
  readonly n: number;
  readonly change: number;
}

export const faultModuleSource = { name: 'fault', migrations: new URL('./migrations/', import.meta.url) };

export const openPlace = (place: FaultPlace): Promise<Db> =>
  place.kind === 'pglite' ? openPglite({ dir: place.dir }) : openPostgres({ url: place.url, poolSize: 6 });

/** A whole small program: each write changes a row and its history and emits an event, whose handler has one effect. */
export async function startFaultProgram(
  db: Db,
  split: { readonly bus?: Bus; readonly role?: ProgramRole } = {},
): Promise<{ running: Running; write(change: Change): Promise<void> }> {
  let ctx: ModuleContext | undefined;
  const ids = new RandomIds();
  const fault = defineModule({
    ...faultModuleSource,
    needs: [],
    start: (given) => {
      ctx = given;
      return {
        handlers: [
          {
            name: 'fault.on-changed',
            types: ['fault.changed'],
            handle: async (tx, event) => {
              const { n, change } = event.body as Change;
              await tx.query(sql`insert into fault_effect (n, change) values (${n}, ${change})`);
            },
          },
        ],
      };
    },
  });
  const adapters = {
    db,
    bus: split.bus ?? createMemoryBus(),
    blob: await openFileBlob(mkdtempSync(join(tmpdir(), 'chengmai-fault-'))),
    images: { prepare: async () => null },
    clock: systemClock,
    ids,
    log: createLog({ level: 'silent' }),
  };
  const running = await startModules([fault], adapters, { role: split.role ?? 'all' });
  const write = async ({ n, change }: Change): Promise<void> => {
    const { db: outer, emit } = ctx as ModuleContext;
    await outer.tx(async (tx) => {
      await tx.query(
        sql`insert into fault_row (n, changes) values (${n}, 1) on conflict (n) do update set changes = fault_row.changes + 1`,
      );
      await tx.query(sql`insert into fault_history (n, change) values (${n}, ${change})`);
      await emit(tx, [{ id: ids.uuid(), type: 'fault.changed', at: Date.now(), key: String(n), trace: 'fault', body: { n, change } }]);
    });
  };
  return { running, write };
}
