import { createMemoryBus } from '@chengmai/platform/adapters/bus-memory.ts';
import type { Route } from '@chengmai/platform/http/route.ts';
import type { Blob } from '@chengmai/platform/ports/blob.ts';
import type { Db } from '@chengmai/platform/ports/db.ts';
import { createLog } from '@chengmai/platform/runtime/log.ts';
import { startModules } from '@chengmai/platform/runtime/start.ts';
import { modules } from '../modules.ts';
import { deadLetterRoutes } from '../program/dead-letter-routes.ts';

const noBlob: Blob = {
  put: async () => {
    throw new Error('bug: nothing is stored while the reference is written');
  },
  get: async () => null,
  health: async () => ({ ok: true, detail: 'none' }),
};

/** Every route of the platform as its modules declare them, over a database without rows; their refusals are registered on the way. Closes the database. */
export async function routesOfCity(db: Db): Promise<readonly Route[]> {
  const adapters = {
    db,
    bus: createMemoryBus(),
    blob: noBlob,
    images: { prepare: async () => null },
    clock: { now: () => 0 },
    ids: { uuid: () => '00000000-0000-7000-8000-000000000000', secret: () => '' },
    log: createLog({ level: 'silent' }),
  };
  const running = await startModules(modules, adapters, { role: 'api', jobs: false });
  const routes = [...running.routes, ...deadLetterRoutes(running)];
  await running.stop();
  return routes;
}
