import type { Route } from '@chengmai/platform/http/route.ts';
import { route } from '@chengmai/platform/http/route.ts';
import { MetricQuery, MetricResult } from './contract.ts';
import type { Desk } from './desk.ts';
import { queryMetric } from './metric-query.ts';

const tag = 'evaluation';

export const evaluationRoutes = (desk: Desk): readonly Route[] => [
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
];
