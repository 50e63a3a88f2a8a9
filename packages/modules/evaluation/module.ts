import { defineModule } from '@chengmai/platform/runtime/module.ts';
import { areas } from '../areas/contract.ts';
import { cases } from '../cases/contract.ts';
import { catalogue } from '../catalogue/contract.ts';
import { identity } from '../identity/contract.ts';
import { type Evaluation, evaluation } from './contract.ts';
import type { Desk } from './desk.ts';
import './errors.ts';
import { queryMetric } from './metric-query.ts';
import { onCaseChanged } from './on-case-changed.ts';
import { onCasesImported } from './on-cases-imported.ts';
import { rebuild } from './rebuild.ts';
import { evaluationRoutes } from './routes.ts';
import { reportRoutes } from './routes-report.ts';
import { scoreRoutes } from './routes-score.ts';

const offered = (desk: Desk): Evaluation => ({
  metric: (caller, query) => queryMetric(desk, caller, query),
  rebuild: () => desk.ctx.db.tx((tx) => rebuild(desk, tx)),
});

/** Evaluation 评价: counts, rates and scores of what happened to cases, each open down to its formula and its rows. */
export const evaluationModule = defineModule({
  name: 'evaluation',
  needs: ['areas', 'catalogue', 'identity', 'cases'],
  migrations: new URL('./migrations/', import.meta.url),
  start: (ctx) => {
    const desk: Desk = { ctx, areas: ctx.use(areas), catalogue: ctx.use(catalogue), identity: ctx.use(identity), cases: ctx.use(cases) };
    return {
      offers: [{ what: evaluation, impl: offered(desk) }],
      routes: [...evaluationRoutes(desk), ...scoreRoutes(desk), ...reportRoutes(desk)],
      handlers: [onCaseChanged(desk), onCasesImported(desk)],
    };
  },
});
