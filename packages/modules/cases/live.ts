import type { LiveFeed } from '@chengmai/platform/runtime/module.ts';
import { visible } from '@chengmai/platform/runtime/scope-sql.ts';
import type { CaseEventBody } from './contract.ts';

/** Tells screens that a case changed, not what it says: they fetch what they show, within their own scope. */
export const caseFeed: LiveFeed = {
  types: ['cases.*'],
  project: (event) => {
    const body = event.body as CaseEventBody;
    const { caseId, number, version, action, state, areaCode, unitId } = body;
    return {
      body: { type: event.type, caseId, number, version, action, state, areaCode, unitId, at: new Date(event.at).toISOString() },
      visibleTo: (scope) => visible(scope, { areaCode, unitId, userIds: body.userIds }),
    };
  },
};
