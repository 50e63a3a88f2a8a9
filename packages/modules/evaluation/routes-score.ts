import type { Formula } from '@chengmai/kernel/evaluation/score-formula.ts';
import { ok } from '@chengmai/kernel/result.ts';
import { type Route, route } from '@chengmai/platform/http/route.ts';
import { z } from 'zod';
import { FormulaChange, FormulaView, Publish, ScoreEntry, ScoreQuery, ScoreResult } from './contract.ts';
import { type Desk, utcOffsetMinutes } from './desk.ts';
import { changeFormula, type FormulaInForce, formulasInForce, groupingsOf } from './formulas.ts';
import { enterScore, publishScores } from './publish.ts';
import { queryScores } from './score-query.ts';

const tag = 'evaluation';
const editors = ['admin', 'evaluator'] as const;

const view = ({ formula, version, validFrom }: FormulaInForce): z.input<typeof FormulaView> => ({
  formula: formula as unknown as z.input<typeof FormulaView>['formula'],
  version,
  validFrom,
  preset: version === 0,
  by: [...groupingsOf(formula)],
});

const formulaRoutes = (desk: Desk): readonly Route[] => [
  route({
    method: 'GET',
    path: '/api/evaluation/formulas',
    summary: { zh: '评分公式', en: 'Scoring formulas' },
    tag,
    access: 'signed-in',
    response: z.array(FormulaView),
    handle: async () => ok((await formulasInForce(desk.ctx.db, null)).map(view)),
  }),
  route({
    method: 'PUT',
    path: '/api/evaluation/formulas/:id',
    summary: { zh: '修改评分公式（新版本）', en: 'Change a scoring formula: a new version' },
    tag,
    access: editors,
    params: z.object({ id: z.string().max(60) }),
    body: FormulaChange,
    response: FormulaView,
    handle: async ({ params, body, caller, audit }) => {
      const by = { userId: caller.userId, at: desk.ctx.clock.now(), offsetMinutes: utcOffsetMinutes(desk) };
      const formula = { ...body.formula, id: params.id } as unknown as Formula;
      const changed = await desk.ctx.db.tx((tx) => changeFormula(tx, { ...body, formula }, by));
      if (!changed.ok) return changed;
      await audit({
        action: 'evaluation.formula_changed',
        subject: params.id,
        detail: { version: changed.value.version, validFrom: changed.value.validFrom },
      });
      return ok(view(changed.value));
    },
  }),
];

const scoringRoutes = (desk: Desk): readonly Route[] => [
  route({
    method: 'GET',
    path: '/api/evaluation/scores',
    summary: { zh: '评分、排名与计算过程', en: 'Scores with ranks and how they came about' },
    tag,
    access: 'signed-in',
    query: ScoreQuery,
    response: ScoreResult,
    handle: async ({ caller, query }) => queryScores(desk, caller, query),
  }),
  route({
    method: 'POST',
    path: '/api/evaluation/publications',
    summary: { zh: '发布周期评分（更正为新版本）', en: 'Publish the scores of a period; again: a correction as a new version' },
    tag,
    access: editors,
    body: Publish,
    response: ScoreResult,
    created: true,
    handle: async ({ body, caller, once, audit }) => {
      const published = await desk.ctx.db.tx((tx) => once(tx, () => publishScores(desk, tx, caller, body)));
      if (published.ok)
        await audit({
          action: 'evaluation.published',
          subject: `${body.preset}/${body.period}`,
          detail: { version: published.value.published?.version },
        });
      return published;
    },
  }),
  route({
    method: 'POST',
    path: '/api/evaluation/entries',
    summary: { zh: '人工加减分与外部输入', en: 'Points and inputs entered by hand' },
    tag,
    access: editors,
    body: ScoreEntry,
    response: z.object({ id: z.uuid() }),
    created: true,
    handle: async ({ body, caller, once, audit }) => {
      const entered = await desk.ctx.db.tx((tx) => once(tx, () => enterScore(desk, tx, caller, body)));
      if (entered.ok)
        await audit({
          action: 'evaluation.entered',
          subject: `${body.preset}/${body.period}/${body.subject}`,
          detail: { name: body.name, value: body.value, reason: body.reason },
        });
      return entered;
    },
  }),
];

/** Formulas, scores and their publication. */
export const scoreRoutes = (desk: Desk): readonly Route[] => [...formulaRoutes(desk), ...scoringRoutes(desk)];
