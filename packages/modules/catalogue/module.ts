import { defineModule, type ModuleContext } from '@chengmai/platform/runtime/module.ts';
import './errors.ts';
import { type Catalogue, catalogue, catalogueEvents } from './contract.ts';
import { ensureImported } from './imported.ts';
import { catalogueRoutes } from './routes.ts';
import { createSnapshot, type HeldCatalogue } from './snapshot.ts';
import { readCatalogue, readRevision, rulesOf } from './store.ts';

/** Keeps the catalogue in memory. Reads are synchronous; a reload puts a new snapshot in the place of the old. */
async function holdCatalogue(ctx: ModuleContext): Promise<HeldCatalogue> {
  let snapshot = createSnapshot(await readCatalogue(ctx.db));
  let started = 0;
  let shown = 0;
  return {
    current: () => snapshot,
    async reload(q = ctx.db) {
      started += 1;
      const turn = started;
      const next = createSnapshot(await readCatalogue(q));
      // A slow older read must not replace a newer one.
      if (turn > shown) [snapshot, shown] = [next, turn];
    },
  };
}

const offerOf = (ctx: ModuleContext, held: HeldCatalogue): Catalogue => ({
  classOf: (code, at) => held.current().classOf(code, at),
  classById: (id) => held.current().classById(id),
  conditionsOf: (id) => held.current().conditionsOf(id),
  condition: (id) => held.current().condition(id),
  calendar: () => held.current().calendar,
  calendarDefinition: () => held.current().calendar.definition,
  defaultLimit: () => held.current().defaultLimit,
  lifecycleSettings: () => held.current().lifecycle.settings,
  rulesVersion: () => ({ calendar: held.current().calendar.definition.version, lifecycle: held.current().lifecycle.version }),
  rulesOf,
  fromEdition2013: (kind, code, name) => held.current().fromEdition2013(kind, code, name),
  classes: () => held.current().classes,
  ensureImported: (tx, origin, rows) => ensureImported(ctx, tx, origin, rows),
  reload: (q) => held.reload(q),
});

export const catalogueModule = defineModule({
  name: 'catalogue',
  needs: [],
  migrations: new URL('./migrations/', import.meta.url),
  async start(ctx) {
    const held = await holdCatalogue(ctx);
    await ctx.bus.tap([catalogueEvents.changed], () => {
      held.reload().catch((error: unknown) => ctx.log.warn({ err: error }, 'the catalogue could not be read again'));
    });
    return {
      offers: [{ what: catalogue, impl: offerOf(ctx, held) }],
      routes: catalogueRoutes(ctx, held),
      // A tap may miss a message; whoever asks for health notices that this process is behind.
      async health() {
        if ((await readRevision(ctx.db)) !== held.current().revision) await held.reload();
        const { revision, classes } = held.current();
        return { catalogue: { ok: classes.length > 0, detail: `revision ${revision}, ${classes.length} classes` } };
      },
    };
  },
});
