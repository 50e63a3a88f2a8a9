import { stat } from 'node:fs/promises';
import { areas } from '@chengmai/modules/areas/contract.ts';
import { seedCity as seedAreas } from '@chengmai/modules/areas/seed.ts';
import { catalogue } from '@chengmai/modules/catalogue/contract.ts';
import { seedCity as seedCatalogue } from '@chengmai/modules/catalogue/seed.ts';
import { identity } from '@chengmai/modules/identity/contract.ts';
import type { Output } from '../cli/output.ts';
import type { Program } from '../program/start-program.ts';
import { loadUnits } from './load-people.ts';

/** How many rows of each kind were new. */
export type Loaded = Readonly<Record<string, number>>;

/** Loads everything of a city package but people and cases. It may be loaded again: what is there stays, so a second time adds nothing. */
export async function loadCity({ adapters, running }: Program, dir: string, out: Output): Promise<Loaded> {
  await stat(dir);
  const writing = { db: running.db, clock: adapters.clock, ids: adapters.ids, emit: running.emit };
  const units = await out.step({ zh: '装入机构', en: 'Loading organisations' }, () => loadUnits(dir, running.db, running.use(identity)));
  const rules = await out.step({ zh: '装入分类、时限与日历', en: 'Loading classes, limits and calendar' }, () =>
    seedCatalogue(writing, dir),
  );
  await running.use(catalogue).reload();
  const places = await out.step({ zh: '装入区划与网格', en: 'Loading divisions and grid cells' }, () => seedAreas(writing, dir));
  await running.use(areas).reload();
  return { units, ...rules, ...places };
}
