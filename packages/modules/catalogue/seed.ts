import { fileURLToPath } from 'node:url';
import { ok } from '@chengmai/kernel/result.ts';
import { changeCatalogue, type Writing } from './change.ts';
import { readCatalogueFiles } from './city-package.ts';
import { insertCalendar, insertClasses, insertConditions, insertEditionMap, insertLifecycle } from './store.ts';

export interface CatalogueSeeded {
  readonly classes: number;
  readonly conditions: number;
}

/**
 * Loads the classes, conditions, 2013 map, calendar and lifecycle settings of a city package, in one transaction. What is there already
 * stays as it is, so a second run adds nothing. Answers how many rows were new. Throws Refused on a bad file, and then loads nothing.
 */
export async function seedCity(writing: Writing, cityDir: string | URL): Promise<CatalogueSeeded> {
  const files = await readCatalogueFiles(cityDir instanceof URL ? fileURLToPath(cityDir) : cityDir);
  const who = { by: 'city package', trace: 'seed' };
  return writing.db.tx(async (tx) => {
    const seeded = await changeCatalogue(writing, tx, who, async ({ now, before }) => {
      const classes = await insertClasses(tx, files.classes, who.by);
      const conditions = await insertConditions(tx, files.conditions, who.by);
      await insertEditionMap(tx, files.editionMap);
      if (before.calendar.definition.version === 0) await insertCalendar(tx, files.calendar, now, who.by);
      if (before.lifecycle.version === 0) await insertLifecycle(tx, 1, files.lifecycle, now, who.by);
      return ok({ classes, conditions });
    });
    return seeded.ok ? seeded.value : { classes: 0, conditions: 0 };
  });
}
