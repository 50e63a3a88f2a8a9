import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { areas } from '@chengmai/modules/areas/contract.ts';
import { areasModule } from '@chengmai/modules/areas/module.ts';
import { seedCity as seedAreas } from '@chengmai/modules/areas/seed.ts';
import { casesModule } from '@chengmai/modules/cases/module.ts';
import { catalogue } from '@chengmai/modules/catalogue/contract.ts';
import { catalogueModule } from '@chengmai/modules/catalogue/module.ts';
import { seedCity as seedCatalogue } from '@chengmai/modules/catalogue/seed.ts';
import { identity, type NewUnit, type NewUser } from '@chengmai/modules/identity/contract.ts';
import { identityModule } from '@chengmai/modules/identity/module.ts';
import type { ModuleDefinition } from '@chengmai/platform/runtime/module.ts';
import { type Adapters, startModules } from '@chengmai/platform/runtime/start.ts';
import type { Seed } from './database.ts';

const cityDir = new URL('../../cities/demo/', import.meta.url);
const drawnBy = new URL('../modules/areas/synthetic/', import.meta.url);

export const password = 'quiet-river-lantern';
/** Cheap hashes: the tests are about what is done with them. */
const cheap = { memoryKib: 256, passes: 1, parallelism: 1 };

export const cityModules = (extra: readonly ModuleDefinition[]): readonly ModuleDefinition[] => [
  identityModule({ argon2: cheap }),
  areasModule,
  catalogueModule,
  casesModule,
  ...extra,
];

const read = async <T>(file: string): Promise<T> => JSON.parse(await readFile(new URL(file, cityDir), 'utf8')) as T;

/** A change of the package or of what draws it makes another template. */
function keyOfCity(): string {
  const hash = createHash('sha256');
  for (const folder of [cityDir, drawnBy])
    for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1)))
      if (entry.isFile()) hash.update(entry.name).update(readFileSync(new URL(entry.name, folder)));
  return hash.digest('hex');
}

/** The demo city in a database: units, people (all with one password), classes, calendar, areas. Made once, then copied. */
export const demoCity = (definitions: readonly ModuleDefinition[], adapters: Omit<Adapters, 'db'>): Seed => ({
  key: `demo city ${keyOfCity()}`,
  fill: async (db) => {
    const staying = {
      kind: db.kind,
      query: db.query.bind(db),
      tx: db.tx.bind(db),
      script: db.script.bind(db),
      health: db.health.bind(db),
      close: async () => undefined,
    };
    const running = await startModules(definitions, { ...adapters, db: staying }, { jobs: false, migrate: false });
    const people = running.use(identity);
    const { units } = await read<{ units: (NewUnit & { id: string })[] }>('organisations.json');
    const file = await read<{ people: (NewUser & { id: string })[] }>('people.json');
    await running.db.tx(async (tx) => {
      for (const unit of units) await people.createUnit(tx, unit);
      for (const person of file.people) await people.createUser(tx, { ...person, password, mustChangePassword: false });
    });
    const writing = { db: running.db, clock: adapters.clock, ids: adapters.ids, emit: running.emit };
    await seedCatalogue(writing, cityDir);
    await running.use(catalogue).reload();
    await seedAreas(writing, cityDir);
    await running.use(areas).reload();
    await running.drain();
    await running.stop();
  },
});
