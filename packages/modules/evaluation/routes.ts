import { ok } from '@chengmai/kernel/result.ts';
import { type Route, route } from '@chengmai/platform/http/route.ts';
import { changeSettings } from './change-settings.ts';
import { MetricDictionary, MetricQuery, MetricResult, RowsPage, RowsQuery, SettingsChange, SettingsView } from './contract.ts';
import type { Desk } from './desk.ts';
import { dictionary } from './dictionary.ts';
import { queryMetric } from './metric-query.ts';
import type { EvaluationSettings } from './metrics-in-use.ts';
import { queryRows } from './rows-behind.ts';
import { settingsInForce } from './settings-store.ts';

const tag = 'evaluation';

const figureRoutes = (desk: Desk): readonly Route[] => [
  route({
    method: 'GET',
    path: '/api/evaluation/metrics',
    summary: { zh: '指标字典', en: 'The metric dictionary' },
    tag,
    access: 'signed-in',
    response: MetricDictionary,
    handle: async () => ok(dictionary(await settingsInForce(desk.ctx.db))),
  }),
  route({
    method: 'GET',
    path: '/api/evaluation/query',
    summary: { zh: '指标查询', en: 'A figure by its groupings' },
    tag,
    access: 'signed-in',
    query: MetricQuery,
    response: MetricResult,
    handle: async ({ caller, query }) => queryMetric(desk, caller, query),
  }),
  route({
    method: 'GET',
    path: '/api/evaluation/rows',
    summary: { zh: '指标背后的案件', en: 'The cases behind a figure' },
    tag,
    access: 'signed-in',
    query: RowsQuery,
    response: RowsPage,
    handle: async ({ caller, query }) => queryRows(desk, caller, query),
  }),
];

const settingRoutes = (desk: Desk): readonly Route[] => [
  route({
    method: 'GET',
    path: '/api/evaluation/settings',
    summary: { zh: '指标口径设置', en: 'Denominators and attribution in force' },
    tag,
    access: 'signed-in',
    response: SettingsView,
    handle: async () => {
      const { version, settings } = await settingsInForce(desk.ctx.db);
      return ok({ version, ...settings } as never);
    },
  }),
  route({
    method: 'PUT',
    path: '/api/evaluation/settings',
    summary: { zh: '修改指标口径', en: 'Change denominators and attribution' },
    tag,
    access: ['admin', 'evaluator'],
    body: SettingsChange,
    response: SettingsView,
    handle: async ({ body, caller, audit }) => {
      const { version, reason, ...settings } = body;
      const by = { reason, userId: caller.userId, at: desk.ctx.clock.now() };
      const changed = await desk.ctx.db.tx((tx) => changeSettings(tx, settings as EvaluationSettings, version, by));
      if (!changed.ok) return changed;
      await audit({ action: 'evaluation.settings_changed', subject: String(changed.value.version), detail: { reason, settings } });
      return ok({ version: changed.value.version, ...changed.value.settings } as never);
    },
  }),
];

export const evaluationRoutes = (desk: Desk): readonly Route[] => [...figureRoutes(desk), ...settingRoutes(desk)];
