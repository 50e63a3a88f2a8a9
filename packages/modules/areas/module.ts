import { defineModule, type ModuleContext } from '@chengmai/platform/runtime/module.ts';
import './errors.ts';
import { type HeldAreas, readAreaMap } from './area-map.ts';
import { type Areas, areas, areasEvents } from './contract.ts';
import { ensureImported } from './imported.ts';
import { areasRoutes } from './routes.ts';
import { collectorsByDistance, readRevision } from './store.ts';

/** Keeps divisions and cells in memory; a reload puts a new map in the place of the old. */
async function holdAreas(ctx: ModuleContext): Promise<HeldAreas> {
  let map = await readAreaMap(ctx.db);
  let started = 0;
  let shown = 0;
  return {
    current: () => map,
    async reload(q = ctx.db) {
      started += 1;
      const turn = started;
      const next = await readAreaMap(q);
      // A slow older read must not replace a newer one.
      if (turn > shown) [map, shown] = [next, turn];
    },
  };
}

const offerOf = (ctx: ModuleContext, held: HeldAreas): Areas => ({
  locate: (lon, lat) => held.current().locate(lon, lat),
  division: (code) => held.current().division(code),
  divisions: () => held.current().divisions,
  pathName: (code) => held.current().pathName(code),
  collectorsNear: (q, at, limit) => collectorsByDistance(q, at, limit),
  ensureImported: (tx, origin, rows) => ensureImported(ctx, tx, origin, rows),
  reload: (q) => held.reload(q),
});

export const areasModule = defineModule({
  name: 'areas',
  needs: [],
  migrations: new URL('./migrations/', import.meta.url),
  async start(ctx) {
    const held = await holdAreas(ctx);
    await ctx.bus.tap([areasEvents.changed], () => {
      held.reload().catch((error: unknown) => ctx.log.warn({ err: error }, 'the areas could not be read again'));
    });
    return {
      offers: [{ what: areas, impl: offerOf(ctx, held) }],
      routes: areasRoutes(ctx, held),
      // A tap may miss a message; whoever asks for health notices that this process is behind.
      async health() {
        if ((await readRevision(ctx.db)) !== held.current().revision) await held.reload();
        const { revision, divisions, cells } = held.current();
        return { areas: { ok: divisions.length > 0, detail: `revision ${revision}, ${divisions.length} divisions, ${cells} cells` } };
      },
    };
  },
});
