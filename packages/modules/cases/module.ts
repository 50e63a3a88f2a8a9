import { registerErrors } from '@chengmai/platform/runtime/error-codes.ts';
import { defineModule } from '@chengmai/platform/runtime/module.ts';
import { areas } from '../areas/contract.ts';
import { catalogue } from '../catalogue/contract.ts';
import { identity } from '../identity/contract.ts';
import { cases } from './contract.ts';
import type { Desk } from './desk.ts';
import { caseErrors } from './errors.ts';
import { importErrors } from './import/errors.ts';
import { caseJobs } from './jobs.ts';
import { caseFeed } from './live.ts';
import { caseNumbers } from './numbers.ts';
import { casesOffer } from './offer.ts';
import { caseRoutes } from './routes-case.ts';
import { photoRoutes } from './routes-photo.ts';
import { publicRoutes } from './routes-public.ts';
import { queueRoutes } from './routes-queue.ts';
import { unitNames } from './unit-names.ts';

/** Cases 案件: the closed loop from report to evaluation. */
export const casesModule = defineModule({
  name: 'cases',
  needs: ['areas', 'catalogue', 'identity'],
  migrations: new URL('./migrations/', import.meta.url),
  start: async (ctx) => {
    registerErrors(caseErrors);
    registerErrors(importErrors);
    const people = ctx.use(identity);
    const units = unitNames(people, ctx.clock);
    const desk: Desk = {
      ctx,
      areas: ctx.use(areas),
      catalogue: ctx.use(catalogue),
      identity: people,
      numbers: caseNumbers(ctx.db, ctx.log),
      units,
    };
    await units.refresh(ctx.db);
    return {
      offers: [{ what: cases, impl: casesOffer(desk) }],
      routes: [...queueRoutes(desk), ...caseRoutes(desk), ...photoRoutes(desk), ...publicRoutes(desk)],
      jobs: caseJobs(desk),
      live: [caseFeed],
      stop: async () => desk.numbers.stop(),
    };
  },
});
